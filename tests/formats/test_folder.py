from __future__ import annotations

import os
from pathlib import Path

import pytest

from asknext.errors import DataError
from asknext.formats import ImageFolder, Reject, Row, TextFolder, open_source


def _found(source: object) -> tuple[dict[str, str], dict[str, str]]:
    found = list(source)  # type: ignore[call-overload]
    rows = {each.values["path"]: each.values.get("text", "") for each in found if isinstance(each, Row)}
    return rows, {each.raw: each.reason for each in found if isinstance(each, Reject)}


def test_texts_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.txt", "a.md", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    source = TextFolder(tmp_path)
    rows, rejects = _found(source)
    assert list(rows.items()) == [("a.md", "a.md"), ("b/10.txt", "b/10.txt"), ("b/2.txt", "b/2.txt")]
    assert rejects == {}
    assert "2 hidden file(s) and folder(s) passed over" in source.notes[0]


def test_what_cannot_be_taken_is_reported(tmp_path: Path) -> None:
    inside, outside = tmp_path / "data", tmp_path / "secret.txt"
    inside.mkdir()
    outside.write_text("secret")
    (inside / "out.txt").symlink_to(outside)
    (inside / "folder").symlink_to(tmp_path)
    (inside / "nothing.txt").symlink_to(inside / "absent")
    (inside / "table.xlsx").write_bytes(b"x")
    (inside / "nul.txt").write_bytes(b"a\0b")
    (inside / "long.txt").write_bytes(b"x" * 101)
    os.mkfifo(inside / "pipe.txt")
    (inside / "good.txt").write_text("good")
    (inside / "same.txt").symlink_to(inside / "good.txt")
    rows, rejects = _found(TextFolder(inside, field_limit=100))
    assert rows == {"good.txt": "good", "same.txt": "good"}
    assert {name: reason.split(" (")[0] for name, reason in rejects.items()} == {
        "folder": "a link to a folder; links are not followed into folders",
        "long.txt": "101 bytes, more than 100",
        "nothing.txt": "a link to nothing",
        "nul.txt": "holds a NUL character",
        "out.txt": f"a link that leads out of the folder {inside}",
        "pipe.txt": "not a regular file",
        "table.xlsx": "not a text file by its name",
    }


def test_names_with_line_ends_are_taken_and_names_that_are_no_text_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a\nb\x1b[31m.txt").write_text("x")
    os.close(os.open(os.fsencode(tmp_path) + b"/caf\xe9.txt", os.O_CREAT | os.O_WRONLY))
    rows, rejects = _found(TextFolder(tmp_path))
    assert list(rows) == ["a\nb\x1b[31m.txt"]
    assert list(rejects.values()) == ["the file's name is not valid UTF-8; rename it"]


def test_texts_in_other_encodings_are_read_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("café".encode("cp1252"))
    source = TextFolder(tmp_path)
    assert _found(source)[0] == {"a.txt": "café"}
    assert "read as cp1252 because byte 0xE9 at line 1" in source.notes[0]


def test_a_folder_is_read_by_what_the_project_holds(tmp_path: Path) -> None:
    assert isinstance(open_source(tmp_path, "image"), ImageFolder)
    assert isinstance(open_source(tmp_path, "text"), TextFolder)
    with pytest.raises(DataError, match="table rows come from a file"):
        open_source(tmp_path, "row")


def test_a_file_without_a_reader_names_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    with pytest.raises(DataError, match=r"No reader for '\.xlsx'; known are \.csv, \.tsv"):
        open_source(tmp_path / "a.xlsx")
    with pytest.raises(DataError, match="There is no such file or folder"):
        open_source(tmp_path / "absent.csv")
