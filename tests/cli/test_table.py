"""Tables are aligned, and cut to the terminal."""

from __future__ import annotations

import pytest

from asknext.cli.table import table


def test_numbers_are_on_the_right_and_words_on_the_left() -> None:
    shown = table(["name", "n"], [["a", 5], ["long name", 1200]])
    assert shown.splitlines() == ["name           n", "---------  -----", "a              5", "long name  1,200"]


def test_the_wide_column_gives_way_where_the_terminal_is_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shown = table(["id", "text"], [["1", "x" * 200]], wide="text")
    assert max(map(len, shown.splitlines())) <= 40
    assert shown.endswith("…")


def test_escapes_in_cells_are_harmless() -> None:
    assert "\x1b" not in table(["text"], [["\x1b[31mred"]])


def test_no_rows_leave_the_heads() -> None:
    assert table(["id", "score"], []).splitlines()[0] == "id  score"
