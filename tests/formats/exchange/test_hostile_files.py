"""Files from outside that mean harm, or are merely broken: refused with file, object and a way to mend."""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from asknext.annotations import Annotated, Annotation, Box, LabelClass, Picture
from asknext.errors import AsknextError, DataError
from asknext.formats.exchange import Options, checked, open_labels, write_labels
from asknext.formats.exchange.checking import Checks
from asknext.formats.exchange.safe_name import file_below, safe_name
from asknext.formats.rows import Reject

IMAGE = {"id": 1, "file_name": "a.png", "width": 40, "height": 30}
CAT = {"id": 3, "name": "cat"}


def coco(*objects: dict[str, Any], **more: Any) -> str:
    whole = {"images": [IMAGE], "categories": [CAT], "annotations": list(objects), **more}
    return json.dumps(whole)


def found_in(path: Path, text: str, **options: Any) -> tuple[list[Annotated], list[Reject]]:
    path.write_text(text, encoding="utf-8")
    found = list(checked(open_labels(path, options=Options(**options)), Checks(), str(path)))
    return (
        [each for each in found if isinstance(each, Annotated)],
        [each for each in found if isinstance(each, Reject)],
    )


NAMES = [
    "../a.png", "/etc/passwd", "a/../../b.png", "C:\\x.png", "..\\..\\x", "", " ", None, 3, "a\0b", "file:///etc/x",
    "a\nb", "./..", "https://x/a.png",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_never_leaves_its_folder(name: Any, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="file name"):
        safe_name(name)
    items, rejects = found_in(tmp_path / "a.json", coco(images=[{**IMAGE, "file_name": name}]))
    assert items == []
    assert "file name" in rejects[0].reason
    item = Annotated(str(name), Picture(40, 30), (Annotation(Box(1, 1, 2, 2), "cat"),))
    for to in ("yolo", "voc", "labelme"):
        if isinstance(name, str):
            with pytest.raises((DataError, UnicodeEncodeError)):
                write_labels([item], (), tmp_path / to, to)


def test_a_name_with_half_a_character_is_refused_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="file name"):
        safe_name("a\ud800")
    with pytest.raises(DataError, match="half a character"):
        found_in(tmp_path / "a.json", coco(images=[{**IMAGE, "file_name": "a\ud800"}]))


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.png").write_bytes(b"x")
    os.symlink(tmp_path / "secret.png", tmp_path / "in" / "a.png")
    with pytest.raises(DataError, match="leads out"):
        file_below(tmp_path / "in", "a.png")


