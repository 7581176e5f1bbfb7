"""Weeks 7 to 14: what their days and checkpoints promise holds when it is done."""

import numpy as np
import pytest
from sklearn.cluster import DBSCAN, KMeans
from sklearn.compose import make_column_transformer
from sklearn.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_digits,
    load_wine,
    make_blobs,
    make_classification,
    make_moons,
)
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.inspection import permutation_importance
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.metrics import adjusted_rand_score, precision_recall_fscore_support, recall_score, roc_auc_score
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

RNG = np.random.default_rng(11)


def sigmoid(z):
    """One over one plus e to the −z."""
    return 1 / (1 + np.exp(-z))


def test_only_lasso_lands_on_zero():
    """w07d2: over 30 log-spaced penalties Lasso drops all features, and only s3 comes back once; Ridge drops none."""
    x, y = load_diabetes(return_X_y=True)
    x = StandardScaler().fit_transform(x)
    penalties = np.logspace(-3, 3, 30)
    lasso = np.array([Lasso(p).fit(x, y).coef_ for p in penalties])
    ridge = np.array([Ridge(p).fit(x, y).coef_ for p in penalties])
    assert (lasso[-1] == 0).all()
    assert (lasso[0] != 0).all()
    assert (ridge != 0).all()
    back = (np.diff((lasso != 0).astype(int), axis=0) > 0).any(0)
    assert [name for name, again in zip(load_diabetes().feature_names, back, strict=True) if again] == ["s3"]


def test_logistic_regression_by_hand_meets_the_library():
    """w07d3: gradient to a relative 1e-6, coefficients to 3 decimals with tol=1e-8; w07q1: C is one over penalty."""
    x, y = load_breast_cancer(return_X_y=True)
    x = StandardScaler().fit_transform(x)
    x1 = np.column_stack([np.ones(len(x)), x])
    held = np.r_[0, np.ones(30)]

    def loss(w):
        z = x1 @ w
        return (np.logaddexp(0, z) - y * z).sum() + 0.5 * (held * w) @ w

    def gradient(w):
        return x1.T @ (sigmoid(x1 @ w) - y) + held * w

    w = RNG.normal(size=31) * 0.1
    near = np.array([(loss(w + h) - loss(w - h)) / 2e-5 for h in np.eye(31) * 1e-5])
    assert np.abs(near - gradient(w)).max() / np.abs(near).max() < 1e-6
    w = np.zeros(31)
    for _ in range(25):  # Newton, so that the test is quick; descent ends at the same place
        p = sigmoid(x1 @ w)
        w = w - np.linalg.solve(x1.T * (p * (1 - p)) @ x1 + np.diag(held), gradient(w))
    away = lambda model: np.abs(w[1:] - model.fit(x, y).coef_[0]).max()
    assert away(LogisticRegression(tol=1e-8)) < 5e-4 < away(LogisticRegression())


def test_a_larger_penalty_shortens_the_weights():
    """w07 checkpoint: penalty 10 against 0.01."""
    x, y = load_breast_cancer(return_X_y=True)
    x = StandardScaler().fit_transform(x[:, :2])
    lengths = [np.linalg.norm(LogisticRegression(C=1 / p).fit(x, y).coef_) for p in (0.01, 10)]
    assert lengths[1] < lengths[0]


def test_a_leak_makes_coin_flips_look_learned():
    """w08d4: above 0.75 chosen outside the folds, 0.3 to 0.7 inside, in each of ten runs."""
    outside, inside = [], []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        x, y = rng.normal(size=(100, 5000)), rng.integers(0, 2, 100)

        def best(rows, x=x, y=y):
            return np.argsort(-np.abs((x[rows] - x[rows].mean(0)).T @ (y[rows] - y[rows].mean())))[:20]

        chosen = best(np.arange(100))
        outside.append(cross_val_score(LogisticRegression(), x[:, chosen], y, cv=5).mean())
        scores = []
        for train, test in KFold(5, shuffle=True, random_state=0).split(x):
            c = best(train)
            scores.append(LogisticRegression().fit(x[train][:, c], y[train]).score(x[test][:, c], y[test]))
        inside.append(np.mean(scores))
    assert min(outside) > 0.75
    assert min(inside) > 0.3
    assert max(inside) < 0.7


def test_patients_are_recognised_by_a_random_split():
    """w08d5: shuffled KFold clearly above GroupKFold, unshuffled a split by patient; stratified folds to a row."""
    patient = np.repeat(np.arange(20), 30)
    assert not any(set(patient[train]) & set(patient[test]) for train, test in KFold(5).split(patient))
    x = RNG.normal(size=(20, 5))[patient] + RNG.normal(0, 0.5, (600, 5))
    y = RNG.integers(0, 2, 20)[patient]
    model = KNeighborsClassifier(5)
    mixed = cross_val_score(model, x, y, cv=KFold(5, shuffle=True, random_state=0)).mean()
    apart = cross_val_score(model, x, y, groups=patient, cv=GroupKFold(5)).mean()
    assert mixed - apart > 0.2
    rare = np.r_[np.ones(10), np.zeros(190)]
    assert all(abs(rare[test].sum() - 2) <= 1 for _, test in StratifiedKFold(5).split(rare, rare))


