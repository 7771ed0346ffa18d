"""Exit codes, errors in one sentence, and a clean end by Ctrl-C."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asknext.cli import app as application
from asknext.cli.app import COMMANDS
from asknext.cli.main import main

Run = Callable[..., Any]


def test_a_mistyped_command_suggests_the_nearest(run: Run) -> None:
    done = run("exprot", ".")
    assert done.code == 2
    assert "No such command 'exprot'" in done.err
    assert "export" in done.err.partition("exprot")[2]


def test_a_missing_argument_names_it_and_where_help_is(run: Run) -> None:
    done = run("status")
    assert done.code == 2
    assert "DIR" in done.err
    assert "asknext status --help" in done.err


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert f"  asknext {command} " in done.out
    assert "--json" in done.out


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "Stopped."),
        (PermissionError(13, "Permission denied", "a.csv"), 1, "a.csv: Permission denied."),
        (ZeroDivisionError("division by zero"), 1, "did not foresee (ZeroDivisionError: division by zero)"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_a_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, words: str
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr("asknext.labelling.dashboard.dashboard", fail)
    monkeypatch.setattr("asknext.project.folder.open_project", lambda _: fail())
    done = run("status", ".")
    assert done.code == code
    assert words in done.err
    assert "Traceback" not in done.err


def test_python_dash_m_is_the_same_command() -> None:
    done = subprocess.run([sys.executable, "-m", "asknext", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("asknext 0.")


def test_a_reader_that_goes_away_is_no_crash(tmp_path: Path) -> None:
    line = f"{sys.executable} -m asknext --help | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_main_takes_its_arguments_from_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["asknext", "--version"])
    assert main() == 0
    assert application.app.info.name == "asknext"