OBJECT = {"id": 1, "image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4]}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"category_id": 7}, r"a.png, annotation 1: the category '7' is not among the categories \(3\)"),
        ({"category_id": [3]}, "category"),
        ({"bbox": [1, 2, -3, 4]}, "no area"),
        ({"bbox": [1, 2, 3]}, "bbox has 3 values, expected 4"),
        ({"bbox": ["1", 2, 3, 4]}, "x is '1'"),
        ({"bbox": [1e300, 2, 3, 4]}, "x is 1e"),
        (
            {"bbox": [0, 0, 1000, 4]},
            r"reaches 960 pixels over the edge of the image of 40 x 30; cut it off with --clip",
        ),
        ({"bbox": None}, "neither bbox nor segmentation nor keypoints"),
        ({"segmentation": [[1, 2, 3]]}, "3 numbers, expected x and y of at least 3 points"),
        ({"segmentation": {"size": [30, 40], "counts": [5]}}, "do not cover 30 x 40"),
        ({"segmentation": {"size": [40, 30], "counts": [1200]}}, "the mask is 30 x 40 pixels, its image 40 x 30"),
        ({"segmentation": {"size": [10**6, 10**6], "counts": "PPP"}}, "more than 50,000,000"),
        ({"segmentation": {"counts": "P"}}, "size of a mask"),
        ({"segmentation": 5}, "segmentation is int"),
        ({"keypoints": [1, 2]}, "keypoints has 2 numbers"),
        ({"keypoints": [1, 2, 9]}, "visibility of keypoint 1 is 9"),
        ({"score": 2}, "the score is 2"),
        ({"image_id": 9}, "the image 9, which is not among the images"),
        ({"image_id": None}, "no image_id"),
        ({"attributes": [1]}, "attributes is no object"),
    ],
)
def test_an_unsound_object_of_coco_is_named_and_the_rest_is_read(
    change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    items, rejects = found_in(tmp_path / "a.json", coco(OBJECT | change, {**OBJECT, "id": 2}))
    assert [each.id for each in items[0].annotations] == ["2"]
    assert len(rejects) == 1
    assert re.search(reason, rejects[0].reason), rejects[0].reason
    assert rejects[0].source == str(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "ends where"),
        ("{}", "is no COCO file"),
        ('{"images": [{"id": 1', "not sound JSON at character"),
        ('{"images": [], "images": 3} x', "goes on after its end"),
        (coco(OBJECT).replace("[1, 2, 3, 4]", "[NaN, 2, 3, 4]"), "NaN is not JSON"),
        (coco(OBJECT).replace('"id": 1,', '"id": 1, "id": 2,', 1), "stands twice"),
        ("[" * 100_000, "nested too deeply|expected"),
        ('{"images": [' + "9" * 6_000 + "]}", "digits"),
        (coco(categories=[CAT, CAT]), "stands twice"),
        (coco(categories=[{"id": 1, "name": ""}]), "has no name"),
        (
            coco(categories=[{"id": 1, "name": "x", "keypoints": ["a"], "skeleton": [[1, 5]]}]),
            "keypoint of the skeleton",
        ),
    ],
)
def test_a_broken_file_is_one_sentence_with_its_name(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(DataError, match=reason) as caught:
        list(open_labels(tmp_path / "a.json", "coco"))
    assert "a.json" in str(caught.value)


def test_images_of_one_id_are_told(tmp_path: Path) -> None:
    items, rejects = found_in(tmp_path / "a.json", coco(images=[IMAGE, IMAGE]))
    assert len(items) == 1
    assert "the id 1 stands twice" in rejects[0].reason


VOC = """<?xml version="1.0"?>{head}<annotation><filename>a.png</filename><size><width>40</width><height>30</height>
<depth>3</depth></size><object><name>{name}</name><bndbox><xmin>{x}</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax>
</bndbox></object></annotation>"""
BOMB = '<!DOCTYPE a [<!ENTITY a "' + "x" * 50 + '"><!ENTITY b "' + "&a;" * 50 + '">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (VOC.format(head=BOMB, name="&b;", x=1), "declares a document type"),
        (VOC.format(head=OUTSIDE, name="&a;", x=1), "declares a document type"),
        (VOC.format(head='<!DOCTYPE a SYSTEM "http://x/y.dtd">', name="a", x=1), "declares a document type"),
        (VOC.format(head="", name="&unknown;", x=1), "is not XML"),
        (VOC.format(head="", name="a", x="nan"), r"object 1 \(a\): xmin is nan"),
        (VOC.format(head="", name="a", x="1e999"), "xmin is inf"),
        (VOC.format(head="", name="a", x="0x10"), "xmin is '0x10'"),
        (VOC.format(head="", name="", x=1), "no name"),
        (VOC.format(head="", name="a", x=9), "no area"),
        ("<a>" * 60, "one another"),
        ("<annotations/>", "expected <annotation>"),
        ("", "is not XML"),
        ("<?xml version='1.0' encoding='no-such'?><annotation/>", "XML|encoding"),
    ],
)
def test_xml_that_means_harm(text: str, reason: str, tmp_path: Path) -> None:
    _, rejects = found_in(tmp_path / "a.xml", text)
    assert len(rejects) == 1
    assert re.search(reason, rejects[0].reason), rejects[0].reason


