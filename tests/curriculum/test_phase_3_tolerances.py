"""Weeks 15 to 22: a right solution passes the day's test, at the settings that the day names, in NumPy alone."""
# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import numpy as np
import pytest

from tests.curriculum.loss import cross_entropy

RNG = np.random.default_rng(15)


def test_sums_products_powers_and_exp_are_enough():
    """w16d4: a scalar autograd with +, *, powers and exp gives the nine derivatives of day 1 to 1e-9."""

    class Value:
        def __init__(self, data, parents=()):
            self.data, self.parents, self.grad = data, parents, 0.0  # parents: (value, local slope)

        def __add__(self, other):
            return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

        def __mul__(self, other):
            return Value(self.data * other.data, ((self, other.data), (other, self.data)))

        def __pow__(self, k):
            return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

        def exp(self):
            e = np.exp(self.data)
            return Value(e, ((self, e),))

        def backward(self):
            order, seen = [], set()

            def visit(v):
                if id(v) not in seen:
                    seen.add(id(v))
                    for parent, _ in v.parents:
                        visit(parent)
                    order.append(v)

            visit(self)
            self.grad = 1.0
            for v in reversed(order):
                for parent, slope in v.parents:
                    parent.grad += slope * v.grad

    one, minus = Value(1.0), Value(-1.0)
    sigmoid = lambda v: (one + (minus * v).exp()) ** -1
    p, x, t = RNG.normal(size=9), np.array([0.3, -0.8]), 0.7
    q = [Value(float(a)) for a in p]
    h = [sigmoid(q[2 * i] * Value(x[0]) + q[2 * i + 1] * Value(x[1]) + q[4 + i]) for i in (0, 1)]
    ((sigmoid(q[6] * h[0] + q[7] * h[1] + q[8]) + Value(-t)) ** 2).backward()

    s = lambda z: 1 / (1 + np.exp(-z))
    w, b, v, c = p[:4].reshape(2, 2), p[4:6], p[6:8], p[8]
    hidden = s(w @ x + b)
    out = s(v @ hidden + c)
    up = 2 * (out - t) * out * (1 - out)
    inner = up * v * hidden * (1 - hidden)
    hand = np.r_[np.outer(inner, x).ravel(), inner, up * hidden, up]
    assert np.abs(np.array([a.grad for a in q]) - hand).max() < 1e-9

    twice = Value(3.0)
    (twice * twice + twice).backward()
    assert twice.grad == 7.0


@pytest.mark.parametrize("seed", [0, 1])
def test_tanh_network_learns_two_spirals_of_one_turn(seed):
    """w16 checkpoint: Linear, tanh, Linear passes 0.95 on two spirals of 100 points each."""
    rng = np.random.default_rng(seed)
    r = np.linspace(0.05, 1, 100)
    angles = [2 * np.pi * r + np.pi * k + rng.normal(0, 0.05, 100) for k in (0, 1)]
    x = 2 * np.vstack([np.column_stack([r * np.cos(a), r * np.sin(a)]) for a in angles])
    y = np.repeat([0, 1], 100)
    w, b = rng.normal(0, 1 / np.sqrt(2), (2, 32)), np.zeros(32)
    v, c = rng.normal(0, 1 / np.sqrt(32), (32, 2)), np.zeros(2)
    for _ in range(4000):
        h = np.tanh(x @ w + b)
        g = cross_entropy(h @ v + c, y)[1]
        back = g @ v.T * (1 - h * h)
        v, c = v - 0.5 * h.T @ g, c - 0.5 * g.sum(0)
        w, b = w - 0.5 * x.T @ back, b - 0.5 * back.sum(0)
    assert ((np.tanh(x @ w + b) @ v + c).argmax(1) == y).mean() > 0.95


def test_momentum_saves_three_quarters_of_the_steps():
    """w19d1: under a quarter once its factor is searched too; with the usual 0.9 momentum needs more than that."""
    curvature = np.array([1.0, 100])

    def steps(rate, momentum):
        x, v = np.ones(2), np.zeros(2)
        for k in range(1000):
            if np.abs(x).max() < 1e-6:
                return k
            v = momentum * v - rate * curvature * x
            x = x + v
            if np.abs(x).max() > 1e6:
                break
        return 1000

    best = {m: min(steps(rate, m) for rate in np.geomspace(0.001, 0.06, 80)) for m in (0, 0.7, 0.9)}
    assert best[0.7] < best[0] / 4 < best[0.9]


def test_adam_without_correction_starts_too_fast():
    """w19d2: for a steady gradient the first ten steps are three to seven times the learning rate."""
    m = s = 0.0
    steps = []
    for _ in range(10):
        m, s = 0.9 * m + 0.1, 0.999 * s + 0.001
        steps.append(m / np.sqrt(s))
    assert 3.1 < steps[0] < 3.2
    assert all(3 < step < 7 for step in steps)


