"""Weeks 1 to 3: what their days and checkpoints promise holds when it is done."""

import numpy as np
import pytest

RNG = np.random.default_rng(7)


def numerical_gradient(f, x, h=1e-6):
    """Central differences, one input after the other."""
    x = np.asarray(x, dtype=float)
    steps = np.eye(x.size) * h
    return np.array([(f(x + s.reshape(x.shape)) - f(x - s.reshape(x.shape))) / (2 * h) for s in steps]).reshape(x.shape)


def test_products_norms_and_cosines_by_loops_equal_numpy():
    """w01d1: 100 random pairs of length 50 agree to 1e-12."""
    for a, b in RNG.normal(size=(100, 2, 50)):
        dot = sum(x * y for x, y in zip(a, b, strict=True))
        norms = [sum(x * x for x in v) ** 0.5 for v in (a, b)]
        assert abs(dot - a @ b) < 1e-12
        assert abs(norms[0] - np.linalg.norm(a)) < 1e-12
        assert abs(dot / (norms[0] * norms[1]) - a @ b / np.linalg.norm(a) / np.linalg.norm(b)) < 1e-12


def test_what_a_projection_leaves_is_at_right_angles():
    """w01d2: leftovers below 1e-12, Q @ Q.T within 1e-10 of the identity."""
    for _ in range(100):
        a, b = RNG.normal(size=(2, 2))
        assert abs((a - (a @ b) / (b @ b) * b) @ b) < 1e-12
        rows = []
        for v in RNG.normal(size=(4, 6)):
            for q in rows:
                v = v - (v @ q) * q
            rows.append(v / np.linalg.norm(v))
        q = np.array(rows)
        assert np.abs(q @ q.T - np.eye(4)).max() < 1e-10


def test_four_readings_of_a_product_agree():
    """w01d3: loops, dot products, columns and outer products agree with @ to 1e-9."""
    for _ in range(20):
        a, b = RNG.normal(size=(7, 5)), RNG.normal(size=(5, 9))
        loops = np.zeros((7, 9))
        for i in range(7):
            for j in range(9):
                for k in range(5):
                    loops[i, j] += a[i, k] * b[k, j]
        dots = np.array([[row @ column for column in b.T] for row in a])
        columns = np.column_stack([sum(b[k, j] * a[:, k] for k in range(5)) for j in range(9)])
        outer = sum(np.outer(a[:, k], b[k]) for k in range(5))
        assert all(np.abs(c - a @ b).max() < 1e-9 for c in (loops, dots, columns, outer))


def test_distances_without_loops_equal_a_double_loop():
    """w01d4: squared distances of 200×8 and 150×8 match to 1e-9; standardised columns to 1e-10."""
    a, b = RNG.normal(size=(200, 8)), RNG.normal(size=(150, 8))
    fast = (a**2).sum(1)[:, None] + (b**2).sum(1)[None, :] - 2 * a @ b.T
    slow = np.array([[((x - y) ** 2).sum() for y in b] for x in a])
    z = (a - a.mean(0)) / a.std(0)
    assert np.abs(fast - slow).max() < 1e-9
    assert np.abs(z.mean(0)).max() < 1e-10
    assert np.abs(z.std(0) - 1).max() < 1e-10


def eliminate(a, b, *, swap=True, check=True):
    """Gaussian elimination; ValueError where a pivot is below 1e-12."""
    m = np.column_stack([a, b]).astype(float)
    n = len(m)
    for k in range(n):
        if swap:
            best = k + np.abs(m[k:, k]).argmax()
            m[[k, best]] = m[[best, k]]
        if check and abs(m[k, k]) < 1e-12:
            raise ValueError("no pivot")
        for i in range(k + 1, n):
            m[i] -= m[i, k] / m[k, k] * m[k]
    x = np.zeros(n)
    for k in reversed(range(n)):
        x[k] = (m[k, -1] - m[k, k + 1 : n] @ x[k + 1 :]) / m[k, k]
    return x


def test_elimination_needs_its_swap():
    """w01d5: 100 systems to 1e-8, two equal rows rejected; [0, 1] for [1, 1] only with swap and check both off."""
    for _ in range(100):
        a, b = RNG.normal(size=(6, 6)), RNG.normal(size=6)
        assert np.abs(eliminate(a, b) - np.linalg.solve(a, b)).max() < 1e-8
    twice = RNG.normal(size=(6, 6))
    twice[3] = twice[1]
    tiny, right = [[1e-20, 1], [1, 1]], [1, 2]
    with pytest.raises(ValueError, match="no pivot"):
        eliminate(twice, np.ones(6))
    with pytest.raises(ValueError, match="no pivot"):
        eliminate(tiny, right, swap=False)
    assert eliminate(tiny, right, swap=False, check=False).tolist() == [0, 1]
    assert np.allclose(eliminate(tiny, right), [1, 1])