def yolo(
    tmp_path: Path, line: str, yaml: str = "names: [cat]\ntrain: images\n"
) -> tuple[list[Annotated], list[Reject]]:
    from PIL import Image

    (tmp_path / "labels").mkdir()
    (tmp_path / "images").mkdir()
    Image.new("L", (40, 30)).save(tmp_path / "images" / "a.png")
    (tmp_path / "labels" / "a.txt").write_text(line)
    (tmp_path / "data.yaml").write_text(yaml)
    found = list(checked(open_labels(tmp_path), Checks()))
    return (
        [each for each in found if isinstance(each, Annotated)],
        [each for each in found if isinstance(each, Reject)],
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("0 .5 .5 .1", "3 numbers behind the class"),
        ("cat .5 .5 .1 .1", "begins with 'cat', expected the number"),
        ("5 .5 .5 .1 .1", "the class 5 is not among the 1 names"),
        ("-1 .5 .5 .1 .1", "begins with '-1'"),
        ("0 nan .5 .1 .1", "number 2 is nan"),
        ("0 320 .5 .1 .1", "divide pixels by its size"),
        ("0 .5 .5 .1 0", "no area"),
        ("0 .9 .5 .5 .1", r"reaches 6 pixels over the edge"),
        ("0 .5 .5 .1 .1 7", "the score is 7"),
        ("0 .5 .5 x .1", "number 4 is 'x'"),
    ],
)
def test_a_line_of_yolo_is_named(line: str, reason: str, tmp_path: Path) -> None:
    items, rejects = yolo(tmp_path, f"0 .5 .5 .1 .1\n{line}\n")
    assert len(items[0].annotations) == 1
    assert re.search(reason, rejects[0].reason), rejects[0].reason
    assert "a.txt:2" in rejects[0].reason or "annotation 2" in rejects[0].reason


@pytest.mark.parametrize("place", ["../images", "/etc", "images/../..", "x.txt"])
def test_data_yaml_does_not_lead_out(place: str, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("../../etc/passwd.png\n")
    items, rejects = yolo(tmp_path, "", f"names: [cat]\ntrain: {place}\n")
    assert items == []
    assert "out of the folder" in rejects[0].reason or "within the folder" in rejects[0].reason


@pytest.mark.parametrize("yaml", ["a: &a [1]\nb: *a\n", "!!python/object:os.system {}", "- 1", "names: {a: b}", "\t"])
def test_yaml_that_means_harm(yaml: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"data\.yaml|names"):
        yolo(tmp_path, "", yaml)


def task(**result: Any) -> str:
    return json.dumps([{"id": 4, "data": {"image": "a.png"}, "annotations": [{"result": [result]}]}])


SQUARE = {"x": 1, "y": 1, "width": 2, "height": 2}
SIZED = {"original_width": 40, "original_height": 30, "from_name": "x", "id": "r"}


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        ({"type": "brushlabels", "value": {"rle": [255] * 20_000, "brushlabels": ["a"]}, **SIZED}, "20,000 bytes"),
        ({"type": "brushlabels", "value": {"rle": [255] * 20, "brushlabels": ["a"]}, **SIZED}, "4,294,967,295 values"),
        ({"type": "brushlabels", "value": {"rle": [300], "brushlabels": ["a"]}, **SIZED}, "no byte"),
        ({"type": "brushlabels", "value": {"rle": [], "brushlabels": ["a"]}, **SIZED}, "ends too early"),
        ({"type": "ellipselabels", "value": {}, **SIZED}, "type 'ellipselabels'; known are"),
        ({"type": "rectanglelabels", "value": {"x": 1, "y": 1, "width": 2, "height": 2}}, "original_width"),
        ({"type": "rectanglelabels", "value": {"x": None}, **SIZED}, "x is None"),
        ({"type": "rectanglelabels", "value": SQUARE, **SIZED, "image_rotation": 90}, "turned in the editor"),
        ({"type": "relation", "from_id": "r", "to_id": "nobody"}, "names the annotation 'r'"),
        ({"type": "pairwise", "value": {"selected": "middle"}}, "expected left, right or tie"),
        ({"type": "number", "value": {"number": "NaN"}}, "the number is 'NaN'"),
    ],
)  # fmt: skip
def test_results_of_label_studio_are_named(result: dict[str, Any], reason: str, tmp_path: Path) -> None:
    _, rejects = found_in(tmp_path / "a.json", task(**result))
    assert len(rejects) == 1
    assert reason in rejects[0].reason, rejects[0].reason
    assert "task 4" in rejects[0].reason or "a.png" in rejects[0].reason


