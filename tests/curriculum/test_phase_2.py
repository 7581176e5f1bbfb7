"""Weeks 7 to 10: what their days and checkpoints promise holds when it is done."""

import numpy as np
import pytest
from sklearn.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_wine,
    make_moons,
)
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
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
