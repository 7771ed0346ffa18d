"""Text from outside cannot command the terminal."""

from __future__ import annotations

import pytest

from asknext.cli.printable import printable, shortened, width


@pytest.mark.parametrize("bad", ["\x1b[2J", "\x07", "\u202e", "\r", "\x9b31m", "\u2028", "\u200b"])
def test_what_a_terminal_would_obey_is_taken_out(bad: str) -> None:
    shown = printable(f"a{bad}b")
    assert not set(shown) & set("\x1b\x07\u202e\r\x9b\u2028\u200b")
    assert shown.startswith("a")
    assert shown.endswith("b")


def test_lines_are_kept_only_on_request() -> None:
    assert printable("a\nb") == "a b"
    assert printable("a\nb", keep_lines=True) == "a\nb"


def test_accents_and_other_scripts_stay() -> None:
    assert printable("crème 日本 🙂") == "crème 日本 🙂"


def test_wide_characters_count_double_and_accents_nothing() -> None:
    assert width("日本") == 4
    assert width("e\u0301") == 1


def test_text_is_cut_to_columns_with_an_ellipsis() -> None:
    assert shortened("hello", 5) == "hello"
    assert shortened("hello!", 5) == "hell…"
    assert width(shortened("日本日本", 5)) <= 5