@pytest.mark.parametrize(
    ("data", "value", "reason"),
    [
        ({}, {"sequence": [{"frame": 1, **SQUARE}]}, "say its width and height"),
        ({"width": 9, "height": 9}, {"sequence": [{"frame": 0, **SQUARE}]}, "frame"),
        ({"width": 9, "height": 9}, {"sequence": [7]}, "list of key frames"),
        ({"width": 9, "height": 9}, {"sequence": [{"frame": 1, "x": "far"}]}, "x is 'far'"),
        ({"width": 9, "height": 9}, None, "has no value"),
        ({"frames": [{"file": "../a.png", "index": 0}]}, {"sequence": []}, "out of the folder"),
        ({"frames": [3]}, {"sequence": []}, "list of objects"),
    ],
)
def test_videos_of_label_studio_that_cannot_be(data: Any, value: Any, reason: str, tmp_path: Path) -> None:
    said = [{"result": [{"id": "r", "type": "videorectangle", "value": value}]}]
    told = json.dumps([{"id": 4, "data": {"video": "v.mp4", **data}, "annotations": said}])
    _, rejects = found_in(tmp_path / "a.json", told)
    assert len(rejects) == 1
    assert reason in rejects[0].reason, rejects[0].reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\tB-x\nb\n", "line 2 has 1 columns, expected 2"),
        ("a\tX-x\n", "the tag 'X-x' is neither O nor"),
        ("a\tB\n", "the tag 'B'"),
        ("\tO\n", "no token before its tag"),
        ("a\n", "1 columns, expected 2"),
    ],
)
def test_a_sentence_of_conll_is_refused_with_its_line(text: str, reason: str, tmp_path: Path) -> None:
    items, rejects = found_in(tmp_path / "a.conll", f"ok\tB-x\n\n{text}\nok\tO\n".replace("line 2", "line 4"))
    assert len(items) == 2
    assert rejects[0].line == 3
    assert reason.replace("line 2", "line 4") in rejects[0].reason


def test_tags_that_break_their_rules_are_read_as_the_evaluation_does_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("a\tI-x\nb\tI-y\nc\tI-y\nd\tB-y\ne\tO\n")
    source = open_labels(path)
    [item] = list(source)
    assert isinstance(item, Annotated)
    assert [(each.value.start, each.value.end, each.label) for each in item.annotations] == [  # type: ignore[union-attr]
        (0, 1, "x"), (2, 5, "y"), (6, 7, "y"),
    ]  # fmt: skip
    assert "2 tags break the rules" in source.notes[0]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "ab", "spans": [{"start": 0, "end": 9, "label": "x"}]}', "ends at 9, and the text has 2"),
        ('{"text": "ab", "spans": [{"start": 1, "end": 1, "label": "x"}]}', "holds no character"),
        ('{"text": "ab", "label": [[0, 1]]}', "span 1: a span has 2 values"),
        ('{"txt": "ab"}', "expected an object with"),
        ("[1, 2", "is not JSON"),
        ('{"text": "ab", "tokens": [{"start": 0, "end": 2}, {"start": 1, "end": 2}]}', "overlaps its neighbour"),
        ('{"text": "ab", "entities": [], "relations": [{"from_id": 1, "to_id": 2, "type": "x"}]}', "not there"),
    ],
)
def test_spans_are_refused_with_their_line(line: str, reason: str, tmp_path: Path) -> None:
    items, rejects = found_in(tmp_path / "a.jsonl", '{"text": "ok"}\n' + line + "\n")
    assert len(items) == 1
    assert rejects[0].line == 2
    assert reason in rejects[0].reason


