"""Each topic of the roadmap is taught in the week that stands for it, and each limit it sets on a project stands."""

import re

import pytest

from bot.core.curriculum import Curriculum, Week

TOPICS: dict[int, tuple[str, ...]] = {
    1: ("vector", "matrix", "NumPy"),
    2: ("eigen", "SVD"),
    3: ("derivative", "partial derivative", "chain rule", "gradient"),
    4: ("distribution", "Bayes' theorem", "pandas"),
    5: ("maximum likelihood|MLE", "MAP", "chunk"),
    6: ("linear regression|regression", "gradient descent", "NumPy"),
    7: ("linear regression|LinearRegression", "logistic regression"),
    8: ("bias-variance|squared bias", "cross-validation"),
    9: ("decision tree", "random forest", "gradient boosting"),
    10: ("SVM", "neighbour"),
    11: ("ROC", "area under|AUC", "feature importance|importance"),
    12: ("k-means", "DBSCAN", "hierarchical clustering", "PCA"),
    13: ("pipeline", "hyperparameter|RandomizedSearchCV", "raw table|real"),
    14: ("clean", "model", "evaluat|test set", "analysis"),
    15: ("perceptron", "activation", "forward pass"),
    16: ("backward|backpropagation",),
    17: ("tensor", "autograd"),
    18: ("Dataset", "training loop|train_one_epoch"),
    19: ("SGD", "Adam", "RMSProp", "schedule"),
    20: ("regularis|dropout", "batch norm"),
    21: ("MLP", "CNN", "residual"),
    22: ("training loop|loop", "log", "early stopping", "wrapper"),
    23: ("LeNet", "VGG"),
    24: ("ResNet", "EfficientNet"),
    25: ("transfer learning", "fine-tun"),
    26: ("YOLO", "SSD"),
    27: ("U-Net", "semantic", "instance segmentation|instance"),
    28: ("API", "deploy"),
    29: ("token", "TF-IDF"),
    30: ("Word2Vec", "GloVe"),
    31: ("RNN", "LSTM", "vanish"),
    32: ("attention", "multi-head", "positional encoding|positions"),
    33: ("transformer", "encoder block|EncoderBlock"),
    34: ("BERT", "fine-tun"),
    35: ("GPT",),
    36: ("RAG", "retriev"),
    37: ("VAE",),
    38: ("GAN",),
    39: ("diffusion|DDPM",),
    40: ("MDP", "Q-learning"),
    41: ("policy gradient|policy",),
    42: ("MLflow", "Weights & Biases", "tracking|track", "proposal"),
    43: ("serv", "monitoring", "CI/CD"),
    44: ("multimodal", "agent", "federated"),
    45: ("three or more phases|phases", "end to end"),
    46: ("portfolio", "demonstration"),
}

LIMITS: dict[str, tuple[str, ...]] = {
    "p1": ("only NumPy", "no scikit-learn", "gradient descent written by you"),
    "p2": ("real data set", "data cleaning", "feature engineering", "model selection", "evaluation", "what worked"),
    "p3": ("classification task", "training loop|in your code", "logging", "early stopping|stopp", "no Trainer class"),
    "p4": ("domain of your own", "fine-tuned pretrained model", "API"),
    "p5": ("encoder block from scratch", "fine-tuned BERT", "minimal RAG pipeline"),
    "p6": ("your own choosing", "at least three", "portfolio", "end to end"),
}


def words(week: Week) -> str:
    """All that a week says."""
    parts = [week.title, week.why_now, week.explain, *week.objectives]
    parts += [text for day in week.days for text in (day.title, day.do, day.done_when)]
    parts += [text for question in week.recall for text in (question.ask, question.answer)]
    return " ".join(parts)


@pytest.mark.parametrize("number", TOPICS)
def test_a_week_teaches_the_topics_it_stands_for(curriculum: Curriculum, number: int) -> None:
    """The roadmap: no topic that it lists is missing, and each stands in its place of the sequence."""
    text = words(list(curriculum.weeks)[number - 1])

    assert [topic for topic in TOPICS[number] if not re.search(topic, text, re.IGNORECASE)] == []


def test_every_week_has_topics(curriculum: Curriculum) -> None:
    """The table above covers the file."""
    assert list(TOPICS) == [week.number for week in curriculum.weeks]


@pytest.mark.parametrize("phase", LIMITS)
def test_each_limit_on_a_project_stands_in_a_milestone(curriculum: Curriculum, phase: str) -> None:
    """The roadmap: what it demands of a project is an acceptance criterion, and the first milestone is a repository."""
    project = next(each for each in curriculum.phases if each.id == phase).project
    accepted = " ".join(f"{each.title} {each.accept}" for each in project.milestones)

    assert [limit for limit in LIMITS[phase] if not re.search(limit, accepted, re.IGNORECASE)] == []
    assert "repository" in project.milestones[0].accept.casefold()


def test_what_the_roadmap_tells_besides_is_told(curriculum: Curriculum) -> None:
    """GPU, how much mathematics, jobs, skipping, falling behind; for whom and for whom not; why PyTorch; the pace."""
    told = " ".join([f"{each.question} {each.answer}" for each in curriculum.faq])
    tools = " ".join(f"{each.name} {each.why}" for each in curriculum.tools)

    for topic in ("GPU", "20 dollars", "maths", "portfolio", "classical", "behind", "PyTorch", "less than 46 weeks"):
        assert topic.casefold() in told.casefold(), topic
    for tool in ("3.10", "NumPy", "pandas", "scikit-learn", "PyTorch", "Jupyter", "Git", "MLflow", "Weights & Biases"):
        assert tool in tools, tool
    assert any(line.startswith("Not for") for line in curriculum.for_whom)
    assert all(phase.ready.signal and phase.ready.how_to_check for phase in curriculum.phases)
    assert "phase 2" in curriculum.phases[2].why
    assert "phase 3" in curriculum.phases[4].why
