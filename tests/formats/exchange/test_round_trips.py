"""What a format can say comes back the same; what it cannot is listed and never lost in silence."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.annotations import made

from asknext.annotations import (
    Annotated,
    Annotation,
    Box,
    Frame,
    ItemClass,
    Keypoints,
    LabelClass,
    Mask,
    OrientedBox,
    Picture,
    Polygon,
    Relation,
    Sound,
    Span,
    Text,
)
from asknext.formats.exchange import Options, checked, open_labels, write_labels
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.checking import Checks
from asknext.formats.rows import Reject

pytest.importorskip("pyarrow")
CLASSES = (LabelClass("cat", 3, "animal", ("nose", "left ear", "tail"), ((0, 1), (0, 2))), LabelClass("dog", 7))
PICTURE = Picture(made.WIDTH, made.HEIGHT)
FRAME = Picture(made.WIDTH, made.HEIGHT, Frame("clip.mp4", 7, 290, 0.25))
quick = settings(max_examples=25, deadline=None)


def numbered(said: Sequence[Annotation]) -> tuple[Annotation, ...]:
    return tuple(replace(each, id=str(at)) for at, each in enumerate(said, 1))


def pictures(of: st.SearchStrategy[Any], **more: Any) -> st.SearchStrategy[list[Annotated]]:
    """Items with annotations, numbered through all of them."""
    lists = st.lists(st.lists(made.annotations(of, **more), max_size=4), min_size=1, max_size=3)

    def items(found: list[list[Annotation]]) -> list[Annotated]:
        number = itertools.count(1)
        return [
            Annotated(
                f"a/b{at}.png", PICTURE, tuple(replace(each, id=str(next(number))) for each in said), meta={"id": at}
            )
            for at, said in enumerate(found, 1)
        ]

    return lists.map(items)


def there_and_back(
    items: list[Annotated], to: str, name: str, read_as: str | None = None, **options: Any
) -> tuple[list[Annotated], Carried]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        if name.endswith("/"):
            for each in items:
                blank_image(path.parent / "photos" / each.name)
            options |= {"images": Path(folder) / "photos"} if to == "yolo" else {}
        carried = write_labels(items, CLASSES, path, to, Options(**options))
        if to == "yolo":
            options["task"] = options.get("task")
        source = open_labels(path, read_as or to, Options(**options))
        found = list(checked(source, Checks()))
        assert [each for each in found if isinstance(each, Reject)] == []
        return [each for each in found if isinstance(each, Annotated)], carried


def blank_image(path: Path) -> None:
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (made.WIDTH, made.HEIGHT)).save(path)


def without_ids(items: list[Annotated], **changed: Any) -> list[Annotated]:
    return [
        replace(each, annotations=tuple(replace(a, id=None) for a in each.annotations),
                predictions=tuple(replace(a, id=None) for a in each.predictions), **changed)
        for each in items
    ]  # fmt: skip


contents = st.one_of(
    st.sampled_from([PICTURE, FRAME, Picture(), Sound(3.5), Sound(), None]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9).map(Text),
    st.just(Text("a bc", ((0, 1), (2, 4)))),
)
anything = st.lists(
    st.tuples(contents, st.lists(made.everything, max_size=3), st.lists(made.everything, max_size=2), made.attributes),
    min_size=1,
    max_size=3,
).map(
    lambda found: [
        Annotated(f"n{at}", content, numbered(said), tuple(models), meta)
        for at, (content, said, models, meta) in enumerate(found)
    ]
)


@quick
@given(anything, st.sampled_from(["x.jsonl", "x.csv", "x.parquet"]))
def test_our_own_lines_and_tables_keep_everything(items: list[Annotated], name: str) -> None:
    to = "asknext" if name == "x.jsonl" else "table"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        carried = write_labels(items, CLASSES, path, to)
        source = open_labels(path)
        assert list(source) == items
        assert list(source) == items
    assert not carried.lost
    assert not carried.changed


@quick
@given(
    pictures(
        st.one_of(made.boxes, made.parted, made.masks, made.poses),
        attributes=made.attributes,
        score=st.none() | st.floats(0, 1),
    )
)
def test_coco(items: list[Annotated]) -> None:
    items = [
        replace(
            each,
            annotations=tuple(a for a in each.annotations if a.score is None),
            predictions=tuple(a for a in each.annotations if a.score is not None),
            meta={**each.meta, "license": 4},
        )
        for each in items
    ]
    items[0] = replace(items[0], content=FRAME)
    back, carried = there_and_back(items, "coco", "x.json")
    assert back == items
    assert not carried.lost
    assert not carried.changed


def test_coco_joins_an_outline_and_keypoints_of_one_object() -> None:
    outline = Polygon.of(((1, 1), (9, 1), (5, 8)))
    pose = Keypoints(((2, 2, 2), (0, 0, 0), (3, 3, 1)), Box(1, 1, 8, 7))
    said = (Annotation(outline, "cat", id="5", group="5"), Annotation(pose, "cat", group="5"))
    back, carried = there_and_back([Annotated("a.png", PICTURE, said, meta={"id": 1})], "coco", "x.json")
    assert back[0].annotations[0].value == outline
    assert back[0].annotations[1].value.points == pose.points  # type: ignore[union-attr]
    assert [each.group for each in back[0].annotations] == ["5", "5"]
    assert not carried.lost


def test_coco_says_the_track_of_an_object_in_a_video() -> None:
    outline = Polygon.of(((1, 1), (9, 1), (5, 8)))
    pose = Keypoints(((2, 2, 2), (0, 0, 0), (3, 3, 1)), Box(1, 1, 8, 7))
    said = (Annotation(outline, "cat", id="5", group="t1"), Annotation(pose, "cat", group="t1"))
    box = Annotation(Box(1, 2, 3, 4), "dog", id="6", group="t2", attributes={"interpolated": True, "track": 3})
    item = Annotated("a.png", FRAME, (*said, box), meta={"id": 1})
    back, carried = there_and_back([item], "coco", "x.json")
    assert [each.group for each in back[0].annotations] == ["t1", "t1", "t2"]
    assert back[0].annotations[2] == box
    assert not carried.lost


@quick
@given(
    st.data(),
    st.sampled_from([("detect", made.boxes), ("segment", made.outlines), ("pose", made.poses), ("obb", made.oriented)]),
)
def test_yolo(data: Any, task: tuple[str, Any]) -> None:
    items = data.draw(pictures(task[1]))
    items = [replace(each, meta={"split": ["train", "val"][at % 2]}) for at, each in enumerate(items)]
    back, carried = there_and_back(items, "yolo", "x/", task=task[0])
    assert sorted(back, key=lambda each: each.name) == without_ids(items)
    assert not carried.lost


flags = st.dictionaries(st.sampled_from(["difficult", "truncated", "occluded"]), st.just(True))


@quick
@given(pictures(st.one_of(made.boxes, made.outlines), attributes=flags), st.sampled_from([0, 1]))
def test_voc(items: list[Annotated], origin: int) -> None:
    items = [replace(each, meta={"split": "val", "folder": "f"}) for each in items]
    back, carried = there_and_back(items, "voc", "x/", origin=origin)
    assert back == without_ids(items)
    assert not carried.lost


@quick
@given(pictures(st.one_of(made.boxes, made.outlines)), st.integers(0, 2**32))
def test_voc_masks(items: list[Annotated], seed: int) -> None:
    """Masks that share no pixel come back, whatever outlines lie below them."""
    numbers = np.random.default_rng(seed).integers(0, 6, (made.HEIGHT, made.WIDTH))
    masks = [Annotation(Mask.of_pixels(numbers == each), ["cat", "dog"][each % 2]) for each in range(1, seed % 5 + 1)]
    items[0] = replace(items[0], annotations=(*items[0].annotations[:1], *masks, *items[0].annotations[1:]))
    items = [replace(each, meta={}) for each in items]
    back, carried = there_and_back(items, "voc", "x/")
    assert back == without_ids(items)
    assert not carried.lost
    assert not carried.changed


@quick
@given(pictures(st.one_of(made.boxes, made.outlines, made.oriented, made.masks), group=st.none() | st.just("4")))
def test_labelme(items: list[Annotated]) -> None:
    back, carried = there_and_back(items, "labelme", "x/")
    assert back == without_ids(items, meta={})
    assert not carried.lost


turned = st.tuples(made.points, st.integers(1, 20), st.integers(1, 20), st.integers(-170, 170).filter(bool)).map(
    lambda found: OrientedBox.turned(*found[0], *found[1:])
)


@quick
@given(
    pictures(
        st.one_of(made.boxes, made.outlines, made.masks),
        by=st.none() | st.just("ann"),
        score=st.none() | st.floats(0, 1),
    )
)
def test_label_studio_pictures(items: list[Annotated]) -> None:
    back, carried = there_and_back(items, "label-studio", "x.json")
    assert [each.content for each in back if each.annotations] == [each.content for each in items if each.annotations]
    assert [by_person(each) for each in back] == [by_person(each) for each in items]
    assert not carried.lost


def by_person(item: Annotated) -> list[tuple[Any, ...]]:
    """Two people's annotations of one item have numbers before their ids."""
    found = [(str(a.by), (a.id or "").rpartition(":")[2], a.value, a.label, a.score) for a in item.annotations]
    return sorted(found, key=lambda each: each[:2])


