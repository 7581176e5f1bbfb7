"""Weeks 15 to 22: what can be checked without PyTorch, in NumPy alone."""

import numpy as np
import pytest
from scipy.special import erf
from sklearn.datasets import load_digits, make_blobs
from sklearn.model_selection import train_test_split

from tests.curriculum.loss import cross_entropy

RNG = np.random.default_rng(15)


def test_the_perceptron_ends_on_blobs_and_never_on_xor():
    """w15d1: mistakes reach zero and stay there; XOR has a mistake in each of 1,000 passes."""
    x, y = make_blobs(100, centers=[[-3, -3], [3, 3]], random_state=0)
    mistakes = {}
    for name, points, labels, passes in (
        ("blobs", x, 2 * y - 1, 20),
        ("xor", np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([-1, 1, 1, -1]), 1000),
    ):
        w, counts = np.zeros(3), []
        for _ in range(passes):
            wrong = 0
            for p, t in zip(np.column_stack([np.ones(len(points)), points]), labels, strict=True):
                if t * (w @ p) <= 0:
                    w, wrong = w + t * p, wrong + 1
            counts.append(wrong)
        mistakes[name] = counts
    assert mistakes["blobs"][-10:] == [0] * 10
    assert min(mistakes["xor"]) >= 1


def test_two_step_units_compute_xor():
    """w15d2: "at least one" and "both" place the points so that one line separates them."""
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    hidden = np.column_stack([x.sum(1) >= 1, x.sum(1) >= 2]).astype(int)
    assert (hidden @ [1, -2] > 0.5).tolist() == [False, True, True, False]


def test_five_slopes_agree_with_differences():
    """w15d3: sigmoid, tanh, ReLU, leaky ReLU and GELU to 1e-6 at 100 points away from kinks; ten curves in all."""
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    phi = lambda x: np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    cdf = lambda x: 0.5 * (1 + erf(x / np.sqrt(2)))
    pairs = [
        (sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x))),
        (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
        (lambda x: np.maximum(x, 0), lambda x: (x > 0) * 1.0),
        (lambda x: np.where(x > 0, x, 0.01 * x), lambda x: np.where(x > 0, 1, 0.01)),
        (lambda x: x * cdf(x), lambda x: cdf(x) + x * phi(x)),
    ]
    x = RNG.uniform(-4, 4, 100)
    x = x[np.abs(x) > 1e-3]
    for f, slope in pairs:
        assert np.abs((f(x + 1e-5) - f(x - 1e-5)) / 2e-5 - slope(x)).max() < 1e-6


def test_extreme_logits_stay_finite():
    """w15d4: the loss for logits of 1,000 is finite; rows of probabilities sum to 1."""
    z = np.array([[1000.0, 0, -1000], [1000, 1000, 1000]])
    loss, gradient = cross_entropy(z, np.array([1, 2]))
    assert np.isfinite(loss)
    assert np.abs(gradient.sum(1)).max() < 1e-12


def test_only_one_starting_scale_keeps_the_signal():
    """w15d5: √(2/n) stays within a factor of 3 over 20 layers; two others vanish, and 0.2 explodes."""
    ends = {}
    for name, deviation in (("0.01", 0.01), ("one", 1 / 16), ("two", np.sqrt(2 / 256)), ("0.2", 0.2)):
        worst = 0.0
        for seed in range(5):
            rng = np.random.default_rng(seed)
            h = rng.normal(size=(1000, 256))
            start, spreads = None, []
            for _ in range(20):
                h = np.maximum(h @ rng.normal(0, deviation, (256, 256)), 0)
                start = start or h.std()
                spreads.append(h.std() / start)
            worst = max(worst, *(max(s, 1 / s) for s in spreads))
        ends[name] = worst
    assert ends["two"] < 3
    assert ends["one"] > 100
    assert ends["0.01"] > 1e6
    assert ends["0.2"] > 1e5


def test_eight_hand_set_units_know_a_square():
    """w15 checkpoint: a 2-8-1 ReLU network tells at least 90% of the points."""
    x = RNG.uniform(-2, 2, (1000, 2))
    beyond = sum(np.maximum(s * x[:, j] - 1, 0) * 50 for j in (0, 1) for s in (1, -1))
    assert ((2 - beyond > 0) == (np.abs(x).max(1) <= 1)).mean() > 0.9


def test_nine_derivatives_of_a_small_network():
    """w16d1: 2-2-1 with sigmoids has nine parameters, each to a relative 1e-6."""
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    x, t = np.array([0.3, -0.8]), 0.7

    def loss(p):
        w, b, v, c = p[:4].reshape(2, 2), p[4:6], p[6:8], p[8]
        return (sigmoid(v @ sigmoid(w @ x + b) + c) - t) ** 2

    p = RNG.normal(size=9)
    w, b, v, c = p[:4].reshape(2, 2), p[4:6], p[6:8], p[8]
    h = sigmoid(w @ x + b)
    o = sigmoid(v @ h + c)
    up = 2 * (o - t) * o * (1 - o)
    inner = up * v * h * (1 - h)
    hand = np.r_[np.outer(inner, x).ravel(), inner, up * h, up]
    near = np.array([(loss(p + s) - loss(p - s)) / 2e-5 for s in np.eye(9) * 1e-5])
    assert (np.abs(hand - near) / np.maximum(np.abs(near), 1e-8)).max() < 1e-5
    assert np.abs(hand - near).max() < 1e-9


