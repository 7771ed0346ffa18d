"""Images by their boxes: worked numbers, forms, and refusals that name the image and the box."""

import numpy as np
import pandas as pd
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies.detections.box_stability import intersection_over_union
from asknext.strategies.detections.boxes import read_boxes
from asknext.strategies.detections.mask_boundary_uncertainty import near_boundary

A, B, C = {"scores": [0.9, 0.2]}, {"scores": [0.5]}, None
TWO = {"boxes": [[0, 0, 10, 10], [20, 0, 30, 10]], "scores": [0.8, 0.4], "labels": ["car", "dog"]}


def order(name, images, **parameters):
    return asknext.select(name, len(images), detections=images, **parameters).indices.tolist()


# ------------------------------------------------------------------ the least sure box


def test_the_least_sure_box_first_and_no_box_last():
    assert order("min_box_confidence", [A, B, C], floor=0.15) == [0, 1, 2]
    assert order("min_box_confidence", [C, B, A], floor=0.15) == [2, 1, 0]


def test_images_without_a_box_may_come_first():
    assert order("min_box_confidence", [A, B, C], floor=0.15, empty="first") == [2, 0, 1]


def test_boxes_below_the_floor_do_not_count():
    assert order("min_box_confidence", [A, B, C], floor=0.3) == [1, 0, 2]
    batch = asknext.select("min_box_confidence", 3, detections=[A, B, C], floor=0.95)
    assert set(batch.reasons) == {"The detector found nothing here."}


def test_reasons_name_the_number():
    batch = asknext.select("min_box_confidence", 1, detections=[A, B, C])
    assert batch.reasons[0] == "The least sure of 2 boxes has only 0.20."


# ------------------------------------------------------------------ uncertainty of boxes


@pytest.mark.parametrize(
    ("measure", "reduce", "value"),
    [
        ("least_confidence", "mean", 0.15),  # of .9 and .2 alone: .1 and .2
        ("least_confidence", "sum", 0.3),
        ("least_confidence", "max", 0.2),
        ("margin", "mean", 0.3),
        ("entropy", "max", 0.5004024),
    ],
)
def test_scores_alone_are_a_question_of_yes_or_no(score, measure, reduce, value):
    spec = {"name": "box_uncertainty", "measure": measure, "reduce": reduce}
    assert score(spec, detections=[A, C])[0] == pytest.approx(value)


def test_class_probabilities_count_where_there_are_any(score):
    image = {"scores": [0.9, 0.9], "probabilities": [[0.5, 0.3, 0.2], [0.8, 0.1, 0.1]]}
    spec = {"name": "box_uncertainty", "measure": "margin"}
    assert score(spec, detections=[image])[0] == pytest.approx((0.8 + 0.3) / 2)


def test_a_rare_class_counts_more(score):
    """Four boxes of 0 and one of 1: weights 5 / 8 and 5 / 2."""
    common, rare = {"scores": [0.6] * 2, "labels": [0, 0]}, {"scores": [0.6], "labels": [1]}
    found = score("class_balanced_boxes", detections=[common, common, rare])
    np.testing.assert_allclose(found, [0.5, 0.5, 1.0])
    with pytest.raises(InputError, match="image 1 has neither labels nor probabilities"):
        score("class_balanced_boxes", detections=[common, A])


def test_objects_of_new_classes_count_more_than_more_of_the_same(score):
    images = [{"scores": [1, 1, 1], "labels": ["a", "a", "a"]}, {"scores": [1, 1], "labels": ["a", "b"]}, A, C]
    np.testing.assert_allclose(score("object_frequency", detections=images), [1.5, 2, 1.25, -1])


def test_mean_objectness(score):
    np.testing.assert_allclose(score("objectness_least_confidence", detections=[A, B, C]), [0.45, 0.5, -1])


# ------------------------------------------------------------------ stability


def test_overlap():
    a = np.array([[0.0, 0, 10, 10], [3, 3, 3, 3]])
    b = np.array([[5.0, 0, 15, 10], [0, 0, 10, 10], [20, 20, 30, 30], [3, 3, 3, 3]])
    np.testing.assert_allclose(intersection_over_union(a, b), [[1 / 3, 1, 0, 0], [0, 0, 0, 0]])


def test_stability_worked_by_hand(score):
    """The car is found with overlap 1 and 1/3, the dog once as a car and once not at all."""
    moved = {"boxes": [[5, 0, 15, 10], [20, 0, 30, 10]], "scores": [0.7, 0.7], "labels": ["car", "car"]}
    image = TWO | {"views": [{**TWO, "labels": ["car", "cat"]}, moved]}
    found = score("box_stability", detections=[image, C])
    np.testing.assert_allclose(found, [1 - 0.8 * (2 / 3) / 1.2, -1])


