from __future__ import annotations

import json
from pathlib import Path

import pytest

from asknext.cli import main

COCO = {
    "images": [{"id": 1, "file_name": "a.png", "width": 40, "height": 30, "license": 2}],
    "categories": [{"id": 4, "name": "cat"}],
    "annotations": [
        {"id": 1, "image_id": 1, "category_id": 4, "bbox": [1, 2, 3, 4], "iscrowd": 0},
        {"id": 2, "image_id": 1, "category_id": 4, "segmentation": [[1, 1, 9, 1, 9, 9]], "iscrowd": 0},
    ],
}


@pytest.fixture
def coco(tmp_path: Path) -> Path:
    path = tmp_path / "coco.json"
    path.write_text(json.dumps(COCO))
    return path


def test_what_did_not_come_along_is_listed(coco: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", str(coco), "--to", "voc", "--output", str(tmp_path / "voc")]) == 0
    said = capsys.readouterr().out
    assert "1 item with 2 annotations read as coco and written as voc" in said
    assert "Not carried over:\n  1 x the item's field 'license' (first: a.png)" in said


def test_json_for_programs(coco: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["convert", str(coco), "--to", "yolo", "--task", "detect", "-o", str(tmp_path / "y"), "--json"]
    assert main(args) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["annotations"] == 1
    assert told["lost"]["a polygon"] == {"count": 1, "first": "a.png, annotation 2 (cat)"}
    assert main([*args[:-2], str(tmp_path / "z"), "--json", "--approximate"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["changed"] == {"the box around a polygon": {"count": 1, "first": "a.png, annotation 2 (cat)"}}


def test_the_task_of_yolo_follows_the_shapes(coco: Path, tmp_path: Path) -> None:
    assert main(["convert", str(coco), "--to", "yolo", "-o", str(tmp_path / "y")]) == 0
    lines = (tmp_path / "y/labels/a.txt").read_text().splitlines()
    assert [len(line.split()) for line in lines] == [9, 7]


def test_coco_keeps_what_the_file_says_beside(coco: Path, tmp_path: Path) -> None:
    coco.write_text(json.dumps({"info": {"year": 2017}, "licenses": [{"id": 2}], **COCO}))
    assert main(["convert", str(coco), "--to", "coco", "-o", str(tmp_path / "out.json")]) == 0
    found = json.loads((tmp_path / "out.json").read_text())
    assert (found["info"], found["licenses"]) == ({"year": 2017}, [{"id": 2}])


def test_images_are_copied_and_read_again(coco: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from PIL import Image

    (tmp_path / "photos").mkdir()
    Image.new("L", (40, 30)).save(tmp_path / "photos" / "a.png")
    there = ["convert", str(coco), "--to", "yolo", "--images", str(tmp_path / "photos"), "--copy-images"]
    assert main([*there, "-o", str(tmp_path / "y")]) == 0
    assert main(["convert", str(tmp_path / "y"), "--to", "coco", "-o", str(tmp_path / "back.json")]) == 0
    back = json.loads((tmp_path / "back.json").read_text())
    assert [each["bbox"] for each in back["annotations"]] == [[1, 2, 3, 4], [1, 1, 8, 8]]
    capsys.readouterr()
    Image.new("L", (41, 30)).save(tmp_path / "photos" / "a.png")
    assert main([*there, "-o", str(tmp_path / "z")]) == 1
    assert "the file says 40 x 30 pixels, but the image has 41 x 30" in capsys.readouterr().err


def test_results_need_their_truth(coco: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = tmp_path / "r.json"
    results.write_text(json.dumps([{"image_id": 1, "category_id": 4, "bbox": [1, 1, 2, 2], "score": 0.5}]))
    assert main(["convert", str(results), "--to", "detections", "-o", str(tmp_path / "d.jsonl")]) == 2
    assert "--truth" in capsys.readouterr().err
    args = ["convert", str(results), "--truth", str(coco), "--to", "detections", "-o", str(tmp_path / "d.jsonl")]
    assert main(args) == 0
    told = json.loads((tmp_path / "d.jsonl").read_text())
    assert told == {"name": "a.png", "scores": [0.5], "boxes": [[1.0, 1.0, 3.0, 3.0]], "labels": ["cat"]}
    args = [
        "convert",
        str(tmp_path / "r.json"),
        "--truth",
        str(coco),
        "--to",
        "coco-results",
        "-o",
        str(tmp_path / "s.json"),
    ]
    assert main(args) == 0
    [again] = json.loads((tmp_path / "s.json").read_text())
    assert again == {"image_id": 1, "category_id": 4, "bbox": [1.0, 1.0, 2.0, 2.0], "area": 4.0, "score": 0.5}


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--to", "yolx", "-o", "x"], 2, "There is no format to write 'yolx'. Did you mean 'yolo'"),
        (["--to", "voc", "--from", "cocco", "-o", "x"], 2, "Did you mean 'coco'"),
        (["--to", "yolo", "--task", "detct", "-o", "x"], 2, "There is no task 'detct'"),
        (["--to", "conll", "--scheme", "bi", "-o", "x"], 2, "There is no scheme 'bi'"),
        (["--to", "coco", "-o", "no/such/folder.json"], 1, "cannot be written"),
    ],
)
def test_wrong_usage_is_one_sentence(
    args: list[str], code: int, said: str, coco: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["convert", str(coco), *args]) == code
    assert said in capsys.readouterr().err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["coco.json"]


def test_strict_stops_and_writes_nothing(coco: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coco.write_text(json.dumps(COCO).replace("[1, 2, 3, 4]", "[1, 2, 300, 4]"))
    out = tmp_path / "out.json"
    assert main(["convert", str(coco), "--to", "label-studio", "-o", str(out), "--strict"]) == 1
    assert "annotation 1 (cat): reaches 261 pixels over the edge" in capsys.readouterr().err
    assert not out.exists()
    assert main(["convert", str(coco), "--to", "label-studio", "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Could not be read: 1 object or item" in said
    assert "cut it off with --clip" in said
    assert main(["convert", str(coco), "--to", "label-studio", "-o", str(out), "--clip"]) == 0
    assert "Could not" not in capsys.readouterr().out


def test_nothing_that_looks_like_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.bin").write_bytes(b"x")
    assert main(["convert", str(tmp_path / "a.bin"), "--to", "coco", "-o", str(tmp_path / "x.json")]) == 1
    assert "looks like no known format; name one with --from: asknext, coco" in capsys.readouterr().err
    assert main(["convert", str(tmp_path / "no"), "--to", "coco", "-o", str(tmp_path / "x.json")]) == 1
    assert "there is no such file" in capsys.readouterr().err.lower()
