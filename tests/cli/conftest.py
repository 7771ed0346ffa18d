"""Running commands as a person would, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from asknext.cli import main


@dataclass(frozen=True)
class Said:
    """What a command said: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def ran(*words: object) -> Said:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return ran


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.csv"
    words = {"bad": "late dirty rude broken", "good": "lovely clean kind warm"}
    lines = ["id,text,label"]
    for number in range(60):
        kind = "bad" if number % 2 else "good"
        lines.append(f"n{number},The trip number {number} was {words[kind].split()[number % 4]} for us,{kind}")
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def project(run: Run, notes: Path) -> Path:
    done = run("init", "notes", "--data", notes, "--text", "text", "--id", "id", "--labels", "bad,good")
    assert done.code == 0, done.err
    return notes.with_name("notes")
