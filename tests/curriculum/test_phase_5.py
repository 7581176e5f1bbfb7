"""Weeks 29 to 36: tokens, vectors and attention, in NumPy and scikit-learn."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

RNG = np.random.default_rng(29)
WORDS = np.array(["apple", "boat", "cloud", "door", "engine", "forest", "garden", "harbour", "island", "jar"])


def test_tfidf_by_its_formula():
    """w29d3: to 1e-10 with smoothed idf and L2 length; rows have length 1."""
    texts = [" ".join(RNG.choice(WORDS, RNG.integers(3, 30))) for _ in range(500)]
    vectorizer = TfidfVectorizer()
    theirs = vectorizer.fit_transform(texts).toarray()
    index = vectorizer.vocabulary_
    counts = np.zeros((500, len(index)))
    for row, text in enumerate(texts):
        for word in text.split():
            counts[row, index[word]] += 1
    idf = np.log((1 + 500) / (1 + (counts > 0).sum(0))) + 1
    ours = counts * idf
    ours /= np.linalg.norm(ours, axis=1, keepdims=True)
    assert np.abs(ours - theirs).max() < 1e-10
    assert np.abs(np.linalg.norm(theirs, axis=1) - 1).max() < 1e-12


def test_byte_pairs_write_any_text():
    """w29d2 and w29q3: encode and decode give back every byte, umlauts and emoji included."""
    text = "the sea, the ship, the shore; there they then thought of other things " * 20
    tokens, merges = list(text.encode()), {}
    for new in range(256, 286):
        pairs = {}
        for pair in zip(tokens, tokens[1:], strict=False):
            pairs[pair] = pairs.get(pair, 0) + 1
        best = max(pairs, key=pairs.get)
        merges[best] = new
        tokens = merged(tokens, best, new)
    unseen = "Über den Wolken 🚀 müssen the things…"
    coded = list(unseen.encode())
    for pair, new in merges.items():
        coded = merged(coded, pair, new)
    words = {i: bytes([i]) for i in range(256)}
    for (left, right), new in merges.items():
        words[new] = words[left] + words[right]
    assert b"".join(words[t] for t in coded).decode() == unseen
    assert len(coded) < len(unseen.encode())


def merged(tokens, pair, new):
    """Every occurrence of the pair, from the left, becomes the new token."""
    out, i = [], 0
    while i < len(tokens):
        if tuple(tokens[i : i + 2]) == pair:
            out.append(new)
            i += 2
        else:
            out.append(tokens[i])
            i += 1
    return out


def test_the_gradient_of_a_skip_gram_pair():
    """w30d2: one pair with negatives, derived and by differences to 1e-6."""
    sigmoid = lambda z: 1 / (1 + np.exp(-z))
    word, context, negatives = RNG.normal(size=5), RNG.normal(size=5), RNG.normal(size=(4, 5))
    loss = lambda w: -np.log(sigmoid(context @ w)) - np.log(sigmoid(-negatives @ w)).sum()
    derived = (sigmoid(context @ word) - 1) * context + sigmoid(negatives @ word) @ negatives
    near = np.array([(loss(word + s) - loss(word - s)) / 2e-6 for s in np.eye(5) * 1e-6])
    assert np.abs(near - derived).max() < 1e-6


def test_three_topics_find_themselves():
    """w30 checkpoint: the nearest neighbour of at least 22 of 24 words is from its own topic."""
    rng = np.random.default_rng(0)
    sigmoid = lambda z: 1 / (1 + np.exp(-z))
    words, contexts = rng.normal(0, 0.1, (2, 24, 10))
    topics = rng.integers(0, 3, 2000)
    sentences = topics[:, None] * 8 + rng.integers(0, 8, (2000, 5))
    pairs = np.array([(s[i], s[j]) for s in sentences for i in range(5) for j in range(5) if i != j])
    for _ in range(3):
        rng.shuffle(pairs)
        for batch in np.array_split(pairs, len(pairs) // 40):
            w, c = batch.T
            negatives = rng.integers(0, 24, (len(w), 4))
            v = words[w]
            up = (sigmoid((v * contexts[c]).sum(1)) - 1)[:, None]
            down = sigmoid((v[:, None] * contexts[negatives]).sum(2))[..., None]
            step = up * contexts[c] + (down * contexts[negatives]).sum(1)
            np.add.at(contexts, c, -0.05 * up * v)
            np.add.at(contexts, negatives, -0.05 * down * v[:, None])
            np.add.at(words, w, -0.05 * step)
    unit = words / np.linalg.norm(words, axis=1, keepdims=True)
    near = unit @ unit.T - 2 * np.eye(24)
    assert (near.argmax(1) // 8 == np.arange(24) // 8).sum() >= 22


def test_gradients_follow_the_spectral_radius():
    """w31d2: the linear gradient's norm follows the radius over 100 steps."""
    a = RNG.normal(size=(20, 20))
    a /= np.abs(np.linalg.eigvals(a)).max()
    for radius in (0.5, 1.0, 1.5):
        norms = [np.linalg.norm(np.linalg.matrix_power(radius * a, t), 2) for t in (60, 100)]
        assert abs((norms[1] / norms[0]) ** (1 / 40) / radius - 1) < 0.05