def test_the_hidden_copy_is_the_most_similar():
    """w01 checkpoint: a doubled copy has cosine 1 to 1e-12 and comes first."""
    x, q = RNG.normal(size=(1000, 20)), RNG.normal(size=20)
    x[417] = 2 * q
    cosines = x @ q / np.linalg.norm(x, axis=1) / np.linalg.norm(q)
    assert cosines.argmax() == 417
    assert abs(cosines[417] - 1) < 1e-12


def test_kept_directions_lie_where_the_angle_touches_zero():
    """w02d1: eigenvectors within 0.1 degrees of the sweep; one line for the shear, none for the rotation."""
    angles = np.deg2rad(np.arange(0, 180, 0.1))
    turn = np.deg2rad(30)
    kinds = {
        "symmetric": [[2, 1], [1, 2]],
        "shear": [[1, 1], [0, 1]],
        "reflection": [[1, 0], [0, -1]],
        "triangular": [[2, 1], [0, 1]],
        "rotation": [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]],
    }
    for kind, rows in kinds.items():
        a = np.array(rows, dtype=float)
        values, vectors = np.linalg.eig(a)
        real = [v.real for w, v in zip(values, vectors.T, strict=True) if abs(w.imag) < 1e-12]
        v = np.array([np.cos(angles), np.sin(angles)])
        w = a @ v
        gap = np.abs(np.rad2deg(np.arcsin(np.clip((v[0] * w[1] - v[1] * w[0]) / np.linalg.norm(w, axis=0), -1, 1))))
        for each in real:
            at = np.rad2deg(np.arctan2(each[1], each[0])) % 180
            near = np.abs((np.rad2deg(angles) - at + 90) % 180 - 90) <= 0.1
            assert gap[near].min() < 0.2, kind
        if kind == "rotation":
            assert not real
            assert gap.min() > 20
        if kind == "shear":
            assert abs(abs(real[0] @ real[1]) - 1) < 1e-6  # both name the same line


def test_an_svd_from_eigh_rebuilds_the_matrix():
    """w02d3: within 1e-8 of A on 100 random 5×3 matrices."""
    for _ in range(100):
        a = RNG.normal(size=(5, 3))
        values, v = np.linalg.eigh(a.T @ a)
        s, v = np.sqrt(values[::-1]), v[:, ::-1]
        assert np.abs((a @ v / s) @ np.diag(s) @ v.T - a).max() < 1e-8


def test_the_error_of_a_rank_is_told_by_what_was_dropped():
    """w02d4: measured and predicted error agree to a relative 1e-6 at ranks 1 to 100."""
    a = RNG.uniform(size=(160, 120))
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    for rank in range(1, 101):
        measured = np.linalg.norm(a - u[:, :rank] * s[:rank] @ vt[:rank])
        assert abs(measured / np.sqrt((s[rank:] ** 2).sum()) - 1) < 1e-6


def test_least_squares_by_svd_shares_between_equal_columns():
    """w02d5: agrees with lstsq to 1e-8 also when the last column copies the first, which get equal weights."""
    for copied in (False, True):
        for _ in range(50):
            a, b = RNG.normal(size=(8, 3)), RNG.normal(size=8)
            if copied:
                a = np.column_stack([a, a[:, 0]])
            u, s, vt = np.linalg.svd(a, full_matrices=False)
            keep = s > 1e-10 * s[0]
            x = vt[keep].T @ ((u.T @ b)[keep] / s[keep])
            assert np.abs(x - np.linalg.lstsq(a, b, rcond=None)[0]).max() < 1e-8
            assert not copied or abs(x[0] - x[-1]) < 1e-8


def test_the_greatest_spread_lies_near_the_chosen_angle():
    """w02 checkpoint: covariance and SVD agree, within about 10 degrees of 30, eigenvalue = s²/(n−1)."""
    turn = np.deg2rad(30)
    for seed in range(50):
        rng = np.random.default_rng(seed)
        points = rng.normal(size=(200, 2)) * [3, 1] @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]] + 4
        centred = points - points.mean(0)
        values, vectors = np.linalg.eigh(np.cov(centred.T))
        _, s, vt = np.linalg.svd(centred, full_matrices=False)
        assert 1 - abs(vectors[:, 1] @ vt[0]) < 1e-8
        assert np.abs(values[::-1] - s**2 / 199).max() < 1e-8
        assert abs((np.rad2deg(np.arctan2(*vt[0][::-1])) - 30 + 90) % 180 - 90) < 10


