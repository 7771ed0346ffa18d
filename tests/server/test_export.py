"""The export over HTTP: the formats that fit the task, the same bytes as the command line's, read by other parsers."""

import io
import json
import zipfile
from xml.etree import ElementTree

import pytest
from PIL import Image

from asknext.cli.annotated_export import Wanted, export_media
from asknext.cli.console import Console
from asknext.labelling.desk import Desk
from asknext.labelling.export_formats import FORMATS, export_formats
from asknext.project.annotate_config import AnnotateConfig
from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project
from asknext.project.importing import import_data

BOX = {"type": "box", "x": 10.0, "y": 5.0, "width": 20.0, "height": 10.0, "class": "c2", "id": "a"}
RING = [[10.0, 5.0], [30.0, 5.0], [30.0, 15.0]]
OUTLINE = {"type": "polygon", "parts": [[RING]], "class": "c1", "id": "b"}
TEXT = "Ada met Bob in Oslo."
SPANS = [
    {"type": "span", "start": start, "end": end, "class": name, "id": f"s{start}"}
    for start, end, name in ((0, 3, "c1"), (8, 11, "c1"), (15, 19, "c2"))
]


def saved(project, *annotations, item=0):
    desk = Desk(project)
    event = {"uid": f"u{item}", "kind": "label", "item": item, "value": {"annotations": list(annotations)}}
    (result,) = desk.do("ann", "ann", [event]).result()
    assert result["status"] == "stored", result
    desk.close()


@pytest.fixture
def opened(tmp_path):
    made = []

    def make(rows, **settings):
        classes = () if settings["task"] == "number" else (ClassConfig("cat"), ClassConfig("dog"))
        project = create_project(tmp_path / "p", Config(control=0.0, classes=classes, **settings))
        import_data(project, [rows])
        made.append(project)
        return project

    yield make
    for each in made:
        each.close()


@pytest.fixture
def pictures(opened, tmp_path):
    (tmp_path / "images" / "sub").mkdir(parents=True)
    for name in ("0.png", "sub/1.png"):
        Image.new("RGB", (100, 50)).save(tmp_path / "images" / name)
    project = opened(tmp_path / "images", task="objects", content="image", annotate=AnnotateConfig(("box", "polygon")))
    saved(project, BOX)
    saved(project, BOX, OUTLINE, item=1)
    return project


@pytest.fixture
def texts(opened, tmp_path):
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "t", "text": TEXT}), encoding="utf-8")
    project = opened(tmp_path / "texts.jsonl", task="spans", content="text")
    saved(project, *SPANS)
    return project


@pytest.fixture
def numbers(opened, tmp_path):
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "t", "text": TEXT}), encoding="utf-8")
    project = opened(tmp_path / "texts.jsonl", task="number", content="text")
    saved(project, {"type": "number", "value": 2.5})
    return project


def fetched(client, name, **more):
    answer = client.get("/api/v1/export", params={"format": name, **more})
    assert answer.status_code == 200, answer.text
    assert FORMATS[name].ending in answer.headers["content-disposition"]
    return answer


def unzipped(answer):
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {each: archive.read(each) for each in archive.namelist()}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("pictures", {"coco", "huggingface", "label-studio", "labelme", "native", "table", "voc", "yolo"}),
        ("texts", {"conll", "doccano", "huggingface", "label-studio", "native", "spacy", "spans", "table"}),
        ("numbers", {"label-studio", "native", "table"}),
    ],
)
def test_every_format_that_fits_the_task_is_what_the_command_line_writes(
    kind, expected, request, client_of, tmp_path, capsys
):
    project = request.getfixturevalue(kind)
    client = client_of(project)
    offered = client.get("/api/v1/export/formats").json()
    assert {each["name"] for each in offered if not each["plain"]} == expected
    for each in expected:
        path = tmp_path / f"by-hand{'-' + each if FORMATS[each].folder else FORMATS[each].ending}"
        wanted = Wanted(each, path, False, None, "bio", False, False)
        export_media(project.folder, wanted, Console(as_json=True))
        told = json.loads(capsys.readouterr().out)
        answer = fetched(client, each)
        carried = json.loads(answer.headers["asknext-carried"])
        assert carried["annotations"] == told["annotations"] > 0
        assert carried["lost"] == {what: noted["count"] for what, noted in told["lost"].items()}
        if FORMATS[each].folder:
            files = {one.relative_to(path).as_posix(): one.read_bytes() for one in path.rglob("*") if one.is_file()}
            assert unzipped(answer) == files
        else:
            assert answer.content == path.read_bytes()
    for each in FORMATS.keys() - expected - {"csv", "jsonl", "parquet"}:
        refused = client.get("/api/v1/export", params={"format": each})
        assert (refused.status_code, "Known: " in refused.text or "Did you mean" in refused.text) == (400, True)


