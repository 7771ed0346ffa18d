"""What we write, as others read it: parsers written here from the formats' descriptions alone."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from asknext.annotations import (
    Annotated,
    Annotation,
    Box,
    Frame,
    Keypoints,
    LabelClass,
    Mask,
    OrientedBox,
    Picture,
    Polygon,
    Span,
    Text,
)
from asknext.formats.exchange import Options, open_labels, write_labels
from asknext.formats.exchange.prediction_folder import frame_name, frame_of

CLASSES = (LabelClass("cat", 5), LabelClass("dog", 9))
PICTURE = Picture(200, 100)


def item(*said: Annotation) -> list[Annotated]:
    return [Annotated("sub/a.png", PICTURE, said)]


def yolo_rows(path: Path) -> list[list[float]]:
    return [[float(word) for word in line.split()] for line in path.read_text().splitlines()]


def test_yolo_is_class_centre_and_size_as_shares(tmp_path: Path) -> None:
    write_labels(item(Annotation(Box(20, 10, 100, 50), "dog")), CLASSES, tmp_path / "y", "yolo")
    assert yolo_rows(tmp_path / "y/labels/sub/a.txt") == [[1, 0.35, 0.35, 0.5, 0.5]]
    import yaml

    found = yaml.safe_load((tmp_path / "y/data.yaml").read_text())
    assert found["names"] == {0: "cat", 1: "dog"}
    assert (tmp_path / "y" / found["train"]).read_text() == "./images/sub/a.png\n"


@pytest.mark.parametrize(
    ("task", "value", "row"),
    [
        ("segment", Polygon.of(((20, 10), (100, 10), (100, 50))), [0.1, 0.1, 0.5, 0.1, 0.5, 0.5]),
        ("obb", OrientedBox(((20, 10), (100, 10), (100, 50), (20, 50))), [0.1, 0.1, 0.5, 0.1, 0.5, 0.5, 0.1, 0.5]),
        (
            "pose",
            Keypoints(((20, 10, 2), (0, 0, 0)), Box(20, 10, 100, 50)),
            [0.35, 0.35, 0.5, 0.5, 0.1, 0.1, 2, 0, 0, 0],
        ),
    ],
)
def test_yolo_tasks(task: str, value: Any, row: list[float], tmp_path: Path) -> None:
    write_labels(item(Annotation(value, "cat")), CLASSES, tmp_path / "y", "yolo", Options(task=task))
    assert yolo_rows(tmp_path / "y/labels/sub/a.txt") == [[0, *row]]


def test_voc_by_element_tree(tmp_path: Path) -> None:
    said = Annotation(Box(20, 10, 100, 50), "a <b> & c", attributes={"difficult": True})
    write_labels(item(said), CLASSES, tmp_path / "v", "voc", Options(origin=1))
    root = ElementTree.parse(tmp_path / "v/Annotations/sub/a.xml").getroot()
    [found] = root.findall("object")
    assert found.findtext("name") == "a <b> & c"
    assert found.findtext("difficult") == "1"
    assert [found.findtext(f"bndbox/{side}") for side in ("xmin", "ymin", "xmax", "ymax")] == ["21", "11", "120", "60"]
    assert [root.findtext(f"size/{side}") for side in ("width", "height", "depth")] == ["200", "100", "3"]


def test_polygons_of_numbered_points_are_read(tmp_path: Path) -> None:
    points = "".join(f"<x{at}>{x}</x{at}><y{at}>{y}</y{at}>" for at, (x, y) in enumerate(((1, 1), (5, 1), (5, 7)), 1))
    (tmp_path / "a.xml").write_text(
        f"<annotation><object><name>a</name><polygon>{points}</polygon></object></annotation>"
    )
    [found] = list(open_labels(tmp_path))
    assert isinstance(found, Annotated)
    assert found.annotations[0].value == Polygon.of(((1, 1), (5, 1), (5, 7)))


def test_coco_by_its_own_rules(tmp_path: Path) -> None:
    pixels = np.zeros((100, 200), dtype=bool)
    pixels[10:20, 30:50] = True
    outline = Polygon.of(((20, 10), (100, 10), (100, 50), (20, 50)))
    said = (Annotation(outline, "dog"), Annotation(Mask.of_pixels(pixels), "cat", attributes={"iscrowd": 1}))
    write_labels(item(*said), CLASSES, tmp_path / "c.json", "coco")
    found = json.loads((tmp_path / "c.json").read_text())
    first, second = found["annotations"]
    assert first["segmentation"] == [[20, 10, 100, 10, 100, 50, 20, 50]]
    assert (first["bbox"], first["area"], first["category_id"], first["iscrowd"]) == ([20, 10, 80, 40], 3200, 9, 0)
    assert (second["bbox"], second["area"], second["iscrowd"]) == ([30, 10, 20, 10], 200, 1)
    assert second["segmentation"]["size"] == [100, 200]
    assert {each["id"]: each["name"] for each in found["categories"]} == {5: "cat", 9: "dog"}
    assert found["images"] == [{"id": 1, "file_name": "sub/a.png", "width": 200, "height": 100}]


def unpacked_brush(data: list[int]) -> list[int]:
    """rle-pack as its description has it, bit by bit."""
    bits = "".join(f"{each:08b}" for each in data)
    at = 0

    def take(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    total, word = take(32), take(5) + 1
    sizes = [take(4) + 1 for _ in range(4)]
    out: list[int] = []
    while len(out) < total:
        repeat, size = take(1), sizes[take(2)]
        length = take(size) + 1
        out += [take(word)] * length if repeat else [take(word) for _ in range(length)]
    return out


def test_brush_strokes_of_label_studio(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).random((100, 200)) < 0.3
    pixels[40:, :] = True
    write_labels(item(Annotation(Mask.of_pixels(pixels), "cat")), CLASSES, tmp_path / "l.json", "label-studio")
    [task] = json.loads((tmp_path / "l.json").read_text())
    [result] = task["annotations"][0]["result"]
    flat = np.array(unpacked_brush(result["value"]["rle"])).reshape(100, 200, 4)
    assert ((flat[:, :, 3] > 0) == pixels).all()
    assert (result["type"], result["value"]["brushlabels"]) == ("brushlabels", ["cat"])


def test_a_track_of_label_studio_is_key_frames_that_end_where_it_is_gone(tmp_path: Path) -> None:
    frames = [Picture(200, 100, Frame("clip.mp4", index, 50, index / 25)) for index in (0, 10, 20, 30)]
    boxes = [Annotation(Box(20 + at, 10, 100, 50), "dog", group="t") for at in range(4)]
    shown = [Annotated(f"{at}.png", each, () if at == 2 else (boxes[at],)) for at, each in enumerate(frames)]
    write_labels(shown, CLASSES, tmp_path / "v.json", "label-studio-video")
    [task] = json.loads((tmp_path / "v.json").read_text())
    [result] = task["annotations"][0]["result"]
    assert (task["data"]["video"], result["type"], result["value"]["labels"]) == ("clip.mp4", "videorectangle", ["dog"])
    assert result["value"]["framesCount"] == 50
    keys = [(each["frame"], each["enabled"], each["x"], each["time"]) for each in result["value"]["sequence"]]
    assert keys == [(1, True, 10.0, 0.0), (11, False, 10.5, 0.4), (31, False, 11.5, 1.2)]


def test_boxes_between_two_key_frames_of_label_studio_are_computed_while_a_track_goes_on(tmp_path: Path) -> None:
    def track(name: str, *keys: tuple[int, bool, float]) -> dict[str, Any]:
        square = {"y": 0, "width": 10, "height": 10, "rotation": 0}
        sequence = [{"frame": frame, "enabled": on, "x": x, **square} for frame, on, x in keys]
        return {"id": name, "type": "videorectangle", "value": {"sequence": sequence, "labels": [name]}}

    results = [
        track("cat", (1, True, 0), (21, False, 20), (31, True, 50), (41, False, 60)),
        track("dog", (11, True, 5)),
    ]
    refused = {"type": "timelinelabels", "value": {"ranges": []}}
    data = {"video": "/data/upload/1/clip.mp4", "width": 100, "height": 50}
    told = [{"id": 1, "data": data, "annotations": [{"result": [*results, refused], "completed_by": 7}]}]
    (tmp_path / "v.json").write_text(json.dumps(told))
    found = list(open_labels(tmp_path / "v.json", "label-studio"))
    pictures = [each for each in found if isinstance(each, Annotated)]
    assert [each.reason for each in found if not isinstance(each, Annotated)] == [
        "task 1, result 3 (timelinelabels): of videos boxes are read alone (videorectangle)"
    ]
    cats = {
        each.content.frame.index: (a.value.x, "interpolated" in a.attributes)  # type: ignore[union-attr]
        for each in pictures
        for a in each.annotations
        if a.label == "cat"
    }
    assert cats == {0: (0, False), 10: (10, True), 20: (20, False), 30: (50, False), 40: (60, False)}
    assert [each.content.frame.video for each in pictures] == ["clip.mp4"] * 5  # type: ignore[union-attr]
    assert {a.by for each in pictures for a in each.annotations} == {"7"}


def test_voc_draws_objects_and_classes_with_the_colours_of_the_challenge(tmp_path: Path) -> None:
    from PIL import Image

    below, above = np.zeros((2, 100, 200), bool)
    below[10:30, 10:50], above[20:40, 30:60] = True, True
    said = [
        Annotation(Polygon.of(((100, 50), (120, 50), (120, 60), (100, 60))), "dog"),
        Annotation(Mask.of_pixels(below), "dog"),
        Annotation(Mask.of_pixels(above), "cat"),
        Annotation(Box(0, 90, 10, 10), "cat"),
    ]
    carried = write_labels(item(*said), CLASSES, tmp_path / "v", "voc")
    assert list(carried.changed) == ["a mask without its pixels that lie under another one"]
    objects, classes = (Image.open(tmp_path / f"v/Segmentation{each}/sub/a.png") for each in ("Object", "Class"))
    assert objects.mode == classes.mode == "P"
    assert [objects.getpixel(at) for at in ((110, 55), (12, 12), (40, 25), (5, 95))] == [1, 2, 3, 0]
    assert [classes.getpixel(at) for at in ((110, 55), (12, 12), (40, 25), (5, 95))] == [2, 2, 1, 0]
    assert objects.getpalette()[:15] == [0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0, 0, 0, 128]  # type: ignore[index]
    assert (tmp_path / "v/labelmap.txt").read_text().splitlines()[2:] == ["cat:128,0,0::", "dog:0,128,0::"]
    back, everything = (
        next(iter(open_labels(tmp_path / "v", "voc", Options(task=task)))) for task in (None, "segment")
    )
    assert [each.value.kind for each in back.annotations] == ["polygon", "mask", "mask", "box"]  # type: ignore[union-attr]
    assert back.annotations[1].value.area == 20 * 40 - 10 * 20  # type: ignore[union-attr]
    assert everything.annotations[2] == said[2]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (None, r"object 1 \(cat\): .*a\.png: there is no such file"),
        (("L", (20, 10)), "20 x 10, the image 200 x 100"),
        (("RGB", (200, 100)), "mode RGB"),
        ("no picture", "cannot be read"),
    ],
)
def test_pixels_of_voc_that_cannot_be(made: Any, reason: str, tmp_path: Path) -> None:
    import re

    from PIL import Image

    write_labels(item(Annotation(Mask.of_pixels(np.ones((100, 200), bool)), "cat")), CLASSES, tmp_path / "v", "voc")
    path = tmp_path / "v/SegmentationObject/sub/a.png"
    path.unlink()
    if isinstance(made, str):
        path.write_text(made)
    elif made is not None:
        Image.new(*made).save(path)
    _, refused = open_labels(tmp_path / "v", "voc")
    assert re.search(reason, refused.reason), refused.reason  # type: ignore[union-attr]


def test_literal_runs_of_a_brush_are_read() -> None:
    from asknext.formats.exchange.brush_bits import mask_of_brush

    values = [0, 0, 0, 255, 9, 9, 9, 0, 1, 2, 3, 4]  # three pixels, of which the middle one is clear
    bits = f"{12:032b}{7:05b}" + "".join(f"{size - 1:04b}" for size in (3, 4, 8, 16)) + "0" + "01" + f"{11:04b}"
    bits += "".join(f"{each:08b}" for each in values)
    bits += "0" * (-len(bits) % 8)
    data = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    assert mask_of_brush(data, 3, 1).pixels().tolist() == [[True, False, True]]


def test_a_rectangle_of_label_studio_is_turned_about_its_corner(tmp_path: Path) -> None:
    value = {"x": 10, "y": 20, "width": 20, "height": 10, "rotation": 90, "rectanglelabels": ["cat"]}
    result = {"type": "rectanglelabels", "value": value, "original_width": 200, "original_height": 100, "id": "r"}
    (tmp_path / "l.json").write_text(
        json.dumps([{"data": {"image": "/data/upload/3/a.png"}, "annotations": [{"result": [result]}]}])
    )
    [found] = list(open_labels(tmp_path / "l.json"))
    assert isinstance(found, Annotated)
    assert found.name == "a.png"
    corners = found.annotations[0].value.corners  # type: ignore[union-attr]
    for one, two in zip(corners, ((20, 20), (20, 60), (10, 60), (10, 20)), strict=True):
        assert math.dist(one, two) < 1e-9


@pytest.mark.parametrize(("start", "end"), [(1, 7), (2, 8)])
def test_offsets_of_old_label_studio_count_halves_of_signs(start: int, end: int, tmp_path: Path) -> None:
    value = {"start": start, "end": end, "text": "abc de", "labels": ["x"]}
    result = {"type": "labels", "value": value, "id": "r", "from_name": "l", "to_name": "t"}
    (tmp_path / "l.json").write_text(
        json.dumps([{"data": {"text": "🙂abc def"}, "annotations": [{"result": [result]}]}])
    )
    [found] = list(open_labels(tmp_path / "l.json"))
    assert isinstance(found, Annotated)
    assert found.annotations[0].value == Span(1, 7)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        ({"text": "look at this.jpg"}, "task-9", "Text"),
        ({"text": "x.jpg", "image": "/data/upload/1/p.png"}, "p.png", "Picture"),
        ({"photo": "https://x.org/a/p.JPG?size=3"}, "p.JPG", "Picture"),
        ({"clip": "/data/local-files/?d=s/p.wav"}, "s/p.wav", "Sound"),
        ({"review": "no file.png here"}, "task-9", "Text"),
        ({"a": 1, "b": 2}, "task-9", "NoneType"),
    ],
)
def test_what_a_task_is_about(data: dict[str, Any], name: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "l.json").write_text(json.dumps([{"id": 9, "data": data}]))
    [found] = list(open_labels(tmp_path / "l.json", "label-studio"))
    assert isinstance(found, Annotated)
    assert (found.name, type(found.content).__name__) == (name, kind)


def test_two_people_and_a_model_of_one_task(tmp_path: Path) -> None:
    def said(label: str) -> dict[str, Any]:
        return {"result": [{"type": "choices", "value": {"choices": [label]}, "id": "c", "from_name": "q"}]}

    task = {
        "id": 3,
        "data": {"text": "t", "more": 1},
        "annotations": [
            said("a") | {"completed_by": 7},
            said("b") | {"completed_by": {"email": "x@y"}},
            said("z") | {"was_cancelled": True},
        ],
        "predictions": [said("c") | {"model_version": "m1", "score": 0.25}],
    }
    (tmp_path / "l.json").write_text(json.dumps([task]))
    [found] = list(open_labels(tmp_path / "l.json"))
    assert isinstance(found, Annotated)
    assert [(each.by, each.label, each.id) for each in found.annotations] == [("7", "a", "0:c"), ("x@y", "b", "1:c")]
    assert [(each.by, each.label, each.score) for each in found.predictions] == [("m1", "c", 0.25)]
    assert found.meta == {"id": 3, "more": 1}


def test_bio_tags_by_hand(tmp_path: Path) -> None:
    text = Text("Ann Lee met Bo in Rome", ((0, 3), (4, 7), (8, 11), (12, 14), (15, 17), (18, 22)))
    said = tuple(
        Annotation(Span(*each), label) for each, label in (((0, 7), "PER"), ((12, 14), "PER"), ((18, 22), "LOC"))
    )
    expected = {
        "bio": "B-PER I-PER O B-PER O B-LOC",
        "iob1": "I-PER I-PER O I-PER O I-LOC",
        "bioes": "B-PER E-PER O S-PER O S-LOC",
        "bilou": "B-PER L-PER O U-PER O U-LOC",
    }
    for scheme, tags in expected.items():
        write_labels([Annotated("a", text, said)], (), tmp_path / "x.conll", "conll", Options(scheme=scheme))
        rows = [line.split("\t") for line in (tmp_path / "x.conll").read_text().splitlines() if line]
        assert " ".join(tag for _, tag in rows) == tags
        assert " ".join(word for word, _ in rows) == text.text


def test_the_four_columns_of_conll_2003(tmp_path: Path) -> None:
    (tmp_path / "x.conll").write_text(
        "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\n-DOCSTART- -X- -X- O\n\nBo NN B-NP B-PER\n"
    )
    found = [each for each in open_labels(tmp_path / "x.conll") if isinstance(each, Annotated)]
    assert [each.meta["document"] for each in found] == [1, 2]
    assert found[0].meta["columns"] == [["NNP", "VBZ"], ["B-NP", "B-VP"]]
    carried = write_labels(found, (), tmp_path / "y.conll", "conll")
    assert not carried.lost
    again = [each for each in open_labels(tmp_path / "y.conll") if isinstance(each, Annotated)]
    assert [(each.annotations, each.meta) for each in again] == [(each.annotations, each.meta) for each in found]


def test_frames_of_videos_are_named_with_as_many_digits_as_there_are_frames() -> None:
    assert frame_name(Frame("clip.mp4", 99, 290)) == "clip-099-mp4"
    assert frame_name(Frame("a/b-c.MOV", 7, 10)) == "a/b-c-07-MOV"
    assert frame_of("clip-099-mp4") == Frame("clip.mp4", 99)
    assert frame_of("photo-12-old") is None


def test_prediction_files_of_a_video(tmp_path: Path) -> None:
    frame = Picture(9, 9, Frame("clip.mp4", 99, 290))
    found = Annotated("clip-099-mp4.png", frame, predictions=(Annotation(Box(1, 1, 2, 2), "cat", 0.5),))
    carried = write_labels([found], CLASSES, tmp_path / "p", "predictions")
    told = json.loads((tmp_path / "p/predictions/clip-099-mp4.json").read_text())
    assert told == {
        "file_name": "clip-099-mp4.png",
        "predictions": [{"category_id": 5, "bbox": [1, 1, 2, 2], "score": 0.5}],
    }
    assert json.loads((tmp_path / "p/tasks.json").read_text()) == ["predictions"]
    assert not carried.changed
    [back] = list(open_labels(tmp_path / "p"))
    assert isinstance(back, Annotated)
    assert back.content == Picture(frame=Frame("clip.mp4", 99))


def test_runs_of_prediction_files_go_row_by_row(tmp_path: Path) -> None:
    mask = Mask.of_pixels(np.array([[0, 1, 1], [0, 0, 1]]))
    found = Annotated("a.png", Picture(3, 2), predictions=(Annotation(mask, "cat", 0.5),))
    write_labels([found], CLASSES, tmp_path / "p", "predictions", Options(task="semantic-segmentation"))
    told = json.loads((tmp_path / "p/predictions/a.json").read_text())
    assert told["predictions"][0]["segmentation"] == [1, 2, 2, 1]
