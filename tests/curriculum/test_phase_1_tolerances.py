"""Weeks 1 to 6: a right solution passes the day's test whatever its random numbers, and not only by luck."""
# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import numpy as np
import pandas as pd
import pytest

RNG = np.random.default_rng(7)


def table_of_200(seed, weights, noise):
    """200 rows with an intercept and three features, their noisy targets, and the least-squares weights."""
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(200), rng.normal(size=(200, 3))])
    y = x @ weights + rng.normal(0, noise, 200)
    return rng, x, y, np.linalg.lstsq(x, y, rcond=None)[0]


def test_power_iteration_that_stops_when_settled_is_exact_enough():
    """w02d2: stopping when a step moves v by less than 1e-8 still gives all five pairs to 1e-6."""
    for _ in range(50):
        q, _ = np.linalg.qr(RNG.normal(size=(5, 5)))
        rest = q @ np.diag([5.0, 4, 3, 2, 1]) @ q.T
        values, vectors = np.linalg.eigh(rest)
        for k in range(5):
            v, moved = RNG.normal(size=5), 1.0
            v /= np.linalg.norm(v)
            while moved > 1e-8:
                new = rest @ v / np.linalg.norm(rest @ v)
                moved, v = np.linalg.norm(new - v), new
            value, true = v @ rest @ v, vectors[:, ::-1][:, k]
            assert abs(value - values[::-1][k]) < 1e-6
            assert np.abs(v * np.sign(v @ true) - true).max() < 1e-6
            rest = rest - value * np.outer(v, v)


def test_both_losses_have_their_lowest_cell_next_to_polyfit():
    """w05d2: squared errors and negative log-likelihood share the lowest cell, within a cell of np.polyfit."""
    slopes, intercepts = np.linspace(1, 3, 81), np.linspace(0, 2, 81)
    a, b = np.meshgrid(slopes, intercepts, indexing="ij")
    for seed in range(50):
        rng = np.random.default_rng(seed)
        x = rng.uniform(-1, 1, 500)
        y = 2 * x + 1 + rng.normal(0, 0.5, 500)
        squares = (y @ y) - 2 * a * (x @ y) - 2 * b * y.sum() + a**2 * (x @ x) + 2 * a * b * x.sum() + 500 * b**2
        likelihood = squares / (2 * 0.25) + 500 * np.log(0.5 * np.sqrt(2 * np.pi))
        assert squares.argmin() == likelihood.argmin()
        i, j = np.unravel_index(squares.argmin(), squares.shape)
        slope, intercept = np.polyfit(x, y, 1)
        assert abs(slopes[i] - slope) <= 0.025
        assert abs(intercepts[j] - intercept) <= 0.025


def test_a_loop_over_rows_equals_merge_and_groupby():
    """w05d5: both versions agree to 1e-8 for each customer; a duplicated key changes the number of rows."""
    sales = pd.DataFrame({"customer": RNG.integers(0, 500, 2000), "amount": RNG.uniform(1, 500, 2000).round(2)})
    sales["country"] = RNG.choice(["AT", "BR"], 2000)
    discount = dict(enumerate(RNG.uniform(0, 0.3, 500).tolist()))
    table = pd.DataFrame({"customer": list(discount), "discount": list(discount.values())})
    looped = {}
    for _, row in sales.iterrows():
        looped[row.customer] = looped.get(row.customer, 0) + row.amount * (1 - discount[row.customer])
    merged = sales.merge(table, on="customer", how="left")
    assert len(merged) == len(sales)
    whole = (merged.amount * (1 - merged.discount)).groupby(merged.customer).sum()
    assert all(abs(whole[c] - total) < 1e-8 for c, total in looped.items())
    twice = pd.concat([table, table[table.customer == sales.customer[0]]])
    assert len(sales.merge(twice, on="customer", how="left")) > len(sales)


def test_the_shortcut_is_never_near_one():
    """w05 checkpoint: doubles near 1e18 lie 128 apart, so the shortcut gives a multiple of 128 for any draw."""
    assert np.spacing(1e18) == 128
    for seed in range(5):
        x = np.random.default_rng(seed).normal(1e9, 1, 100_000)
        assert ((x**2).mean() - x.mean() ** 2) % 128 == 0


def test_the_gradient_by_the_length_of_the_difference():
    """w06d2: length of the difference over length of the gradient stays below 1e-6 for any seed."""
    for seed in range(50):
        rng, x, y, _ = table_of_200(seed, [1, 2, -3, 0.5], 0.5)
        for w in rng.normal(size=(20, 4)):
            exact = 2 / 200 * x.T @ (x @ w - y)
            loss = lambda v: ((x @ v - y) ** 2).mean()  # noqa: B023
            near = np.array([(loss(w + s) - loss(w - s)) / 2e-6 for s in np.eye(4) * 1e-6])
            assert np.linalg.norm(exact - near) / np.linalg.norm(exact) < 1e-6


@pytest.mark.parametrize("weights", [[1, 2, -3, 0.5], [100, -50, 20, 10]])
def test_a_shrinking_step_settles_whatever_the_weights(weights):
    """w06 checkpoint: 0.1/(1 + pass/5) ends at least five times closer to the least-squares weights."""
    for seed in range(4):
        rng, x, y, best = table_of_200(seed, weights, 0.5)
        ends = []
        for shrinking in (False, True):
            w, late = np.zeros(4), []
            for passed in range(200):
                step = 0.1 / (1 + passed / 5) if shrinking else 0.1
                for rows in np.split(rng.permutation(200), range(32, 200, 32)):
                    w = w - step * 2 / len(rows) * x[rows].T @ (x[rows] @ w - y[rows])
                late += [np.linalg.norm(w - best)] if passed >= 180 else []
            ends.append(np.mean(late))
        assert ends[0] / ends[1] > 5
