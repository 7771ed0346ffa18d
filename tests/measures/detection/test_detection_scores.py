from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.annotations import Annotated, Annotation, Box, ItemClass, Mask, Picture, Polygon, mask_of
from asknext.errors import DataError, InputError
from asknext.measures.detection import detection_scores, named_as
from asknext.measures.detection.coco_tables import predicted_rows, truth_tables

pytest.importorskip("pycocotools")

SIZE = Picture(100, 80)
Corners = tuple[float, float, float, float]


def drawn(name: str, *boxes: Corners, label: str = "cell", **attributes: Any) -> Annotated:
    said = tuple(Annotation(Box(*each), label, attributes=attributes) for each in boxes)
    return Annotated(name, SIZE, annotations=said)


def found(name: str, *boxes: tuple[Corners, float], label: str = "cell") -> Annotated:
    return Annotated(name, SIZE, predictions=tuple(Annotation(Box(*each), label, score) for each, score in boxes))


ONE, OTHER, NOWHERE = (0, 0, 10, 10), (50, 40, 20, 10), (30, 60, 5, 5)


def test_a_number_worked_by_hand() -> None:
    """Hit, miss, hit: precision 1 up to recall .5, then 2/3; 51 of the 101 recalls lie at or below .5."""
    scores = detection_scores([drawn("a", ONE, OTHER)], [found("a", (ONE, 0.9), (NOWHERE, 0.8), (OTHER, 0.7))])
    assert scores.map50 == pytest.approx((51 + 50 * 2 / 3) / 101)
    assert scores.map50_95 == pytest.approx(scores.map50)
    assert (scores.floor, scores.precision, scores.recall) == pytest.approx((0.7, 2 / 3, 1))
    surer = detection_scores(
        [drawn("a", ONE, OTHER)], [found("a", (ONE, 0.9), (NOWHERE, 0.8), (OTHER, 0.7))], floor=0.75
    )
    assert (surer.precision, surer.recall, surer.map50) == (0.5, 0.5, scores.map50)


def test_how_near_a_box_must_come() -> None:
    """7.7 x 10 of 12.3 x 10 is an overlap of .626, enough at .5, .55 and .6 of the ten."""
    scores = detection_scores([drawn("a", ONE)], [found("a", ((2.3, 0, 10, 10), 0.5))])
    assert (scores.map50, scores.map50_95) == pytest.approx((1, 0.3))


def test_an_object_is_found_once() -> None:
    scores = detection_scores([drawn("a", ONE)], [found("a", (ONE, 0.9), (ONE, 0.8))], floor=0)
    assert (scores.map50, scores.precision, scores.recall) == pytest.approx((1, 0.5, 1))


def test_an_image_without_a_box_counts() -> None:
    truth = [drawn("a", ONE), drawn("empty")]
    quiet, wrong = [found("a", (ONE, 0.5))], [found("a", (ONE, 0.5)), found("empty", (ONE, 0.9))]
    assert detection_scores(truth, quiet).map50 == pytest.approx(1)
    assert detection_scores(truth, wrong).map50 == pytest.approx(0.5)


def test_nothing_drawn_nothing_found() -> None:
    silent = detection_scores([drawn("a", ONE)], [])
    assert (silent.map50, silent.precision, silent.recall, silent.floor) == (0, 0, 0, 0)
    assert silent.classes[0].precision is None
    invented = detection_scores([drawn("a")], [found("a", (ONE, 0.5))])
    assert (invented.map50, invented.recall, invented.told) == (None, None, 1)
    nothing = detection_scores([], [])
    assert (nothing.map50, nothing.images, nothing.classes) == (None, 0, ())


def test_a_prediction_in_a_crowd_counts_neither_way() -> None:
    crowd = Annotated("a", SIZE, (*drawn("", ONE).annotations, *drawn("", OTHER, iscrowd=1).annotations))
    inside = found("a", (ONE, 0.9), ((52, 42, 4, 4), 0.8))
    scores = detection_scores([crowd], [inside], floor=0)
    assert (scores.precision, scores.recall, scores.drawn) == (1, 1, 1)


