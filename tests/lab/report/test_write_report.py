"""Files: the page, the figures, and the numbers of each."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from asknext.cli import main
from asknext.errors import MissingExtra, UnknownName
from asknext.lab.report import Findings, report_page, write_report
from asknext.lab.report.figure_files import write_figures
from asknext.report.chart import Series, line_chart
from asknext.report.picture_file import save_drawing

Filled = Callable[..., Path]
Made = Callable[..., Findings]
HOSTILE = "=cmd|' /C calc'!A0/../../x"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_figure_is_a_file_and_its_numbers_another(findings: Made, tmp_path: Path) -> None:
    found = findings()
    write_figures(found, tmp_path, ["svg"])
    names = {path.name for path in tmp_path.iterdir()}
    assert {"curves-001-digits-accuracy.svg", "curves.csv", "areas.csv"} <= names
    for path in tmp_path.glob("*.svg"):
        ElementTree.fromstring(path.read_text(encoding="utf-8"))
    curve = found.problems[0].curves["accuracy"][1]
    told = [
        each for each in rows(tmp_path / "curves.csv") if each["data_set"] == "digits" and each["metric"] == "accuracy"
    ]
    mine = [each for each in told if each["strategy"] == curve.name]
    assert [float(each["mean"]) for each in mine] == curve.mean
    assert [float(each["labels"]) for each in mine] == curve.x


def test_deficiency_is_in_the_table_against_random_and_in_its_file(findings: Made, tmp_path: Path) -> None:
    found = findings(data_sets=["digits"])
    write_figures(found, tmp_path, ["svg"])
    told = {each["strategy"]: each for each in rows(tmp_path / "areas.csv") if each["metric"] == "accuracy"}
    gain = next(each.gain for each in found.problems[0].standings["accuracy"] if each.strategy == "margin")
    assert gain is not None
    assert gain.deficiency is not None
    assert float(told["margin"]["deficiency"]) == gain.deficiency.value
    assert told["random"]["deficiency"] == told["margin"]["deficiency_low"] == ""
    assert f"<td>{gain.deficiency.value:.3f}</td>" in report_page(found)


def test_what_is_not_ranked_has_no_ranks_in_any_file(findings: Made, tmp_path: Path) -> None:
    write_figures(findings(), tmp_path / "few", ["svg"])
    assert not list((tmp_path / "few").glob("ranks*"))
    write_figures(findings(data_sets=list("abcdef")), tmp_path / "many", ["svg"])
    assert {"ranks-001-10_x_8-accuracy.svg", "ranks.csv"} <= {path.name for path in (tmp_path / "many").iterdir()}


def test_names_from_a_store_are_no_formulas_and_no_paths(findings: Made, tmp_path: Path) -> None:
    found = findings(data_sets=[HOSTILE], strategies={"random": 0.0, HOSTILE: 0.1}, fail=[(HOSTILE, 1)], error=HOSTILE)
    folder = tmp_path / "figures"
    write_figures(found, folder, ["svg"])
    assert [path.name for path in tmp_path.iterdir()] == ["figures"]
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert not [cell for row in csv.reader(file) for cell in row if cell.startswith(("=", "@", "+"))]
    assert all(path.name.isascii() and "/" not in path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_pictures_for_papers_are_the_same_every_time(tmp_path: Path, kind: str) -> None:
    pytest.importorskip("matplotlib", reason="PNG and PDF need matplotlib")
    curve = Series("$\\frac{x", [1, 2, 3], [0.1, 0.2, 0.3], [0, 0.1, 0.2], [0.2, 0.3, 0.4])
    drawing = line_chart([curve], x_label="labels", y_label="accuracy", title="", description="")
    paths = [tmp_path / f"{each}.{kind}" for each in ("a", "b")]
    for path in paths:
        save_drawing(drawing, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].read_bytes()[:4] in (b"\x89PNG", b"%PDF")


def test_without_matplotlib_it_is_said_what_to_type(
    fill: Filled, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"pip install 'asknext\[figures\]'"):
        write_report(fill(data_sets=["a"]), tmp_path / "r.html", figures=tmp_path, formats=["svg", "pdf"])
    assert list(tmp_path.iterdir()) == []
    assert write_report(fill(data_sets=["a"]), tmp_path / "r.html", figures=tmp_path / "f").figures


def test_an_unknown_format_is_told(fill: Filled, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="svg"):
        write_report(fill(data_sets=["a"]), figures=tmp_path, formats=["svgg"])


def test_the_command_writes_the_page_and_says_the_summary(
    fill: Filled, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "deep" / "report.html"
    line = ["lab", "report", str(fill(data_sets=["a"])), "-o", str(target), "--figures", str(tmp_path / "f")]
    assert main(line) == 0
    said = capsys.readouterr().out
    assert "a: margin had the highest accuracy" in said
    assert str(target) in said
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main(["lab", "report", str(tmp_path)]) == 1
    assert "no run store" in capsys.readouterr().err
