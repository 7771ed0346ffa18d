"""Without an extra, what needs it says what to type; the rest works."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from asknext.cli import main


@pytest.fixture
def no_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)


@pytest.mark.usefixtures("no_pyarrow")
def test_parquet_names_its_extra_and_csv_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.parquet").write_bytes(b"PAR1")
    Path("a.csv").write_text("text\none\ntwo\n")
    hint = "pip install 'asknext[parquet]'"
    assert main(["init", "p", "--data", "a.parquet", "--text", "text"]) == 1
    assert hint in capsys.readouterr().err
    assert main(["init", "p", "--data", "a.csv", "--text", "text", "--labels", "a,b"]) == 0
    assert main(["export", "p", "--all", "-o", "b.parquet"]) == 1
    assert hint in capsys.readouterr().err
    assert not Path("b.parquet").exists()
    assert main(["export", "p", "--all", "-o", "b.csv"]) == 0