def test_coco_and_yolo_and_voc_are_read_by_others(pictures, client_of, tmp_path):
    client = client_of(pictures)
    files = unzipped(fetched(client, "yolo", yolo="detect"))
    assert files["labels/0.txt"].split() == [b"1", b"0.2", b"0.2", b"0.2", b"0.2"]
    lines = [json.loads(each) for each in files["provenance.jsonl"].splitlines()]
    assert [(each["item"], each["annotator"]) for each in lines] == [("0.png", "ann"), ("sub/1.png", "ann")]
    assert all(each["labelled_at"] for each in lines)
    segments = unzipped(fetched(client, "yolo"))["labels/sub/1.txt"].decode().splitlines()
    assert [float(each) for each in segments[1].split()] == [0, 0.1, 0.1, 0.3, 0.1, 0.3, 0.3]
    tree = ElementTree.fromstring(unzipped(fetched(client, "voc"))["Annotations/sub/1.xml"])
    found = [[each.findtext("name"), *(side.text for side in each.find("bndbox"))] for each in tree.iter("object")]
    assert found == [["dog", "10", "5", "30", "15"], ["cat", "10", "5", "30", "15"]]
    coco = pytest.importorskip("pycocotools.coco").COCO
    path = tmp_path / "c.json"
    path.write_bytes(fetched(client, "coco").content)
    read = coco(str(path))
    assert {read.cats[each["category_id"]]["name"]: each["bbox"] for each in read.anns.values()} == {
        "cat": [10, 5, 20, 10],
        "dog": [10, 5, 20, 10],
    }
    assert sorted(each["file_name"] for each in read.imgs.values()) == ["0.png", "sub/1.png"]


def test_spans_are_read_by_others(texts, client_of):
    client = client_of(texts)
    rows = [
        each.split() for each in fetched(client, "conll", scheme="bioes").text.splitlines() if "-DOCSTART" not in each
    ]
    assert [(each[0], each[-1]) for each in rows if each and each[-1] != "O"] == [
        ("Ada", "S-cat"),
        ("Bob", "S-cat"),
        ("Oslo", "S-dog"),
    ]
    (line,) = map(json.loads, fetched(client, "spans").text.splitlines())
    assert [TEXT[each["start"] : each["end"]] for each in line["spans"]] == ["Ada", "Bob", "Oslo"]
    (task,) = fetched(client, "label-studio").json()
    assert task["annotations"][0]["completed_by"] == {"email": "ann"}


def test_what_only_rows_can_say_is_refused_of_other_formats(texts, client_of):
    client = client_of(texts)
    for each in ({"votes": True}, {"ontology_version": 1}):
        answer = client.get("/api/v1/export", params={"format": "native", **each})
        assert (answer.status_code, "csv, jsonl or parquet" in answer.text) == (400, True)


def test_an_export_that_fails_says_why_and_leaves_nothing_behind(pictures, client_of, tmp_path, monkeypatch):
    import tempfile

    from asknext.errors import DataError

    def broken(*_given, **_more):
        raise DataError("the disk is full")

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    client = client_of(pictures)
    assert fetched(client, "voc").content
    monkeypatch.setattr("asknext.labelling.annotated_export.export_annotations", broken)
    answer = client.get("/api/v1/export", params={"format": "voc"})
    assert (answer.status_code, "the disk is full" in answer.text) == (400, True)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_projects_of_classes_have_the_tables_alone():
    assert [each.name for each in export_formats(Config())] == ["csv", "jsonl", "parquet"]
