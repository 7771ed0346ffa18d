"""Images by their boxes. ``case.extra["detections"]`` holds a mapping an image, or None."""

from __future__ import annotations

from math import log

import numpy as np
from tests.conformance.definition import Case, pool, scores

IMAGES = {"cases": ("images", "scores_alone")}
WITH_CLASSES = {"cases": ("images",)}


def _view(rng, boxes, classes):
    corners = rng.integers(0, 20, (boxes, 2))
    return {
        "boxes": np.hstack([corners, corners + rng.integers(1, 20, (boxes, 2))]).astype(float),
        "scores": np.round(rng.random(boxes), 2),
        "probabilities": rng.dirichlet(np.ones(classes), boxes),
    }


def _case(name, seed, keys):
    rng = np.random.default_rng(seed)
    images = []
    for i in range(18):
        boxes = int(rng.integers(5))
        image = _view(rng, boxes, 3) | {"views": [_view(rng, int(rng.integers(4)), 3) for _ in range(2)]}
        image["mask"] = rng.random((6, 5)) ** 3 if i % 3 else rng.dirichlet(np.ones(3), (6, 5)).transpose(2, 0, 1)
        images.append({key: image[key] for key in keys} if boxes or i % 2 else None)
    rows = np.array([1, 8])
    labels = np.full(18, None, dtype=object)
    labels[rows] = 0, 1
    p, c = rng.dirichlet(np.ones(3), 18), rng.dirichlet(np.ones(3), (3, 18))
    return Case(name, p, rng.normal(size=(18, 3)), c, labels, rows, 5, {"detections": images})


@pool("images")
def images() -> Case:
    """Zero to four boxes an image, with class probabilities and two augmented views."""
    return _case("images", 0, ("boxes", "scores", "probabilities", "views"))


@pool("scores_alone")
def scores_alone() -> Case:
    """Boxes without classes."""
    return _case("scores_alone", 1, ("scores",))


@pool("masks")
def masks() -> Case:
    """A mask an image, of one object or of three classes."""
    case = _case("masks", 2, ("scores", "mask"))
    case.extra["detections"] = [one or {"scores": [], "mask": np.zeros((3, 3))} for one in case.extra["detections"]]
    return case


def found(case, i, floor=0.0):
    """The boxes of image i that reach the floor, as (score, probabilities, corners)."""
    image = case.extra["detections"][i]
    if image is None:
        return []
    k = len(image["scores"])
    p, corners = image.get("probabilities", [None] * k), image.get("boxes", [None] * k)
    return [(image["scores"][j], p[j], corners[j]) for j in range(k) if image["scores"][j] >= floor]


def by_image(case, score, floor=0.0, first=False):
    """``score`` of the boxes of each image; without boxes it comes last, or before the highest."""
    values = [score(found(case, i, floor)) if found(case, i, floor) else None for i in case.unlabelled]
    highest = max((value for value in values if value is not None), default=0.0)
    return [(highest + 1 if first else -1.0) if value is None else value for value in values]


@scores("min_box_confidence", **IMAGES)
def least_sure_box(case):
    return by_image(case, lambda boxes: 1 - min(s for s, _, _ in boxes))


@scores("min_box_confidence", parameters={"floor": 0.4, "empty": "first"}, variant="empty first", **IMAGES)
def least_sure_box_above_a_floor(case):
    return by_image(case, lambda boxes: 1 - min(s for s, _, _ in boxes), 0.4, first=True)


@scores("objectness_least_confidence", **IMAGES)
def mean_score(case):
    return by_image(case, lambda boxes: 1 - sum(s for s, _, _ in boxes) / len(boxes))


def distribution(box):
    score, p, _ = box
    return [score, 1 - score] if p is None else list(p)


def box_entropy(box):
    return -sum(q * log(q) for q in distribution(box) if q > 0)


def box_margin(box):
    first, second = sorted(distribution(box))[:-3:-1]
    return 1 - (first - second)


def box_least_confidence(box):
    return 1 - max(distribution(box))


@scores("box_uncertainty", **IMAGES)
def mean_least_confidence(case):
    return by_image(case, lambda boxes: sum(map(box_least_confidence, boxes)) / len(boxes))


@scores("box_uncertainty", parameters={"measure": "entropy", "reduce": "sum"}, variant="sum of entropies", **IMAGES)
def sum_of_entropies(case):
    return by_image(case, lambda boxes: sum(map(box_entropy, boxes)))


@scores("box_uncertainty", parameters={"measure": "margin", "reduce": "max"}, variant="highest margin", **IMAGES)
def highest_margin(case):
    return by_image(case, lambda boxes: max(map(box_margin, boxes)))


def kind(box):
    return 0 if box[1] is None else int(np.argmax(box[1]))


@scores("object_frequency", **IMAGES)
def objects(case):
    def score(boxes):
        kinds = [kind(box) for box in boxes]
        return sum(1 + 0.25 * (kinds.count(each) - 1) for each in set(kinds))

    return by_image(case, score)


@scores("class_balanced_boxes", **WITH_CLASSES)
def rare_classes_count_more(case):
    everywhere = [kind(box) for i in case.unlabelled for box in found(case, i)]
    weight = {each: len(everywhere) / (len(set(everywhere)) * everywhere.count(each)) for each in set(everywhere)}
    return by_image(case, lambda boxes: sum(weight[kind(box)] * box_least_confidence(box) for box in boxes))


def overlap(a, b):
    width = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - width * height
    return width * height / both if both else 0.0


@scores("box_stability", **WITH_CLASSES)
def instability(case):
    """Kao et al. 2018."""
    values = []
    for i in case.unlabelled:
        boxes = found(case, i)
        if not boxes:
            values.append(-1.0)
            continue
        total, stable = 0.0, 0.0
        for _, p, corners in boxes:
            again = []
            for view in case.extra["detections"][i]["views"]:
                same = [
                    overlap(corners, there)
                    for there, q in zip(view["boxes"], view["probabilities"], strict=True)
                    if np.argmax(q) == np.argmax(p)
                ]
                again.append(max(same, default=0.0))
            total += max(p)
            stable += max(p) * sum(again) / len(again)
        values.append(1 - stable / total)
    return values


@scores("mask_boundary_uncertainty", cases=("masks",))
def uncertain_edges(case):
    values = []
    for i in case.unlabelled:
        mask = np.array(case.extra["detections"][i]["mask"])
        p = np.stack([1 - mask, mask]) if mask.ndim == 2 else mask
        height, width = p.shape[1:]
        pixels = [(y, x) for y in range(height) for x in range(width)]
        predicted = {at: max(range(len(p)), key=lambda c: (p[c][at], -c)) for at in pixels}
        steps = ((0, 1), (1, 0), (0, -1), (-1, 0))
        edge = [
            (y, x)
            for y, x in pixels
            if any(predicted.get((y + a, x + b), predicted[y, x]) != predicted[y, x] for a, b in steps)
        ]
        near = [(y, x) for y, x in pixels if any(max(abs(y - a), abs(x - b)) <= 1 for a, b in edge)]
        entropies = [-sum(q * log(q) for q in p[:, y, x] if q > 0) / log(len(p)) for y, x in near]
        values.append(sum(entropies) / len(entropies) if entropies else -1.0)
    return values
