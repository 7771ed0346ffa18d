from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.selection.made import pictures

from asknext.cli import main


def test_a_folder_of_pictures_is_chosen_from_and_can_be_labelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pictures(tmp_path / "in", 4)
    (tmp_path / "in" / "broken.png").write_bytes(b"no picture")
    Path("c.yaml").write_text("input: in\nselection: {n: 2}\n")
    assert main(["select", "c.yaml"]) == 2
    assert "add 'output: FOLDER', or --output" in capsys.readouterr().err
    assert main(["select", "c.yaml", "--output", "out"]) == 0
    said = capsys.readouterr().out
    assert "5 images: 1 corrupt, 0 there twice, 2 with something chosen." in said
    assert "broken.png: not a picture of a known kind" in said
    assert (tmp_path / "out" / "report.html").is_file()
    assert main(["select", "c.yaml", "-o", "out", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["items"]["selected"] == 2
    words = ["init", "p", "--data", "out/queue.jsonl", "--image", "image", "--id", "id", "--labels", "a,b"]
    assert main([*words, "--task", "detection"]) == 0
    assert "2 items" in capsys.readouterr().out


def test_a_mistake_names_the_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "c.yaml").write_text("input: in\nselecton: {n: 2}\n")
    assert main(["select", str(tmp_path / "c.yaml")]) == 2
    assert "There is no key 'selecton' in the configuration. Did you mean 'selection'" in capsys.readouterr().err
