from typing import Any

import pytest

from asknext.errors import InputError
from asknext.labelling.extent import Extent
from asknext.labelling.vocabulary import Vocabulary
from asknext.project.annotate_config import AnnotateConfig
from asknext.store.attribute import Attribute
from asknext.store.classes import LabelClass

CLASSES = (
    LabelClass("c1", "cell", None, None, 0, attributes=(Attribute("q1", "Sure?", "text", required=True),)),
    LabelClass("c2", "person", None, None, 1, keypoints=("nose", "tail"), skeleton=((0, 1),)),
    LabelClass("c3", "gone", None, None, 2, retired=1.0, merged_into="c2"),
)
BOX = {"type": "box", "x": 1.0, "y": 2.0, "width": 3.0, "height": 4.0, "class": "c2"}
SPAN = {"type": "span", "start": 0, "end": 5, "class": "c2"}


def check(task: str, *given: Any, extent: Extent | None = None, current: bool = True, **annotate: Any) -> Any:
    vocabulary = Vocabulary(CLASSES, True, task=task, annotate=AnnotateConfig(**annotate))
    value = {"annotations": list(given)}
    return vocabulary.check(value, extent=extent or Extent(), current=current)["annotations"]


def test_nothing_there_is_an_answer_and_what_lacks_an_id_gets_one() -> None:
    assert check("objects") == []
    assert [each["id"] for each in check("objects", BOX, {**BOX, "id": "n1"}, BOX)] == ["n2", "n1", "n3"]


def test_answers_to_questions_are_kept_and_required() -> None:
    cell = {**BOX, "class": "c1"}
    assert check("objects", {**cell, "attributes": {"q1": " yes "}})[0]["attributes"] == {"q1": "yes"}
    assert check("objects", cell, current=False)[0]["class"] == "c1"
    with pytest.raises(InputError, match=r"Annotation 1: 'Sure\?' has to be answered"):
        check("objects", cell)


def test_a_class_that_was_merged_is_kept_as_it_was_said() -> None:
    assert check("objects", {**BOX, "class": "c3"})[0]["class"] == "c3"


@pytest.mark.parametrize(
    ("task", "annotation", "annotate", "message"),
    [
        ("objects", {**BOX, "class": "c9"}, {}, "Annotation 1: .*c9"),
        ("objects", {key: BOX[key] for key in BOX if key != "class"}, {}, "class"),
        ("objects", BOX, {"shapes": ("polygon",)}, "type of annotation in this task"),
        ("objects", {**BOX, "x": 98.0}, {}, r"reaches from \(98, 2\) to \(101, 6\), and the picture is 100 x 50"),
        ("objects", {**BOX, "x": -1.0}, {}, "reaches"),
        ("objects", {**BOX, "frame": 3}, {}, "no sequence"),
        ("objects", {**BOX, "width": float("nan")}, {}, "Annotation 1"),
        ("objects", {"type": "mask", "size": [2, 2], "counts": "04", "class": "c2"}, {"shapes": ("mask",)}, "2 x 2"),
        ("objects", {"type": "keypoints", "points": [[1, 1, 2]], "class": "c2"}, {"shapes": ("keypoints",)}, "2 key"),
        ("spans", {**SPAN, "end": 11}, {}, "the text has 10 characters"),
        ("spans", {"type": "relation", "source": "a", "target": "b", "class": "of"}, {}, "relation"),
        (
            "spans",
            {"type": "relation", "source": "a", "target": "b", "class": "of"},
            {"relations": ("of",)},
            "'a', which is no span",
        ),
        ("regions", {"type": "audio_region", "start": 1, "end": 2.2, "class": "c2"}, {}, "recording at 2 s"),
        ("number", {"type": "number", "value": 11}, {"least": 0.0, "most": 10.0}, "from 0 up to 10"),
        ("number", {"type": "number", "value": 0.3}, {"step": 0.25}, "steps of 0.25"),
        ("number", {"type": "number", "value": 1, "class": "c2"}, {}, "has no class"),
        ("ordinal", {"type": "ordinal", "rank": 3}, {"levels": ("low", "high")}, "there are 2"),
        ("pairwise", {"type": "pair", "chosen": "tie"}, {"tie": False}, "one of the two"),
        ("objects", "box", {}, "Annotation 1"),
    ],
)
def test_what_cannot_be_is_refused_by_its_number(task: str, annotation: Any, annotate: Any, message: str) -> None:
    extent = Extent(100, 50, None, 10, 2.0)
    with pytest.raises(InputError, match=message):
        check(task, annotation, extent=extent, **annotate)


def test_what_is_right_stays_as_it_is() -> None:
    extent = Extent(100, 50, None, 10, 2.0)
    spans = [{**SPAN, "id": "a"}, {**SPAN, "start": 3, "end": 10, "id": "b"}]
    link = {"type": "relation", "source": "a", "target": "b", "directed": True, "class": "of", "id": "r"}
    assert check("spans", *spans, link, extent=extent, relations=("of",)) == [*spans, link]
    edge = {**BOX, "x": 97.5, "id": "e"}  # half a pixel over
    assert check("objects", edge, extent=extent) == [edge]
    assert check("ordinal", {"type": "ordinal", "rank": 1, "id": "o"}, levels=("a", "b"))[0]["levels"] == 2
    assert check("number", {"type": "number", "value": 0.3, "id": "n"}, least=0.0, step=0.1)[0]["value"] == 0.3


def test_shapes_of_a_sequence_stand_on_its_frames() -> None:
    extent = Extent(100, 50, frozenset({4, 8}))
    assert check("objects", {**BOX, "frame": 8, "group": "t1"}, extent=extent)[0]["group"] == "t1"
    for frame in (None, 5):
        with pytest.raises(InputError, match="none of the item's"):
            check("objects", {**BOX, "frame": frame} if frame else BOX, extent=extent)


def test_a_shape_that_was_interpolated_says_so_beside_its_answers() -> None:
    extent = Extent(frames=frozenset({8}))
    cell = {**BOX, "class": "c1", "attributes": {"q1": "yes", "interpolated": True}}
    assert check("objects", {**cell, "frame": 8}, extent=extent)[0]["attributes"] == {"q1": "yes", "interpolated": True}
    with pytest.raises(InputError, match="interpolated"):
        check("objects", cell)


def test_too_much_or_twice_is_refused() -> None:
    with pytest.raises(InputError, match="at most 5,000"):
        check("objects", *[BOX] * 5_001)
    with pytest.raises(InputError, match="twice"):
        check("objects", {**BOX, "id": "a"}, {**BOX, "id": "a"})
    for task, one in (("number", {"type": "number", "value": 1}), ("pairwise", {"type": "pair", "chosen": "left"})):
        for count in (0, 2):
            with pytest.raises(InputError, match="exactly one"):
                check(task, *[one] * count)
    with pytest.raises(InputError, match="annotations"):
        Vocabulary(CLASSES, True, task="objects").check(["c1"])
