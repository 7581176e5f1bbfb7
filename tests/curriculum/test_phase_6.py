"""Weeks 37 to 46: bounds, noise, rewards and drift, in NumPy alone."""

import numpy as np

RNG = np.random.default_rng(37)


def test_jumping_and_stepping_agree():
    """w39d1 and w39q1: mean and variance within three standard errors of the difference; the variance stays 1."""
    beta = np.linspace(1e-4, 0.02, 300)
    start = RNG.choice([-1.0, 1.0], 10_000) * 0.6 + RNG.normal(0, 0.8, 10_000)
    stepped = start.copy()
    for b in beta:
        stepped = np.sqrt(1 - b) * stepped + np.sqrt(b) * RNG.normal(size=10_000)
    keep = np.prod(1 - beta)
    jumped = np.sqrt(keep) * start + np.sqrt(1 - keep) * RNG.normal(size=10_000)
    error = np.sqrt(2 * jumped.var() / 10_000)
    assert abs(stepped.mean() - jumped.mean()) < 3 * error
    assert abs(stepped.var() - jumped.var()) < 3 * error * 1.5
    assert abs(jumped.var() - 1) < 0.05


def test_guidance_of_one_is_the_plain_prediction():
    """w39q2: unconditional + 1·(conditional − unconditional)."""
    plain, given = RNG.normal(size=(2, 4))
    assert np.abs(plain + 1.0 * (given - plain) - given).max() < 1e-12


def grid_world():
    """4×4 cells, four moves, a chance of 0.2 to slip sideways, reward 1 for reaching the last cell."""
    moves = [(-1, 0), (0, 1), (1, 0), (0, -1)]
    chance, reward = np.zeros((4, 16, 16)), np.zeros((4, 16))
    for cell in range(15):
        for action in range(4):
            for turn, p in ((0, 0.8), (1, 0.1), (3, 0.1)):
                dr, dc = moves[(action + turn) % 4]
                r, c = min(max(cell // 4 + dr, 0), 3), min(max(cell % 4 + dc, 0), 3)
                chance[action, cell, 4 * r + c] += p
                reward[action, cell] += p * (4 * r + c == 15)
    return chance, reward


def test_value_iteration_is_a_contraction():
    """w40d1: the largest change shrinks at least by the discount; w40d2: policy iteration ends with its values."""
    chance, reward = grid_world()
    gamma, v, changes = 0.9, np.zeros(16), []
    for _ in range(400):
        new = (reward + gamma * chance @ v).max(0)
        changes.append(np.abs(new - v).max())
        v = new
    ratios = [b / a for a, b in zip(changes, changes[1:], strict=False) if b > 1e-8]
    assert max(ratios) <= gamma + 1e-6
    for seed in range(10):
        policy = np.random.default_rng(seed).integers(0, 4, 16)
        for improvements in range(1, 12):
            rows = np.arange(16)
            value = np.linalg.solve(np.eye(16) - gamma * chance[policy, rows], reward[policy, rows])
            better = (reward + gamma * chance @ value).argmax(0)
            gain = (reward + gamma * chance @ value).max(0) - value
            if gain.max() < 1e-10:
                break
            policy = better
        assert np.abs(value - v).max() < 1e-8
        assert improvements <= 10


def test_the_corridor_by_a_solve():
    """w40 checkpoint: the solve satisfies Bellman's equation to 1e-12 and is the chance to end at the right."""
    right, left = np.eye(5, k=1), np.eye(5, k=-1)  # seven cells with the two ends
    chance, reward = 0.8 * right + 0.2 * left, np.array([0, 0, 0, 0, 0.8])
    v = np.linalg.solve(np.eye(5) - chance, reward)
    assert np.abs(v - reward - chance @ v).max() < 1e-12
    assert np.abs(v - (1 - 0.25 ** np.arange(1, 6)) / (1 - 0.25**6)).max() < 1e-12


def test_a_baseline_is_quieter_and_not_wrong():
    """w41d1 and w41 checkpoint: means within four standard errors for every baseline, variances apart."""
    theta, pay = RNG.normal(size=5), np.array([1.0, 2, 3, 4, 5])
    p = np.exp(theta) / np.exp(theta).sum()
    exact = p * (pay - p @ pay)
    actions = RNG.choice(5, 10_000, p=p)
    scores = np.eye(5)[actions] - p
    variance = {}
    for baseline in (0, 1, 10, p @ pay):
        estimates = scores * (pay[actions] - baseline)[:, None]
        error = estimates.std(0) / 100
        assert (np.abs(estimates.mean(0) - exact) < 4 * error + 1e-12).all()
        variance[baseline] = estimates.var(0).sum()
    assert variance[p @ pay] < variance[0]
    assert variance[10] > variance[0] or variance[10] > variance[1]


def test_reinforce_finds_the_best_arm():
    """w41 checkpoint: more than 0.9 on the best of five arms."""
    rng, theta, mean = np.random.default_rng(0), np.zeros(5), 0.0
    pay = np.array([0.1, 0.3, 0.5, 0.7, 1.5])
    for step in range(1, 4001):
        p = np.exp(theta - theta.max())
        p /= p.sum()
        a = rng.choice(5, p=p)
        r = pay[a] + rng.normal(0, 0.3)
        theta = theta + 0.1 * (r - mean) * (np.eye(5)[a] - p)
        mean += (r - mean) / step
    assert p.argmax() == 4
    assert p[4] > 0.9


def test_the_clipped_objective_is_flat_beyond_its_limit():
    """w41q2: advantage positive, ratio 1.5, ε 0.2."""
    objective = lambda r: min(r * 2.0, np.clip(r, 0.8, 1.2) * 2.0)
    assert objective(1.5) == objective(1.51) == 2.4


def test_averaged_clients_learn_almost_as_well():
    """w44 checkpoint: shuffled, within 0.02 of training together; a single row shows in its update."""
    sigmoid = lambda z: 1 / (1 + np.exp(-z))
    x = RNG.normal(size=(2000, 5))
    y = (sigmoid(x @ [1, -2, 0.5, 1, 0]) > RNG.uniform(size=2000)) * 1.0
    test_x = RNG.normal(size=(5000, 5))
    test_y = (sigmoid(test_x @ [1, -2, 0.5, 1, 0]) > RNG.uniform(size=5000)) * 1.0
    gradient = lambda w, a, b: a.T @ (sigmoid(a @ w) - b) / len(a)

    def federated(parts):
        w = np.zeros(5)
        for _ in range(50):
            ends = []
            for rows in parts:
                own = w.copy()
                for _ in range(3):
                    own -= 0.5 * gradient(own, x[rows], y[rows])
                ends.append(own)
            w = np.average(ends, axis=0, weights=[len(p) for p in parts])
        return ((test_x @ w > 0) == test_y).mean()

    together = federated([np.arange(2000)])
    assert abs(federated(np.array_split(RNG.permutation(2000), 10)) - together) < 0.02
    update = -gradient(np.zeros(5), x[:1], y[:1])
    assert abs(abs(update @ x[0]) / np.linalg.norm(update) / np.linalg.norm(x[0]) - 1) < 1e-12