def test_classes_are_told_apart_and_count_alike() -> None:
    truth = [Annotated("a", SIZE, (*drawn("", ONE).annotations, *drawn("", OTHER, label="rare").annotations))]
    scores = detection_scores(truth, [found("a", (ONE, 0.9), (OTHER, 0.8))], classes=["rare", "cell", "absent"])
    assert [each.name for each in scores.classes] == ["rare", "cell", "absent"]
    assert [each.map50 for each in scores.classes] == [0, pytest.approx(1), None]
    assert scores.map50 == pytest.approx(0.5)


def test_an_outline_and_its_mask_are_the_same() -> None:
    outline = Polygon.of([(10, 10), (30, 10), (30, 40)])
    truth = [Annotated("a", SIZE, (Annotation(outline, "cell"),))]
    same = Annotated("a", SIZE, predictions=(Annotation(mask_of(outline, 80, 100), "cell", 0.6),))
    assert detection_scores(truth, [same], masks=True).map50_95 == pytest.approx(1)
    whole = Mask.of_pixels(np.pad(np.ones((30, 20)), ((10, 40), (10, 70))))
    box = Annotated("a", SIZE, predictions=(Annotation(whole, "cell", 0.6),))
    assert detection_scores(truth, [box], masks=True).map50_95 == pytest.approx(0.1)
    assert detection_scores(truth, [box]).map50_95 == pytest.approx(1)


@pytest.mark.parametrize(
    ("truth", "told", "words"),
    [
        ([drawn("a", ONE)], [found("b", (ONE, 0.5))], "'b', which is not in the truth"),
        ([drawn("a", ONE)], [found("a"), found("a")], "twice"),
        ([drawn("a", ONE), drawn("a")], [], "the image 'a' twice"),
        ([drawn("a", ONE)], [Annotated("a", SIZE, predictions=(Annotation(Box(*ONE), "cell"),))], "no score"),
    ],
)
def test_what_does_not_fit_together_is_said(truth: Any, told: Any, words: str) -> None:
    with pytest.raises(DataError, match=words):
        detection_scores(truth, told)


def test_masks_want_outlines_and_sizes() -> None:
    with pytest.raises(DataError, match="has no outline; compare boxes"):
        detection_scores([drawn("a", ONE)], [], masks=True)
    unsized = Annotated("a", None, (Annotation(Polygon.of([(0, 0), (9, 0), (9, 9)]), "cell"),))
    with pytest.raises(DataError, match="size of a is not known"):
        detection_scores([unsized], [], masks=True)
    small = Annotated("a", SIZE, predictions=(Annotation(Mask.of_pixels(np.ones((8, 10))), "cell", 0.5),))
    with pytest.raises(DataError, match="a is 100 x 80 pixels, and a mask in it 10 x 8"):
        detection_scores([drawn("a")], [small], masks=True)
    with pytest.raises(DataError, match="'cell', which is not among the classes"):
        detection_scores([drawn("a", ONE)], [], classes=["other"])
    with pytest.raises(InputError, match="from 0 to 1"):
        detection_scores([], [], floor=2)


def test_answers_about_the_whole_image_are_no_boxes() -> None:
    truth = Annotated("a", SIZE, (Annotation(ItemClass(), "cell"), Annotation(Box(*ONE), "cell")))
    assert detection_scores([truth], [found("a", (ONE, 0.4))]).drawn == 1


def test_only_the_folders_of_a_name_may_differ() -> None:
    truth = [drawn("x/a"), drawn("y/b"), drawn("z/b")]
    assert [item.name for item in named_as(truth, [found("a"), found("y/b"), found("b"), found("c")])] == [
        "x/a", "y/b", "b", "c",
    ]  # fmt: skip


