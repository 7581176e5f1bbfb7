"""Weeks 4 to 6: what their days and checkpoints promise holds when it is done."""
# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import numpy as np
import pandas as pd

RNG = np.random.default_rng(7)


def test_averages_narrow_with_the_root_of_n():
    """w04d2: log-log slope −0.52 to −0.48, coverage 90 to 94% at n = 30 and nearer to 95% at 100."""
    spread, coverage = {}, {}
    for n in (1, 2, 5, 10, 30, 100):
        samples = np.random.default_rng(n).exponential(size=(10_000, n))
        means = samples.mean(1)
        spread[n] = means.std()
        if n >= 5:
            half = 1.96 * samples.std(1, ddof=1) / np.sqrt(n)
            coverage[n] = (np.abs(means - 1) <= half).mean()
    slope = np.polyfit(np.log(list(spread)), np.log(list(spread.values())), 1)[0]
    assert -0.52 < slope < -0.48
    assert 0.90 < coverage[30] < 0.94
    assert coverage[30] < coverage[100] < 0.96
    assert coverage[5] < coverage[30]


def test_bayes_for_a_medical_test():
    """w04d3: about 15% after one positive test, about 77% after two."""
    posterior = lambda prior: prior * 0.9 / (prior * 0.9 + (1 - prior) * 0.05)
    ill = RNG.uniform(size=1_000_000) < 0.01
    positive = RNG.uniform(size=1_000_000) < np.where(ill, 0.9, 0.05)
    assert abs(posterior(0.01) - 0.154) < 0.001
    assert abs(ill[positive].mean() - posterior(0.01)) < 0.01
    assert abs(posterior(posterior(0.01)) - 0.766) < 0.005


def test_three_heads_in_three_tosses():
    """w05d3: the peak on the grid from 0 to 1 is the formula's; MAP 0.8 where MLE says 1, and near it at n = 300."""
    p = np.linspace(0, 1, 1001)
    for k, n in ((3, 3), (21, 30), (210, 300)):
        for a in (1, 2, 50):
            posterior = p ** (k + a - 1) * (1 - p) ** (n - k + a - 1)
            assert abs(p[posterior.argmax()] - (k + a - 1) / (n + 2 * a - 2)) < 0.001
    assert (3 + 2 - 1) / (3 + 4 - 2) == 0.8
    assert abs(211 / 302 - 0.7) < 0.002


def test_smaller_types_take_less_than_half():
    """w05d4: chunked and full means to 1e-9 (of the mean), memory below half with category and small types."""
    n = 500_000
    table = pd.DataFrame(
        {
            "customer": RNG.integers(0, 50_000, n),
            "country": RNG.choice(["Austria", "Brazil", "Canada", "Denmark"], n),
            "amount": RNG.uniform(1, 500, n).round(2),
            "day": RNG.integers(1, 366, n),
        }
    )
    small = table.astype({"customer": "int32", "country": "category", "amount": "float32", "day": "int16"})
    assert small.memory_usage(deep=True).sum() < table.memory_usage(deep=True).sum() / 2
    parts = [table[i : i + 20_000].groupby("country")["amount"].agg(["sum", "count"]) for i in range(0, n, 20_000)]
    total = sum(parts[1:], parts[0])
    full = table.groupby("country")["amount"].mean()
    assert ((total["sum"] / total["count"] - full).abs() < 1e-9).all()


def test_the_shortcut_for_a_variance_is_nonsense_far_from_zero():
    """w05 checkpoint: triples combine to a relative 1e-6; mean(x²) − mean(x)² fails at 1e9."""
    x = RNG.normal(1e9, 1, 1_000_000)
    count, mean, squares = 0, 0.0, 0.0
    for part in np.split(x, 10):
        n, m, s = len(part), part.mean(), ((part - part.mean()) ** 2).sum()
        delta = m - mean
        squares += s + delta**2 * count * n / (count + n)
        mean += delta * n / (count + n)
        count += n
    assert abs(squares / count / x.var() - 1) < 1e-6
    assert abs((x**2).mean() - x.mean() ** 2 - 1) > 0.5


def test_the_loss_of_three_points():
    """w06d1: 1/3 for slope and intercept 1; the lowest of all is at 1.5 and 1/3, on the grid at 1.5 and 0.3."""
    x, y = np.array([1.0, 2, 3]), np.array([2.0, 3, 5])
    assert abs(((x + 1 - y) ** 2).mean() - 1 / 3) < 1e-12
    assert np.allclose(np.polyfit(x, y, 1), [1.5, 1 / 3])
    slopes, intercepts = np.linspace(0, 3, 31), np.linspace(-1, 2, 31)
    loss = ((slopes[:, None, None] * x + intercepts[None, :, None] - y) ** 2).mean(-1)
    i, j = np.unravel_index(loss.argmin(), loss.shape)
    assert np.allclose([slopes[i], intercepts[j]], [1.5, 0.3])


def test_descent_reaches_the_exact_weights():
    """w06d3: within 1e-6 of lstsq, and one of four steps diverges."""
    features = RNG.normal(size=(200, 3))
    features = (features - features.mean(0)) / features.std(0)
    x = np.column_stack([np.ones(200), features])
    y = x @ [1, 2, -3, 0.5] + RNG.normal(0, 0.1, 200)
    gradient = lambda w: 2 / 200 * x.T @ (x @ w - y)
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    ends = {}
    for step in (0.01, 0.1, 0.5, 1.5):
        w = np.zeros(4)
        for _ in range(3000):
            w = w - step * gradient(w)
            if not np.isfinite(w).all() or np.abs(w).max() > 1e12:
                break
        ends[step] = np.abs(w - best).max()
    assert min(ends.values()) < 1e-6
    assert not ends[1.5] < 1e6