def test_a_layer_of_100_ones_keeps_its_mean_at_every_rate():
    """w20d3 and w20q1: within 2% over 10,000 draws on 100 ones; on a single unit three runs in ten would fail."""
    for p in (0.2, 0.5, 0.8):
        assert abs(((RNG.uniform(size=(10_000, 100)) >= p) / (1 - p)).mean() - 1) < 0.02
    single = ((RNG.uniform(size=(300, 10_000)) >= 0.8) / 0.2).mean(1)
    assert (np.abs(single - 1) > 0.02).mean() > 0.15


def test_loops_and_unfold_agree():
    """w21d2: convolution by loops, and by unfolding and one matrix product, for three strides and paddings."""
    x, k = RNG.normal(size=(2, 3, 9, 9)), RNG.normal(size=(4, 3, 3, 3))
    for stride, padding in ((1, 0), (2, 1), (3, 2)):
        padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
        size = (9 + 2 * padding - 3) // stride + 1
        loops = np.zeros((2, 4, size, size))
        for n, o, i, j in np.ndindex(loops.shape):
            loops[n, o, i, j] = (padded[n, :, i * stride : i * stride + 3, j * stride : j * stride + 3] * k[o]).sum()
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (2, 3))[:, :, ::stride, ::stride]
        columns = windows.transpose(0, 2, 3, 1, 4, 5).reshape(2 * size * size, 27)
        product = (columns @ k.reshape(4, 27).T).reshape(2, size, size, 4).transpose(0, 3, 1, 2)
        assert np.abs(loops - product).max() < 1e-10


def first_and_last_gradient(shortcut, norm=False, depth=30, width=64, batch=64):
    """Gradient norms of the first and the last of 30 blocks f at the first step, with PyTorch's default weights."""
    rng = np.random.default_rng(0)
    bound = 1 / np.sqrt(width)
    h, kept, norms = rng.normal(size=(batch, width)), [], []
    for _ in range(depth):
        w, b = rng.uniform(-bound, bound, (width, width)), rng.uniform(-bound, bound, width)
        if norm:
            z = h @ w
            deviation = np.sqrt(z.var(0) + 1e-5)
            u = (z - z.mean(0)) / deviation
            kept.append((h, w, u, deviation))
            h = np.maximum(u, 0)
        else:
            kept.append((h, w))
            h = np.maximum(h, 0) @ w + b + (h if shortcut else 0)
    out = rng.uniform(-bound, bound, (width, 10))
    g = cross_entropy(h @ out, rng.integers(0, 10, batch))[1] @ out.T
    for entry in reversed(kept):
        if norm:
            h, w, u, deviation = entry
            g = g * (u > 0)
            g = (g - g.mean(0) - u * (g * u).mean(0)) / deviation
            norms.append(np.linalg.norm(h.T @ g))
            g = g @ w.T
        else:
            h, w = entry
            norms.append(np.linalg.norm(np.maximum(h, 0).T @ g))
            g = g @ w.T * (h > 0) + (g if shortcut else 0)
    return norms[-1], norms[0]


def test_the_shortcut_carries_the_gradient_to_the_first_block():
    """w21d4: default weights and no batch norm; dense blocks stand in for convolutions."""
    plain, _ = first_and_last_gradient(shortcut=False)
    residual, last = first_and_last_gradient(shortcut=True)
    assert plain < 1e-8
    assert 0.1 < residual / last < 10


def test_batch_norm_turns_the_picture_round():
    """w21d4: with batch norm the plain stack's gradient grows towards the first layer, so the day rules it out."""
    first, last = first_and_last_gradient(shortcut=False, norm=True)
    assert first > 10 * last


def test_the_receptive_field_of_the_small_cnn():
    """w21 checkpoint: one unit's gradient covers 8 by 8 pixels."""
    image = np.pad(RNG.normal(size=(3, 32, 32)), ((0, 0), (1, 1), (1, 1)))
    first, second = RNG.normal(size=(16, 3, 3, 3)), RNG.normal(size=(16, 3, 3))
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3), (1, 2))
    maps = np.einsum("chwij,ocij->ohw", windows, first)
    touched = np.zeros((34, 34), bool)
    for c, i, j in np.ndindex(16, 3, 3):
        y, x = 2 * (6 + i), 2 * (6 + j)
        dy, dx = np.unravel_index(maps[c, y : y + 2, x : x + 2].argmax(), (2, 2))
        touched[y + dy : y + dy + 3, x + dx : x + dx + 3] |= second[c, i, j] != 0
    rows, columns = np.flatnonzero(touched.any(1)), np.flatnonzero(touched.any(0))
    assert (rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1) == (8, 8)
