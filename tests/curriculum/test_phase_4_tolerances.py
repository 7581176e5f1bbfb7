"""Weeks 23 to 28: a right solution passes the day's test: boxes, grids and discs, in NumPy and SciPy."""
# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs

import numpy as np
from scipy.ndimage import gaussian_filter

RNG = np.random.default_rng(23)


def iou(a, b):
    """IoU of two boxes given as corners."""
    wide, high = np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None)
    union = np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - wide * high
    return wide * high / union


def nms(boxes, scores, threshold):
    """The indices that suppression keeps, highest score first."""
    left, kept = list(np.argsort(-scores)), []
    while left:
        kept.append(left.pop(0))
        left = [i for i in left if iou(boxes[kept[-1]], boxes[i]) <= threshold]
    return kept


def average_precision(found, truth):
    """Area under the precision-recall curve at IoU 0.5; found holds (score, box), truth boxes of one image."""
    free, hits = list(truth), []
    for _, box in sorted(found, key=lambda each: -each[0]):
        overlaps = [iou(box, each) for each in free]
        hit = bool(overlaps) and max(overlaps) >= 0.5
        if hit:
            free.pop(int(np.argmax(overlaps)))
        hits.append(hit)
    right = np.cumsum(hits)
    precision = right / np.arange(1, len(hits) + 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    return float(sum(best[i] / len(truth) for i, hit in enumerate(hits) if hit))


def test_small_gradients_vanish_in_float16():
    """w23q5: a gradient of 1e-8 is zero in float16 and is saved by a scaled loss."""
    assert np.float16(1e-8) == 0
    assert abs(float(np.float16(1e-8 * 65536)) / 65536 - 1e-8) < 1e-11


def test_default_boxes_decode():
    """w26d2: offsets in float32 decode to within 1e-5 in coordinates from 0 to 1, and not in pixels."""
    worst = {}
    for scale in (1, 300):
        centre, size = (RNG.uniform(0.1, 0.6, size=(2000, 2)) * scale for _ in range(2))
        base, width = (RNG.uniform(0.1, 0.6, size=(2000, 2)) * scale for _ in range(2))
        centre, size, base, width = (each.astype(np.float32) for each in (centre, size, base, width))
        shift, stretch = (centre - base) / width, np.log(size / width)
        worst[scale] = max(np.abs(shift * width + base - centre).max(), np.abs(np.exp(stretch) * width - size).max())
    assert worst[1] < 1e-5 < worst[300]


def test_some_objects_need_their_best_box():
    """w26d2: at IoU 0.5 alone many objects match none of the boxes of an 8×8 and a 4×4 map."""
    boxes = []
    for cells, scale in ((8, 0.2), (4, 0.4)):
        for row, column, ratio in np.ndindex(cells, cells, 3):
            half = scale * np.array([2.0, 1.0, 0.5])[ratio] ** np.array([0.5, -0.5]) / 2
            centre = (np.array([column, row]) + 0.5) / cells
            boxes.append(np.concatenate([centre - half, centre + half]))
    unmatched = 0
    for _ in range(100):
        size = RNG.uniform(0.1, 0.6, size=2)
        corner = RNG.uniform(0, 1 - size)
        truth = np.concatenate([corner, corner + size])
        unmatched += max(iou(truth, box) for box in boxes) < 0.5
    assert 20 < unmatched < 90


def test_yolo_target_decodes():
    """w26d4: the tensor is 7×7×30 and gives its boxes back to 1e-4."""
    assert 2 * 5 + 20 == 30
    boxes = {}
    while len(boxes) < 6:
        x, y, w, h = RNG.uniform(0.05, 0.95, size=4)
        boxes[int(y * 7), int(x * 7)] = (x, y, w, h, int(RNG.integers(20)))
    target = np.zeros((7, 7, 30), dtype=np.float32)
    for (row, column), (x, y, w, h, kind) in boxes.items():
        target[row, column, :5] = target[row, column, 5:10] = (x * 7 - column, y * 7 - row, w, h, 1)
        target[row, column, 10 + kind] = 1
    seen = {tuple(int(n) for n in cell) for cell in np.argwhere(target[..., 4] == 1)}
    assert seen == set(boxes)
    for (row, column), (x, y, w, h, kind) in boxes.items():
        cell = target[row, column]
        back = ((cell[0] + column) / 7, (cell[1] + row) / 7, cell[2], cell[3])
        assert np.abs(np.subtract(back, (x, y, w, h))).max() < 1e-4
        assert int(cell[10:].argmax()) == kind


def test_six_images_of_boxes():
    """w26d5 and w26 checkpoint: 1/3 for the shifted square, 1.0 for perfect, 0 for empty; a true box suppressed."""
    square, shifted = np.array([0.0, 0, 2, 2]), np.array([1.0, 0, 3, 2])
    close = np.array([0.5, 0, 2.5, 2])
    far = np.array([8.0, 8, 9, 9])

    assert abs(iou(square, shifted) - 1 / 3) < 1e-12
    assert average_precision([(0.9, square), (0.8, far)], [square, far]) == 1.0
    assert average_precision([], [square]) == 0
    assert average_precision([(0.9, shifted)], [square]) == 0
    assert average_precision([(0.9, square)], [square, far]) == 0.5
    assert average_precision([(0.9, far), (0.8, square)], [square]) == 0.5
    assert nms(np.array([square, square]), np.array([0.9, 0.8]), 0.5) == [0]
    assert nms(np.array([square, close]), np.array([0.9, 0.8]), 0.5) == [0]
    assert nms(np.array([square, shifted]), np.array([0.9, 0.8]), 0.5) == [0, 1]


def discs(low, high):
    """A 64×64 image of normal noise with one to three brighter discs, and its mask."""
    image, mask = RNG.normal(size=(64, 64)), np.zeros((64, 64), dtype=bool)
    rows, columns = np.mgrid[:64, :64]
    for _ in range(RNG.integers(1, 4)):
        radius = RNG.uniform(5, 12)
        y, x = RNG.uniform(radius, 64 - radius, size=2)
        disc = (rows - y) ** 2 + (columns - x) ** 2 <= radius**2
        image[disc & ~mask] += RNG.uniform(low, high)
        mask |= disc
    return image, mask


def smoothed(low, high):
    """The best mean Dice on 100 images of any smoothing and threshold, with no network at all."""
    pairs = [discs(low, high) for _ in range(100)]
    best = 0.0
    for width in (0.7, 1.5, 2.5):
        images = [(gaussian_filter(image, width), mask) for image, mask in pairs]
        for cut in np.arange(0.3, 2.1, 0.2):
            scores = [2 * ((image > cut) & mask).sum() / ((image > cut).sum() + mask.sum()) for image, mask in images]
            best = max(best, float(np.mean(scores)))
    return best


def test_discs_can_be_marked():
    """w27 checkpoint: at 2 to 4 deviations smoothing alone passes Dice 0.9; with any brightness it does not."""
    assert smoothed(2, 4) > 0.95
    assert smoothed(0.1, 4) < 0.9
