"""Weeks 11 to 14: what their days and checkpoints promise holds when it is done."""
# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import numpy as np
from sklearn.cluster import DBSCAN, KMeans
from sklearn.compose import make_column_transformer
from sklearn.datasets import (
    load_breast_cancer,
    load_digits,
    make_blobs,
    make_classification,
    make_moons,
)
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, precision_recall_fscore_support, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

RNG = np.random.default_rng(11)


def test_accuracy_hides_a_model_that_always_says_no():
    """w11d1: counts give scikit-learn's numbers to 1e-12, specificity included; always-no has accuracy near 0.97."""
    x, y = make_classification(4000, weights=[0.97], flip_y=0, random_state=0)
    said = LogisticRegression().fit(x[:2000], y[:2000]).predict(x[2000:])
    true = y[2000:]
    tp, fp = ((said == 1) & (true == 1)).sum(), ((said == 1) & (true == 0)).sum()
    fn = ((said == 0) & (true == 1)).sum()
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    f1 = 2 * precision * recall / (precision + recall)
    theirs = precision_recall_fscore_support(true, said, average="binary")[:3]
    assert np.abs(np.array([precision, recall, f1]) - theirs).max() < 1e-12
    specificity = 1 - fp / (true == 0).sum()
    assert abs(specificity - recall_score(true, said, pos_label=0)) < 1e-12
    assert abs((true == 0).mean() - 0.97) < 0.01


def area(y, scores):
    """Area under the ROC curve with one sort, ties together."""
    order = np.argsort(-scores, kind="stable")
    s, t = scores[order], y[order]
    ends = np.r_[np.flatnonzero(np.diff(s)), len(s) - 1]
    tpr = np.r_[0, np.cumsum(t)[ends] / t.sum()]
    fpr = np.r_[0, np.cumsum(1 - t)[ends] / (1 - t).sum()]
    assert (tpr[-1], fpr[-1]) == (1, 1)
    return (np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2).sum()


def test_three_ways_to_the_area_under_the_curve():
    """w11d2: by points, by the library and by pairs, to 1e-12 on 50 random sets with ties."""
    for _ in range(50):
        y = np.r_[0, 1, RNG.integers(0, 2, 60)]
        scores = RNG.integers(0, 12, 62).astype(float)
        up, down = scores[y == 1][:, None], scores[y == 0][None]
        pairs = ((up > down) + 0.5 * (up == down)).mean()
        assert abs(area(y, scores) - roc_auc_score(y, scores)) < 1e-12
        assert abs(pairs - roc_auc_score(y, scores)) < 1e-12


def test_importance_is_split_between_copies_and_given_to_noise():
    """w11d4: noise has impurity importance above zero; a copy hides permutation importance."""
    x, y = load_breast_cancer(return_X_y=True)
    a, b, c, d = train_test_split(x, y, random_state=0)
    alone = RandomForestClassifier(60, random_state=0).fit(a, c)
    strong = permutation_importance(alone, b, d, n_repeats=4, random_state=0).importances_mean
    best = alone.feature_importances_.argmax()
    wider = lambda t, seed: np.column_stack([t, np.random.default_rng(seed).normal(size=len(t)), t[:, best]])
    both = RandomForestClassifier(60, random_state=0).fit(wider(a, 0), c)
    assert both.feature_importances_[30] > 0
    assert both.feature_importances_[best] < alone.feature_importances_[best]
    after = permutation_importance(both, wider(b, 1), d, n_repeats=4, random_state=0).importances_mean
    assert after[best] <= max(strong[best], 0.0) + 0.01


def test_one_sort_finds_the_cheapest_threshold():
    """w11 checkpoint: equal to a slow loop, and no higher when a missed positive costs 20 times as much."""
    y = (RNG.uniform(size=1000) < 0.05).astype(int)
    scores = RNG.normal(size=1000) + 1.5 * y
    found = []
    for miss in (1, 20):
        order = np.argsort(-scores)
        s, t = scores[order], y[order]
        costs = np.r_[miss * t.sum(), miss * (t.sum() - np.cumsum(t)) + np.cumsum(1 - t)]
        i = costs.argmin()
        slow = min(
            ((scores >= h) & (y == 0)).sum() + miss * ((scores < h) & (y == 1)).sum() for h in np.r_[s, s.max() + 1]
        )
        assert costs[i] == slow
        found.append(s[i - 1] if i else s[0] + 1)
    assert found[1] <= found[0]


def kmeans(x, k, rng):
    """k-means with k-means++ starts; the inertia after each step."""
    centres = [x[rng.integers(len(x))]]
    while len(centres) < k:
        d = np.min([((x - c) ** 2).sum(1) for c in centres], axis=0)
        centres.append(x[rng.choice(len(x), p=d / d.sum())])
    centres, inertia = np.array(centres), []
    for _ in range(100):
        d = ((x[:, None] - centres[None]) ** 2).sum(2)
        label = d.argmin(1)
        inertia.append(d.min(1).sum())
        centres = np.array([x[label == j].mean(0) if (label == j).any() else centres[j] for j in range(k)])
    return inertia


def test_inertia_never_rises():
    """w12d1: in 50 runs, and the best of ten starts is at most 1% above the library's."""
    x, _ = make_blobs(400, centers=5, random_state=0)
    runs = [kmeans(x, 5, np.random.default_rng(s)) for s in range(50)]
    assert all((np.diff(run) <= 1e-9).all() for run in runs)
    assert min(run[-1] for run in runs[:10]) <= 1.01 * KMeans(5, n_init=10, random_state=0).fit(x).inertia_


def test_density_finds_the_moons_and_centres_do_not():
    """w12d3 and w12 checkpoint: DBSCAN separates two moons, k-means does not."""
    x, y = make_moons(300, noise=0.05, random_state=0)
    assert adjusted_rand_score(y, DBSCAN(eps=0.2, min_samples=5).fit_predict(x)) > 0.99
    assert adjusted_rand_score(y, KMeans(2, n_init=10, random_state=0).fit_predict(x)) < 0.8


def test_pca_comes_out_of_an_svd():
    """w12d5: the ten leading ratios to 1e-8; the error falls from 5 to 15 to 30 components."""
    x, _ = load_digits(return_X_y=True)
    centred = x - x.mean(0)
    _, s, vt = np.linalg.svd(centred, full_matrices=False)
    assert np.abs((s**2 / (s**2).sum())[:10] - PCA(10).fit(x).explained_variance_ratio_).max() < 1e-8
    errors = [np.linalg.norm(centred - centred @ vt[:k].T @ vt[:k]) for k in (5, 15, 30)]
    assert errors[0] > errors[1] > errors[2]


def test_a_pipeline_takes_a_gap_and_a_new_category():
    """w13d2 and w13 checkpoint: a prediction without an error, and an unseen category is all zeros."""
    import pandas as pd

    table = pd.DataFrame({"size": [1.0, 2, np.nan, 4, 5, 6], "kind": ["a", "b", "a", "b", "a", "b"]})
    encoder = OneHotEncoder(handle_unknown="ignore")
    prepare = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), ["size"]), (encoder, ["kind"])
    )
    pipeline = make_pipeline(prepare, LogisticRegression()).fit(table, [0, 0, 0, 1, 1, 1])
    odd = pd.DataFrame({"size": [np.nan], "kind": ["never seen"]})
    assert pipeline.predict_proba(odd).shape == (1, 2)
    assert pipeline[:-1].transform(odd)[0, 1:].tolist() == [0, 0]