def test_boxes_that_stay_have_no_instability(score):
    assert score("box_stability", detections=[TWO | {"views": [TWO, TWO]}])[0] == pytest.approx(0)
    assert score("box_stability", detections=[TWO | {"views": [None]}])[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (TWO, "image 0 has no 'views': give its detections as a mapping with 'views', a list"),
        (TWO | {"views": []}, "image 0: views is empty"),
        (TWO | {"views": [{"scores": [2]}]}, "image 0, view 0: the score of box 0 is 2.0"),
        ({"scores": [0.5], "views": [TWO]}, "boxes are missing"),
    ],
)
def test_views_that_cannot_be_used(score, image, message):
    with pytest.raises(InputError, match=message):
        score("box_stability", detections=[image])


# ------------------------------------------------------------------ masks


def test_pixels_near_a_boundary():
    mask = np.zeros((5, 7), dtype=int)
    mask[:, 4:] = 1
    assert np.flatnonzero(near_boundary(mask, 1)[0]).tolist() == [3, 4]
    assert np.flatnonzero(near_boundary(mask, 2)[0]).tolist() == [2, 3, 4, 5]
    assert not near_boundary(np.ones((3, 3)), 2).any()


def test_only_the_edge_of_a_mask_counts(score):
    sure, unsure = np.full((4, 6), 0.01), np.full((4, 6), 0.01)
    sure[:, 3:], unsure[:, 3:] = 0.99, 0.99
    unsure[:, 2:4] = [0.4, 0.6]
    inside = sure.copy()
    inside[:, 5] = 0.6  # unsure, but away from the edge
    flat = np.full((4, 6), 0.1)
    images = [{"scores": [], "mask": mask} for mask in (sure, unsure, inside, flat)]
    found = score({"name": "mask_boundary_uncertainty", "width": 1}, detections=images)
    assert found[1] == pytest.approx(0.9709506)
    assert found[0] == found[2] == pytest.approx(0.0807931)
    assert found[3] == -1


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (None, "image 0 has no 'mask'"),
        (np.zeros(4), r"mask has shape \(4,\), expected \(H, W\)"),
        (np.full((2, 2), np.nan), "no probability from 0 to 1"),
        (np.full((3, 2, 2), 0.5), "do not sum to 1"),
    ],
)
def test_masks_that_cannot_be_used(score, mask, message):
    with pytest.raises(InputError, match=message):
        score("mask_boundary_uncertainty", detections=[{"scores": [], "mask": mask}])


# ------------------------------------------------------------------ forms


@pytest.mark.parametrize(
    "image",
    [
        TWO,
        pd.DataFrame({"scores": [0.8, 0.4], "labels": ["car", "dog"], "boxes": TWO["boxes"]}),
        {key: np.array(value) for key, value in TWO.items()},
        np.array([[0, 0, 10, 10, 0.8, 3], [20, 0, 30, 10, 0.4, 5]]),
    ],
    ids=["lists", "table", "arrays", "rows of six"],
)
def test_forms_of_an_image(image):
    boxes = read_boxes(image, "image 0")
    np.testing.assert_array_equal(boxes.scores, [0.8, 0.4])
    np.testing.assert_array_equal(boxes.corners, TWO["boxes"])
    assert boxes.labels.tolist() in (["car", "dog"], [3.0, 5.0])


@pytest.mark.parametrize("image", [None, {"scores": []}, np.zeros((0, 6)), {"scores": [], "boxes": []}])
def test_forms_of_nothing_found(image):
    assert len(read_boxes(image, "image 0")) == 0


def test_class_probabilities_give_labels_and_scores():
    boxes = read_boxes({"probabilities": [[0.1, 0.9], [0.7, 0.3]]}, "image 0")
    assert boxes.scores.tolist() == [0.9, 0.7]
    assert boxes.labels.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("image", "message"),
    [
        ({"boxes": [[0, 0, 1, 1]]}, r"image 1 has neither scores nor probabilities; found \['boxes'\]"),
        ({"scores": [0.5, 1.2]}, "image 1: the score of box 1 is 1.2, expected a number from 0 to 1"),
        ({"scores": [0.5, np.nan]}, "the score of box 1 is nan"),
        ({"scores": [0.5], "boxes": [[0, 0, 1]]}, r"boxes has shape \(1, 3\), expected \(1, 4\) for its 1 boxes"),
        ({"scores": [0.5], "boxes": [[2, 0, 1, 1]]}, r"box 0 is \[2.0, 0.0, 1.0, 1.0\], expected finite x1"),
        ({"scores": [0.5], "labels": [1, 2]}, r"labels has shape \(2,\), expected \(1,\)"),
        ({"scores": [0.5], "probabilities": [[0.5, 0.6]]}, "the probabilities of box 0 are .* sum to 1"),
        ({"scores": ["high"]}, "scores must be numbers, one row for each box"),
        ({"scores": [[0.5]]}, "scores has shape"),
        (np.zeros((2, 3)), r"shape \(2, 3\); expected a mapping with scores, or \(k, 6\)"),
    ],
)
def test_refusals_name_the_image_and_the_box(image, message):
    with pytest.raises(InputError, match=message):
        asknext.select("min_box_confidence", 2, detections=[A, image])


def test_as_many_images_as_items():
    with pytest.raises(InputError, match="detections has 2"):
        asknext.select("min_box_confidence", 1, detections=[A, B], labels=[None] * 3)