def test_a_half_open_gate_forgets():
    """w31d3: about 0.1% is left of a state after ten steps of 0.5; w31d4: guessing 1 has an error of 0.167."""
    assert abs(0.5**10 - 0.001) < 0.0001
    total = RNG.uniform(size=(1_000_000, 2)).sum(1)
    assert abs(((total - 1) ** 2).mean() - 1 / 6) < 0.001


def test_undivided_scores_saturate():
    """w32d1 and w32q1: the variance of a dot product is d; without the division the largest weight nears 1."""
    largest = {}
    for d in (4, 64, 1024):
        q, k = RNG.normal(size=(200, d)), RNG.normal(size=(50, d))
        scores = q @ k.T
        assert abs(scores.var() / d - 1) < 0.3
        for divided in (False, True):
            z = scores / np.sqrt(d) if divided else scores
            p = np.exp(z - z.max(1, keepdims=True))
            p /= p.sum(1, keepdims=True)
            assert np.abs(p.sum(1) - 1).max() < 1e-12
            largest[d, divided] = p.max(1).mean()
    assert largest[1024, False] > 0.9
    assert abs(largest[1024, True] - largest[4, True]) < 0.1


def test_attention_without_positions_only_permutes():
    """w32d4 and w32q4: permuted in, permuted out, but not with positions."""
    x = RNG.normal(size=(7, 8))
    a, b, c = RNG.normal(size=(3, 8, 8))

    def attend(x):
        z = (x @ a) @ (x @ b).T / np.sqrt(8)
        p = np.exp(z - z.max(1, keepdims=True))
        return p / p.sum(1, keepdims=True) @ (x @ c)

    order = RNG.permutation(7)
    assert np.abs(attend(x[order]) - attend(x)[order]).max() < 1e-6
    angle = np.arange(50)[:, None] / 10_000 ** (np.arange(16) / 16)
    table = np.hstack([np.sin(angle), np.cos(angle)])
    assert (
        np.abs(attend((x + table[:7, :8])[order]) - attend(x + table[:7, :8])[order]).max() < 1e-6
    )  # they travel along
    assert np.abs(attend(x[order] + table[:7, :8]) - attend(x + table[:7, :8])[order]).max() > 1e-3


def test_adapters_are_small():
    """w35d5: rank 8 on GPT-2's attention maps (768 to 2,304, and 768 to 768) stays below 1% of 124 million."""
    assert 12 * 8 * ((768 + 2304) + (768 + 768)) / 124_439_808 < 0.01