def test_differences_have_their_best_step_where_the_day_says():
    """w03d1: forward best near 1e-8; central best near 1e-5 with an error around 1e-11."""
    h = 10.0 ** np.arange(-1, -16, -1)
    forward = np.abs((np.sin(1 + h) - np.sin(1)) / h - np.cos(1))
    central = np.abs((np.sin(1 + h) - np.sin(1 - h)) / (2 * h) - np.cos(1))
    assert 1e-9 <= h[forward.argmin()] <= 1e-7
    assert 1e-6 <= h[central.argmin()] <= 1e-4
    assert 1e-13 < central.min() < 1e-9


def test_eight_derivatives_by_hand_agree():
    """w03d2: eight pairs to 1e-6 at 20 points."""
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    pairs = [
        (lambda x: x**3 * np.exp(x), lambda x: (x**3 + 3 * x**2) * np.exp(x)),
        (lambda x: np.log(1 + x**2), lambda x: 2 * x / (1 + x**2)),
        (lambda x: np.sqrt(1 + x**2), lambda x: x / np.sqrt(1 + x**2)),
        (sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x))),
        (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
        (lambda x: np.sin(x**2), lambda x: 2 * x * np.cos(x**2)),
        (lambda x: 1 / (1 + x**2), lambda x: -2 * x / (1 + x**2) ** 2),
        (lambda x: np.log(1 + np.exp(x)), sigmoid),
    ]
    x = RNG.uniform(-2, 2, 20)
    for f, slope in pairs:
        assert np.abs((f(x + 1e-6) - f(x - 1e-6)) / 2e-6 - slope(x)).max() < 1e-6


def test_the_steepest_direction_is_the_gradient():
    """w03d3: formula and differences to 1e-6, the steepest of 360 directions within 1 degree."""
    f = lambda p: p[0] ** 2 + 3 * p[0] * p[1] + 5 * p[1] ** 2
    for p in RNG.normal(size=(20, 2)):
        gradient = np.array([2 * p[0] + 3 * p[1], 3 * p[0] + 10 * p[1]])
        assert np.abs(numerical_gradient(f, p) - gradient).max() < 1e-6
        degrees = np.arange(360)
        slopes = [gradient @ [np.cos(t), np.sin(t)] for t in np.deg2rad(degrees)]
        apart = degrees[np.argmax(slopes)] - np.rad2deg(np.arctan2(gradient[1], gradient[0]))
        assert abs((apart + 180) % 360 - 180) <= 1


def test_the_largest_step_is_two_over_kappa():
    """w03d5: the loss after 1,000 steps gives limits within 1% of 2, 0.2 and 0.02; the narrow bowl takes longest."""
    needed = []
    for kappa in (1.0, 10.0, 100.0):
        curvature = np.array([1, kappa])

        def losses(step, count, curvature=curvature):
            x, found = np.ones(2), []
            for _ in range(count):
                found.append(curvature @ x**2 / 2)
                x = x - step * curvature * x
            return [*found, curvature @ x**2 / 2]

        steps = np.linspace(0.9, 1.1, 81) * 2 / kappa
        limit = max(s for s in steps if (path := losses(s, 1000))[-1] < path[0])
        assert abs(limit / (2 / kappa) - 1) < 0.01
        needed.append(int(np.argmax(np.array(losses(2 / (1 + kappa), 1000)) < 1e-6)))
    assert 0 < needed[0] < needed[1] < needed[2]


def test_a_small_step_lowers_the_loss_as_predicted():
    """w03 checkpoint: three gradients to 1e-6, a step of 1e-4 predicts the fall to 1%."""
    x, y, w = RNG.normal(size=(20, 4)), RNG.normal(size=20), RNG.normal(size=4)
    loss = lambda v: ((x @ v - y) ** 2).mean()
    matrix = 2 / 20 * x.T @ (x @ w - y)
    sums = np.array([sum(2 * (x[i] @ w - y[i]) * x[i, j] for i in range(20)) / 20 for j in range(4)])
    assert np.abs(matrix - sums).max() < 1e-6
    assert np.abs(matrix - numerical_gradient(loss, w)).max() < 1e-6
    fall = loss(w) - loss(w - 1e-4 * matrix)
    assert abs(fall / (1e-4 * matrix @ matrix) - 1) < 0.01
