"""Examples in the documentation run as they stand."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from asknext.cli import main
from asknext.strategies import registry

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PYTHON_PAGES = [
    "README.md",
    "docs/how_to/use_your_own_model.md",
    "docs/how_to/choose_from_arrays.md",
    "docs/how_to/explore.md",
    "docs/how_to/select_images_and_video.md",
    "docs/how_to/formats.md",
    "docs/how_to/label_audio_and_video.md",
    "docs/how_to/label_text_spans.md",
    "docs/how_to/write_a_strategy.md",
    "docs/how_to/ask_about_a_stream.md",
    "docs/how_to/agree_on_labels.md",
    "docs/how_to/label_by_rules.md",
    "docs/explanation/comparing_strategies.md",
]


def blocks(page: str) -> list[tuple[str, str]]:
    return BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PYTHON_PAGES)
def test_python_examples_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for known in ("_CLASSES", "_ORIGINS"):  # a strategy of an example is not there for other tests
        monkeypatch.setattr(registry, known, dict(getattr(registry, known)))
    found = [code for language, code in blocks(page) if language == "python"]
    assert found
    names: dict[str, object] = {}
    for code in found:
        exec(compile(code, page, "exec"), names)


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for language, code in blocks("docs/tutorial.md"):
        if language == "python":
            exec(compile(code, "tutorial", "exec"), names)
        elif language == "sh":
            for line in code.strip().splitlines():
                words = shlex.split(line)
                assert words.pop(0) == "asknext"
                assert main(words) == 0, (line, capsys.readouterr().err)
    assert (tmp_path / "simulation.html").stat().st_size > 10_000
    assert (tmp_path / "labels.csv").read_text().count("\n") == 41
    assert isinstance(names["right"], float)
    assert names["right"] > 0.9


def commands() -> list[tuple[str, str]]:
    """Every example of a command in the documentation, joined where it goes over several lines."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    found = []
    for page in pages:
        if "_build" in page.parts:
            continue
        for _, code in BLOCK.findall(page.read_text(encoding="utf-8")):
            for line in code.replace("\\\n", " ").splitlines():
                if line.startswith("asknext ") and "[" not in line:
                    found.append((page.name, line.split("#")[0].strip()))
    return found


@cache
def asknext_commands() -> Any:
    from typer.main import get_command

    from asknext.cli.app import app

    return get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize(("page", "line"), sorted(set(commands())))
def test_commands_in_examples_have_the_options_they_use(page: str, line: str) -> None:
    words = shlex.split(line)
    command = asknext_commands()[words[1]]
    if hasattr(command, "commands"):
        # `asknext quality DIR` is `asknext quality report DIR`
        command = command.commands.get(words[2]) or command.commands["report"]
    known = {flag for each in command.params for flag in [*each.opts, *each.secondary_opts]} | {"--help"}
    assert [word for word in words if word.startswith("-") and word not in known] == [], page