@quick
@given(turned)
def test_label_studio_turned_boxes_to_a_millionth_of_a_pixel(box: OrientedBox) -> None:
    items = [Annotated("a.png", PICTURE, (Annotation(box, "cat", id="1"),))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        write_labels(items, CLASSES, path, "label-studio")
        [back] = list(open_labels(path))
    assert isinstance(back, Annotated)
    for one, two in zip(back.annotations[0].value.corners, box.corners, strict=True):  # type: ignore[union-attr]
        assert one == pytest.approx(two, abs=1e-6)


boxes_of_a_frame = st.lists(
    made.annotations(
        made.boxes,
        group=st.none() | st.sampled_from(["t1", "t2"]),
        by=st.none() | st.just("ann"),
        score=st.none() | st.floats(0, 1),
        attributes=made.attributes,
    ),
    max_size=3,
).map(numbered)
frames_of_a_video = st.lists(boxes_of_a_frame, min_size=1, max_size=4).map(
    lambda found: [
        Annotated(
            f"s/{at}.png",
            Picture(made.WIDTH, made.HEIGHT, Frame("clip.mp4", 3 * at, 99, at / 8)),
            tuple(each for each in said if each.score is None),
            tuple(each for each in said if each.score is not None),
            {"id": at, "k": "v"},
        )
        for at, said in enumerate(found)
    ]
)


def in_any_order(items: list[Annotated]) -> list[Annotated]:
    sides = [[tuple(sorted(side, key=repr)) for side in (each.annotations, each.predictions)] for each in items]
    return [replace(each, annotations=a, predictions=p) for each, (a, p) in zip(items, sides, strict=True)]


@quick
@given(frames_of_a_video, st.booleans())
def test_label_studio_videos(items: list[Annotated], twice: bool) -> None:
    other = [replace(each, content=replace(PICTURE, frame=Frame("b/2.mp4", 5)), name="b.png") for each in items[:1]]
    items = [*items, *(other if twice else [])]
    back, carried = there_and_back(items, "label-studio-video", "x.json", "label-studio")
    assert in_any_order(back) == in_any_order(items)
    assert not carried.lost
    assert not carried.changed


@quick
@given(st.lists(made.annotations(made.regions), max_size=4), st.lists(made.annotations(made.answers), max_size=3))
def test_label_studio_sound_and_answers(regions: list[Annotation], answers: list[Annotation]) -> None:
    said = numbered([*regions, *answers])
    back, carried = there_and_back([Annotated("s/a.wav", Sound(99.0), said)], "label-studio", "x.json")
    assert back[0].annotations == said
    assert not carried.lost


@quick
@given(st.lists(made.annotations(made.spans, attributes=st.just({"certain": "yes", "n": 3})), min_size=2, max_size=4))
def test_label_studio_text_with_relations_and_answers_about_spans(said: list[Annotation]) -> None:
    text = Text("𝄞é 猫 it is a long text 🙂 with signs of all kinds in it")
    items = [Annotated("t1", text, (*numbered(said), Annotation(Relation("1", "2", False), "near")))]
    back, carried = there_and_back(items, "label-studio", "x.json")
    assert back[0].content == text
    assert back[0].name == "t1"
    assert back[0].annotations[:-1] == items[0].annotations[:-1]
    assert back[0].annotations[-1].value == Relation("1", "2", False)
    assert not carried.lost


@quick
@given(st.lists(made.annotations(made.spans), max_size=5), st.sampled_from(["prodigy", "doccano", "spacy"]))
def test_spans_that_overlap(said: list[Annotation], style: str) -> None:
    text = Text("𝄞é 猫 it is a long text 🙂 with signs of all kinds in it")
    back, carried = there_and_back([Annotated("t1", text, tuple(said))], style, "x.jsonl", "spans")
    assert back[0].content == text
    assert sorted(map(span_of, back[0].annotations)) == sorted(map(span_of, said))
    assert not carried.lost


def span_of(found: Annotation) -> tuple[int, int, str | None]:
    assert isinstance(found.value, Span)
    return found.value.start, found.value.end, found.label


@pytest.mark.parametrize("style", ["prodigy", "doccano"])
def test_relations_between_spans(style: str) -> None:
    said = (
        Annotation(Span(0, 2), "a", id="x"),
        Annotation(Span(3, 5), "b", id="y"),
        Annotation(Relation("x", "y"), "near"),
    )
    back, carried = there_and_back([Annotated("t1", Text("ab cd"), said)], style, "x.jsonl", "spans")
    ids = [each.id for each in back[0].annotations]
    relation = back[0].annotations[2]
    assert relation == Annotation(Relation(str(ids[0]), str(ids[1])), "near")
    assert not carried.lost


words = st.lists(st.text("abé猫🙂#-", min_size=1, max_size=4), min_size=1, max_size=8)


@st.composite
def sentences(draw: st.DrawFn) -> list[Annotated]:
    found = []
    for at in range(draw(st.integers(1, 3))):
        parts = draw(words)
        starts = [sum(len(each) + 1 for each in parts[:i]) for i in range(len(parts))]
        tokens = tuple((start, start + len(word)) for start, word in zip(starts, parts, strict=True))
        cuts = sorted(draw(st.sets(st.integers(0, len(parts)), max_size=6)))
        said = tuple(
            Annotation(Span(tokens[a][0], tokens[b - 1][1]), draw(st.sampled_from(["PER", "LOC", "x-y"])))
            for a, b in itertools.pairwise(cuts)
            if draw(st.booleans())
        )
        found.append(Annotated(f"x-{at + 1}", Text(" ".join(parts), tokens), said))
    return found


@quick
@given(sentences(), st.sampled_from(["bio", "iob1", "bioes", "bilou"]))
def test_conll(items: list[Annotated], scheme: str) -> None:
    items = [replace(each, meta={"document": 1}) for each in items]
    back, carried = there_and_back(items, "conll", "x.conll", scheme=scheme)
    assert back == items
    assert not carried.lost
    assert not carried.changed


@quick
@given(sentences())
def test_huggingface_tokens(items: list[Annotated]) -> None:
    back, carried = there_and_back(items, "huggingface", "x.jsonl")
    assert back == items
    assert not carried.lost


@quick
@given(pictures(made.boxes, attributes=st.dictionaries(st.just("k"), st.integers(0, 3))))
def test_huggingface_boxes(items: list[Annotated]) -> None:
    back, carried = there_and_back(items, "huggingface", "x.jsonl")
    assert back == [replace(each, meta={}) for each in items]
    assert not carried.lost


scores = st.floats(0, 1)
seen = st.lists(st.tuples(made.xs, made.ys, st.just(2)), min_size=1, max_size=3).map(tuple)
KINDS = [
    ("object-detection", made.boxes),
    ("instance-segmentation", made.masks),
    ("classification", st.just(ItemClass())),
    ("keypoint-detection", st.builds(Keypoints, seen, made.boxes)),
]


@quick
@given(st.data(), st.sampled_from(KINDS))
def test_prediction_folders(data: Any, kind: tuple[str, Any]) -> None:
    items = data.draw(pictures(kind[1], score=scores, probabilities=st.none() | st.just((0.25, 0.75))))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        items = [replace(each, predictions=each.annotations, annotations=()) for each in without_ids(items, meta={})]
        items = [_two_classes(each) for each in items]
        for each in items:
            blank_image(root / "photos" / each.name)
        carried = write_labels(items, CLASSES, root / "out", "predictions", Options(task=kind[0]))
        assert list(open_labels(root / "out", options=Options(images=root / "photos"))) == items
    assert not carried.lost


def _two_classes(item: Annotated) -> Annotated:
    return replace(item, predictions=tuple(replace(each, label="dog") for each in item.predictions))


MANY = [
    "coco",
    "yolo",
    "voc",
    "labelme",
    "label-studio",
    "label-studio-video",
    "huggingface",
    "predictions",
    "conll",
    "prodigy",
]
NAMES = {"yolo": "x/", "voc": "x/", "labelme": "x/", "predictions": "x/", "conll": "x.txt"}
ABOUT_A_PART = ("the ", "that ", "which ", "where ")


@settings(max_examples=60, deadline=None)
@given(anything, st.sampled_from(MANY), st.booleans())
def test_nothing_is_lost_in_silence(items: list[Annotated], to: str, approximate: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAMES.get(to, "x.json")
        carried = write_labels(items, (), path, to, Options(approximate=approximate))
    whole_items = [what for what in carried.lost if what.startswith(("an item", "a text"))]
    left = sum(each.count for what, each in carried.lost.items() if not what.startswith(ABOUT_A_PART))
    total = sum(len(each.said) for each in items)
    if whole_items:
        assert carried.items < len(items) or to == "coco"
    else:
        assert carried.annotations + left == total, (carried, items)
    assert json.dumps({what: each.count for what, each in carried.lost.items()})


@pytest.mark.parametrize("style", ["prodigy", "doccano"])
def test_a_relation_without_its_spans_is_said_to_be_lost(style: str, tmp_path: Path) -> None:
    said = (Annotation(Span(0, 2), "x", id="1"), Annotation(Relation("1", "2"), "y"))
    carried = write_labels([Annotated("1", Text("ab cd"), said)], (), tmp_path / "a.jsonl", style)
    assert list(carried.lost) == ["a relation whose ends are not both spans of the text"]
    assert carried.annotations == 1
