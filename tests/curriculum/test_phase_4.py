"""Weeks 23 to 28: counts, overlaps and scores, in NumPy alone."""

import numpy as np

RNG = np.random.default_rng(23)
VGG16 = (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0)
VGG11 = (64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0)


def convolutions(widths, side):
    """(parameters with biases, multiply-adds) of each 3×3 convolution; a 0 halves the side."""
    rows, channels = [], 3
    for width in widths:
        if width == 0:
            side //= 2
            continue
        rows.append((9 * channels * width + width, 9 * channels * width * side * side))
        channels = width
    return rows


def test_lenet_has_61706_parameters():
    """w23d1: with full connections in the third layer and a plain 10-way output."""
    assert (25 + 1) * 6 + (6 * 25 + 1) * 16 + (16 * 25 + 1) * 120 + 121 * 84 + 85 * 10 == 61_706


def test_where_vgg_keeps_its_weights():
    """w23d4: 138,357,544 in all, 74% in one layer, a six-way tie."""
    rows = convolutions(VGG16, 224)
    dense = [25088 * 4096 + 4096, 4096 * 4096 + 4096, 4096 * 1000 + 1000]
    total = sum(p for p, _ in rows) + sum(dense)
    assert total == 138_357_544
    assert abs(dense[0] / total - 0.74) < 0.005
    work = [m for _, m in rows]
    assert sum(m == max(work) for m in work) == 6
    assert max(work) > 25088 * 4096


def test_vgg_11_on_small_images():
    """w23 checkpoint: the convolutions hold 9,220,480 parameters."""
    assert sum(p for p, _ in convolutions(VGG11, 32)) == 9_220_480


def test_thrifty_blocks():
    """w24d4 and w24 checkpoint: 1.92, and 1,179,648 against 69,632 weights."""
    assert abs(1.2 * 1.1**2 * 1.15**2 - 1.92) < 0.005
    assert 2 * 9 * 256 * 256 == 1_179_648
    assert 256 * 64 + 9 * 64 * 64 + 64 * 256 == 69_632


def test_dice_follows_from_iou():
    """w27d1: Dice = 2·IoU/(1+IoU) to 1e-12 on 1,000 random masks; an empty one reaches 98% accuracy."""
    for _ in range(1000):
        a, b = RNG.uniform(size=(2, 12, 12)) < RNG.uniform(0.1, 0.9)
        a[0, 0] = True
        iou = (a & b).sum() / (a | b).sum()
        assert abs(2 * (a & b).sum() / (a.sum() + b.sum()) - 2 * iou / (1 + iou)) < 1e-12
    truth = np.zeros((10, 10), dtype=bool)
    truth[0, :2] = True
    assert (~truth).mean() == 0.98