def predictions(tmp_path: Path, **prediction: Any) -> list[Reject]:
    (tmp_path / "t").mkdir()
    (tmp_path / "tasks.json").write_text('["t"]')
    schema = {"task_type": "object-detection", "categories": [{"id": 0, "name": "cat"}, {"id": 1, "name": "dog"}]}
    (tmp_path / "t" / "schema.json").write_text(json.dumps(schema))
    (tmp_path / "t" / "a.json").write_text(json.dumps({"file_name": "a.png", "predictions": [prediction]}))
    return [each for each in open_labels(tmp_path) if isinstance(each, Reject)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"category_id": 4}, "the category 4 is not among those of schema.json"),
        ({"probabilities": [0.5]}, "probabilities has 1 values, expected 2"),
        ({"probabilities": [0.5, 0.1]}, "sum to 0.6, expected 1"),
        ({"score": None}, "has no score"),
        ({"bbox": [1, 1, 0, 1]}, "no area"),
    ],
)
def test_predictions_are_named(change: dict[str, Any], reason: str, tmp_path: Path) -> None:
    sound = {"category_id": 0, "bbox": [1, 1, 2, 2], "score": 0.5}
    [reject] = predictions(tmp_path, **(sound | change))
    assert reason in reject.reason
    assert "a.png, prediction 1" in reject.reason


def test_tasks_do_not_lead_out(tmp_path: Path) -> None:
    (tmp_path / "tasks.json").write_text('["../x"]')
    with pytest.raises(DataError, match="out of the folder"):
        open_labels(tmp_path)


def test_rows_of_an_item_that_stand_apart_are_told(tmp_path: Path) -> None:
    items, rejects = found_in(tmp_path / "a.csv", "item,type,label\na,class,x\nb,class,y\na,class,z\n")
    assert [each.name for each in items] == ["a", "b"]
    assert "do not stand together" in rejects[0].reason
    _, rejects = found_in(tmp_path / "b.csv", "item,type,label\na,blob,x\n")
    assert rejects[0].line == 2
    assert "the type is 'blob'" in rejects[0].reason


def test_two_items_of_one_label_file_are_told(tmp_path: Path) -> None:
    items = [Annotated(name, Picture(40, 30)) for name in ("a.png", "A.jpg")]
    for to in ("yolo", "voc", "labelme"):
        with pytest.raises(DataError, match=r"a.png and A.jpg would both be written"):
            write_labels(items, (), tmp_path / to, to)


def test_what_is_there_is_never_mixed_with_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    with pytest.raises(DataError, match="is not empty"):
        write_labels([], (), tmp_path, "yolo")
    (tmp_path / "a.json").write_text("mine")
    bad = Annotated("a", Picture(1, 1), (), meta={"x": float("nan")})
    with pytest.raises(ValueError, match="Out of range"):
        write_labels([bad], (LabelClass("c"),), tmp_path / "a.json", "coco")
    assert (tmp_path / "a.json").read_text() == "mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.json", "x"]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.xml", "a.conll", "a.csv", "a.parquet", "a.yaml", "folder"])
@pytest.mark.parametrize("seed", range(6))
def test_noise_never_ends_in_a_traceback(name: str, seed: int, tmp_path: Path) -> None:
    import numpy as np

    if name == "a.parquet":
        pytest.importorskip("pyarrow")
    rng = np.random.default_rng(seed)
    alphabet = b'[]{}":,0123456789.-etrunfalse <>/&;\\\n\tOBI\x00\xff\xc3'
    data = bytes(rng.choice(np.frombuffer(alphabet, dtype=np.uint8), 400)) if seed else b""
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
        for each in ("tasks.json", "data.yaml", "a.json", "a.xml")[seed % 4 :]:
            (path / each).write_bytes(data)
    else:
        path.write_bytes(data)
    for read_as in (
        None,
        "coco",
        "label-studio",
        "asknext",
        "spans",
        "huggingface",
        "labelme",
        "voc",
        "conll",
        "table",
    ):
        with contextlib.suppress(AsknextError):
            list(checked(open_labels(path, read_as), Checks()))
