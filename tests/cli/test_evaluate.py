from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from asknext.cli import main

pytest.importorskip("pycocotools")

COCO = {
    "images": [{"id": 1, "file_name": "a.png", "width": 100, "height": 80}],
    "categories": [{"id": 4, "name": "cat"}, {"id": 5, "name": "dog"}],
    "annotations": [
        {"id": 1, "image_id": 1, "category_id": 4, "bbox": [0, 0, 10, 10], "iscrowd": 0},
        {"id": 2, "image_id": 1, "category_id": 4, "bbox": [50, 40, 20, 10], "iscrowd": 0},
    ],
}
FOUND = [
    {"image_id": 1, "category_id": 4, "bbox": [0, 0, 10, 10], "score": 0.9},
    {"image_id": 1, "category_id": 4, "bbox": [30, 60, 5, 5], "score": 0.8},
    {"image_id": 1, "category_id": 4, "bbox": [50, 40, 20, 10], "score": 0.7},
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    for name, told in (("coco.json", COCO), ("results.json", FOUND)):
        (tmp_path / name).write_text(json.dumps(told))
    return str(tmp_path / "coco.json"), str(tmp_path / "results.json")


def test_a_person_reads_a_table(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", *files]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].split() == ["class", "drawn", "found", "mAP50", "mAP50-95", "precision", "recall"]
    assert [line.split() for line in said[2:5]] == [
        ["cat", "2", "3", "0.835", "0.835", "0.667", "1.000"], ["dog", "0", "0"],
        ["all", "2", "3", "0.835", "0.835", "0.667", "1.000"],
    ]  # fmt: skip
    assert said[-1] == (
        "Boxes in 1 image. Precision and recall count predictions with a score of at least 0.7, at an overlap of .5."
    )


def told(args: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main([*args, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_programs_read_json(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    found = told(["evaluate", *files, "--floor", ".75"], capsys)
    assert (found["precision"], found["recall"], found["floor"]) == (0.5, 0.5, 0.75)
    assert found["classes"][1] == {
        "name": "dog", "drawn": 0, "told": 0, "map50": None, "map50_95": None, "precision": None, "recall": None,
    }  # fmt: skip


def test_any_two_formats_meet(files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth, results = files
    assert main(["convert", truth, "--to", "voc", "-o", str(tmp_path / "voc")]) == 0
    turned = ["convert", results, "--truth", truth, "--to", "predictions", "-o", str(tmp_path / "said")]
    assert main(turned) == 0
    capsys.readouterr()
    first, second = (
        told(["evaluate", *files], capsys),
        told(["evaluate", str(tmp_path / "voc"), str(tmp_path / "said")], capsys),
    )
    assert first["map50"] == second["map50"]


def test_what_cannot_be_read_is_said(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps([{**FOUND[0], "image_id": 7}]))
    assert main(["evaluate", files[0], str(bad)]) == 1
    assert "bad.json" in capsys.readouterr().err
    assert main(["evaluate", files[0], files[0]]) == 1
    assert "a cat predicted in a.png has no score" in capsys.readouterr().err
    assert main(["evaluate", *files, "--masks"]) == 1
    assert "a.png has a box, which has no outline; compare boxes instead" in capsys.readouterr().err