def test_columns_chosen_before_the_folds_score_higher():
    """w08 checkpoint: over 20 seeds, the best five of 50 columns."""
    gaps = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(200, 50))
        y = (x[:, 0] + x[:, 1] + rng.normal(0, 2, 200) > 0).astype(int)

        def best(rows, x=x, y=y):
            return np.argsort(-np.abs((x[rows] - x[rows].mean(0)).T @ (y[rows] - y[rows].mean())))[:5]

        before, within = [], []
        for train, test in KFold(5, shuffle=True, random_state=seed).split(x):
            for c, scores in ((best(np.arange(200)), before), (best(train), within)):
                scores.append(LogisticRegression().fit(x[train][:, c], y[train]).score(x[test][:, c], y[test]))
        gaps.append(np.mean(before) - np.mean(within))
    assert np.mean(gaps) > 0


def impurity(y, kind):
    """Gini or entropy (base 2) of 0/1 labels."""
    p = np.bincount(y, minlength=2) / len(y)
    return 1 - (p**2).sum() if kind == "gini" else -sum(q * np.log2(q) for q in p if q > 0)


@pytest.mark.parametrize("kind", ["gini", "entropy"])
def test_the_best_cut_is_the_librarys(kind):
    """w09d1: the feature, and the drop to 1e-9; the threshold only to 1e-6, as the tree keeps features in float32."""
    x, y = load_breast_cancer(return_X_y=True)
    best = (-1.0, 0, 0.0)
    for j in range(x.shape[1]):
        order = np.argsort(x[:, j], kind="stable")
        v, t = x[order, j], y[order]
        for i in np.flatnonzero(np.diff(v)) + 1:
            drop = impurity(y, kind) - (i * impurity(t[:i], kind) + (len(t) - i) * impurity(t[i:], kind)) / len(t)
            if drop > best[0]:
                best = (drop, j, (v[i - 1] + v[i]) / 2)
    for seed in range(5):
        tree = DecisionTreeClassifier(criterion=kind, max_depth=1, random_state=seed).fit(x, y).tree_
        sides = [tree.children_left[0], tree.children_right[0]]
        drop = tree.impurity[0] - sum(tree.n_node_samples[s] / len(y) * tree.impurity[s] for s in sides)
        assert abs(best[0] - drop) < 1e-9
        assert best[1] == tree.feature[0]
        assert 1e-9 < abs(best[2] - tree.threshold[0]) < 1e-6


def test_a_bootstrap_sample_leaves_a_third_out():
    """w09q5: about 37% of the rows are not drawn."""
    left = [1 - len(set(row)) / 1000 for row in RNG.integers(0, 1000, (200, 1000)).tolist()]
    assert abs(np.mean(left) - 0.368) < 0.005


def boost(x, y, rounds, rate):
    """Stumps on residuals, for one feature; the training error after each round and the predictions."""
    order = np.argsort(x)
    xs, f, errors = x[order], np.full(len(x), y.mean()), []
    for _ in range(rounds):
        r = (y - f)[order]
        left = np.cumsum(r)[:-1]
        n = np.arange(1, len(r))
        gain = left**2 / n + (r.sum() - left) ** 2 / (len(r) - n)
        i = gain.argmax()
        low, high = left[i] / n[i], (r.sum() - left[i]) / (len(r) - n[i])
        f = f + rate * np.where(x <= (xs[i] + xs[i + 1]) / 2, low, high)
        errors.append(((y - f) ** 2).mean())
    return errors, f


def test_boosted_stumps_follow_a_sine():
    """w09 checkpoint and w09d4: the training error never rises, and 200 rounds follow the curve."""
    x = RNG.uniform(0, 2 * np.pi, 200)
    y = np.sin(x) + RNG.normal(0, 0.2, 200)
    errors, f = boost(x, y, 200, 0.1)
    assert (np.diff(errors) <= 1e-12).all()
    assert ((f - np.sin(x)) ** 2).mean() < 0.02


def test_distance_stops_meaning_much():
    """w10d2: the ratio of nearest to farthest goes from below 0.1 to above 0.7; scaling lifts the wine accuracy."""
    ratios = {}
    for d in (2, 10, 100, 1000):
        points = RNG.uniform(size=(1000, d))
        distances = [np.linalg.norm(points - p, axis=1) for p in points[:50]]
        ratios[d] = np.mean([np.sort(row)[1] / row.max() for row in distances])
    assert ratios[2] < 0.1
    assert ratios[1000] > 0.7
    x, y = load_wine(return_X_y=True)
    bare = cross_val_score(KNeighborsClassifier(), x, y).mean()
    assert cross_val_score(make_pipeline(StandardScaler(), KNeighborsClassifier()), x, y).mean() > bare + 0.1


def test_a_kernel_matrix_stands_in_for_the_kernel():
    """w10d5: equal predictions, no eigenvalue below −1e-8, and a similarity that has one below −0.01."""
    x, y = make_moons(200, noise=0.2, random_state=1)
    rbf = lambda a, b: np.exp(-(((a[:, None] - b[None]) ** 2).sum(2)))
    k = rbf(x, x)
    given = SVC(kernel="precomputed").fit(k, y).predict(rbf(x, x))
    assert (given == SVC(gamma=1).fit(x, y).predict(x)).all()
    assert np.linalg.eigvalsh(k).min() > -1e-8
    far = 1 - np.minimum(np.sqrt(((x[:, None] - x[None]) ** 2).sum(2)), 1) ** 3
    assert np.linalg.eigvalsh(far).min() < -0.01


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