@pytest.mark.parametrize("batch", [1, 7])
def test_backward_through_layers(batch):
    """w16d2: a 5-4-3 ReLU network, all relative errors below 1e-6 for batches of 1 and of 7."""
    x, y = RNG.normal(size=(batch, 5)), RNG.integers(0, 3, batch)
    shapes = [(5, 4), (4,), (4, 3), (3,)]
    p = [RNG.normal(size=s) for s in shapes]

    def loss(p):
        return cross_entropy(np.maximum(x @ p[0] + p[1], 0) @ p[2] + p[3], y)[0]

    z = x @ p[0] + p[1]
    h = np.maximum(z, 0)
    g = cross_entropy(h @ p[2] + p[3], y)[1]
    back = g @ p[2].T * (z > 0)
    for k, gradient in enumerate((x.T @ back, back.sum(0), h.T @ g, g.sum(0))):
        near = np.zeros(shapes[k])
        for i in np.ndindex(shapes[k]):
            up, down = [q.copy() for q in p], [q.copy() for q in p]
            up[k][i] += 1e-5
            down[k][i] -= 1e-5
            near[i] = (loss(up) - loss(down)) / 2e-5
        assert np.abs(gradient - near).max() / max(np.abs(near).max(), 1e-8) < 1e-6


def test_plain_numpy_passes_95_percent():
    """w16d3 and w18's reference: a 64-32-10 network on held-out digits."""
    x, y = load_digits(return_X_y=True)
    a, b, c, d = train_test_split(x / 16, y, test_size=0.25, random_state=0)
    rng = np.random.default_rng(0)
    w, v = rng.normal(0, np.sqrt(2 / 64), (64, 32)), rng.normal(0, np.sqrt(2 / 32), (32, 10))
    s, t = np.zeros(32), np.zeros(10)
    for _ in range(60):
        for rows in np.array_split(rng.permutation(len(a)), len(a) // 32):
            z = a[rows] @ w + s
            h = np.maximum(z, 0)
            g = cross_entropy(h @ v + t, c[rows])[1]
            back = g @ v.T * (z > 0)
            v, t = v - 0.3 * h.T @ g, t - 0.3 * g.sum(0)
            w, s = w - 0.3 * a[rows].T @ back, s - 0.3 * back.sum(0)
    assert ((np.maximum(b @ w + s, 0) @ v + t).argmax(1) == d).mean() > 0.95


def test_rosenbrock_by_momentum_and_adam():
    """w19 checkpoint: within 0.05 of (1, 1) in at most 20,000 steps from (−1.5, 2)."""
    gradient = lambda p: np.array([-2 * (1 - p[0]) - 400 * p[0] * (p[1] - p[0] ** 2), 200 * (p[1] - p[0] ** 2)])
    near = {"momentum": [], "adam": []}
    for rate in (1e-4, 3e-4, 1e-3, 1e-2, 1e-1):
        p, v = np.array([-1.5, 2.0]), np.zeros(2)
        for _ in range(20_000):
            v = 0.9 * v - rate * gradient(p)
            p = p + v
            if np.abs(p).max() > 1e3:
                break
        near["momentum"].append(np.abs(p - 1).max())
        p, m, s = np.array([-1.5, 2.0]), np.zeros(2), np.zeros(2)
        for k in range(1, 20_001):
            g = gradient(p)
            m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
            p = p - rate * m / (1 - 0.9**k) / (np.sqrt(s / (1 - 0.999**k)) + 1e-8)
        near["adam"].append(np.abs(p - 1).max())
    assert min(near["momentum"]) < 0.05
    assert min(near["adam"]) < 0.05
    assert sum(d < 0.05 for d in near["adam"]) > sum(d < 0.05 for d in near["momentum"])


def test_decay_and_penalty_part_under_adam():
    """w20d2: equal SGD steps to 1e-10, different Adam steps."""
    w, g, rate, decay = RNG.normal(size=5), RNG.normal(size=5) * [1, 10, 100, 0.1, 1], 0.1, 0.01
    assert np.abs((w - rate * (g + decay * w)) - (w * (1 - rate * decay) - rate * g)).max() < 1e-10
    first = lambda g: g / (np.abs(g) + 1e-8)  # Adam's first step, bias corrected
    assert np.abs((w - rate * first(g + decay * w)) - (w * (1 - rate * decay) - rate * first(g))).max() > 1e-5
