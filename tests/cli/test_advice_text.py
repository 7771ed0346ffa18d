"""The advice as a person reads it in a terminal."""

from __future__ import annotations

from asknext.cli.advice_text import advice_text
from asknext.stopping.advice import ACT, FINE, Line, Picture, Piece

LINES = (Line("your batches", (20, 30), (0.05, 0.1)), Line("random", (20, 30), (0.1, 0.2)))
PIECES = [
    Piece("independent_set", FINE, "There is one.", picture=Picture("", "items set aside", "", LINES)).as_dict(),
    Piece(
        "exploration",
        ACT,
        "Explore more.",
        "asknext ask FOLDER --strategy auto",
        picture=Picture("", "labels", "", LINES),
    ).as_dict(),
]


def test_what_is_to_be_done_comes_first_with_its_command_and_course():
    assert advice_text(PIECES, "notes").splitlines() == [
        "! Exploration Explore more.",
        "              -> asknext ask notes --strategy auto",
        "              ▃▅                        10.0%  your batches (20 to 30 labels)",
        "              ▅█                        20.0%  random (20 to 30 labels)",
        "  Test set    There is one.",
    ]


def test_a_terminal_of_plain_letters_gets_plain_bars(monkeypatch):
    class Plain:
        encoding = "ascii"

    monkeypatch.setattr("sys.stdout", Plain())
    advice_text(PIECES, "notes").encode("ascii")


def test_no_pieces_no_text():
    assert advice_text([], "notes") == ""