def shapes(seed: int, masks: bool) -> tuple[list[Annotated], list[Annotated]]:
    """Two classes in eight images; predictions near, beside and doubled."""
    rng = np.random.default_rng(seed)
    truth, told = [], []
    for at in range(8):
        boxes = np.concatenate([rng.uniform(0, 50, (5, 2)), rng.uniform(6, 25, (5, 2))], axis=1).round(1)
        labels = rng.choice(["cell", "rare"], 5, p=[0.8, 0.2])
        near = [Box(*each) for each in (boxes + rng.normal(0, 1.5, boxes.shape)).clip(0.1, None)]
        sure = rng.choice(np.arange(1, 20) / 20, 5)
        keep = rng.random(5) < 0.8
        drawn_now = tuple(Annotation(_shape(Box(*each), masks), str(a)) for each, a in zip(boxes, labels, strict=True))
        said = [Annotation(_shape(b, masks), str(a), float(s)) for b, a, s in zip(near, labels, sure, strict=True)]
        truth.append(Annotated(f"{at}", SIZE, drawn_now))
        told.append(Annotated(f"{at}", SIZE, predictions=tuple(np.array(said, dtype=object)[keep].tolist() + said[:1])))
    return truth, told


def _shape(box: Box, masks: bool) -> Box | Polygon:
    left, top, right, bottom = box.bounds
    return Polygon.of([(left, top), (right, top), (right, bottom)]) if masks else box


def by_another_library(truth: Sequence[Annotated], told: Sequence[Annotated], masks: bool) -> tuple[float, float]:
    peer = pytest.importorskip("faster_coco_eval")
    names = ["cell", "rare"]
    with contextlib.redirect_stdout(io.StringIO()):
        tables = peer.COCO(truth_tables(truth, names, masks))
        run = peer.COCOeval_faster(
            tables, tables.loadRes(predicted_rows(told, truth, names, masks)), "segm" if masks else "bbox"
        )
        run.evaluate()
        run.accumulate()
        run.summarize()
    return float(run.stats[1]), float(run.stats[0])


@pytest.mark.parametrize("masks", [False, True])
def test_another_library_finds_the_same(masks: bool) -> None:
    for seed in range(4):
        truth, told = shapes(seed, masks)
        scores = detection_scores(truth, told, masks=masks)
        assert (scores.map50, scores.map50_95) == pytest.approx(by_another_library(truth, told, masks))
        assert 0 < float(scores.map50_95 or 0) < float(scores.map50 or 0) < 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_images_and_how_scores_are_spread_change_nothing(seed: int, shuffle: Any) -> None:
    truth, told = shapes(seed, masks=False)
    # a score that two predictions have leaves their order to the order of the images
    level = iter(np.random.default_rng(seed).permutation(np.arange(1, 200)) / 200)
    told = [
        Annotated(
            item.name,
            SIZE,
            predictions=tuple(Annotation(p.value, p.label, float(next(level))) for p in item.predictions),
        )
        for item in told
    ]
    first = detection_scores(truth, told)
    shuffle.shuffle(truth)
    shuffle.shuffle(told)
    flatter = [
        Annotated(
            item.name,
            SIZE,
            predictions=tuple(Annotation(p.value, p.label, (p.score or 0) / 2) for p in item.predictions),
        )
        for item in told
    ]
    second = detection_scores(truth, flatter)
    both = [(each.map50, each.map50_95, each.precision) for each in (first, second)]
    assert both[1] == pytest.approx(both[0])
    assert second.floor == pytest.approx(first.floor / 2)


def test_an_image_of_unknown_size_is_as_large_as_its_masks() -> None:
    pixels = np.zeros((6, 8), dtype=bool)
    pixels[2:4, 2:5] = True
    mask = Mask.of_pixels(pixels)
    truth = [Annotated("a", Picture(), annotations=(Annotation(mask, "cell"),))]
    guess = [Annotated("a", Picture(), predictions=(Annotation(mask, "cell", 0.9),))]
    assert detection_scores(truth, guess, masks=True).map50 == pytest.approx(1)
