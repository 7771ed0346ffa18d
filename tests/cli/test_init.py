"""Projects are made from what is there, wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_a_csv_becomes_a_project_of_texts(run: Run, notes: Path) -> None:
    done = run("init", "p", "--data", notes, "--text", "text", "--id", "id", "--label", "label", "--labels", "bad,good")
    assert done.code == 0
    assert "60 items added" in done.out
    assert "60 labels read" in done.out
    assert "asknext serve p" in done.out


def test_json_is_one_object_and_nothing_else(run: Run, notes: Path) -> None:
    found = run("init", "p", "--data", notes, "--text", "text", "--labels", "bad,good", "--json").json
    assert found["content"] == "text"
    assert found["added"] == 60


def test_without_a_text_column_items_are_rows_and_the_column_is_suggested(run: Run, notes: Path) -> None:
    done = run("init", "p", "--data", notes, "--label", "label", "--labels", "bad,good")
    assert done.code == 0
    assert "row items" in done.out
    assert "--text text" in done.err


def test_a_folder_of_images_is_found_out(run: Run, tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "pictures").mkdir()
    for number in range(3):
        Image.new("RGB", (8, 8), (number, 0, 0)).save(tmp_path / "pictures" / f"{number}.png")
    assert run("init", "p", "--data", "pictures", "--labels", "a,b", "--json").json["content"] == "image"


def test_a_failed_init_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("id,text\n1,fine\n1,the same id again\n")
    done = run("init", "p", "--data", "bad.csv", "--text", "text", "--id", "id", "--strict")
    assert done.code == 1
    assert not (tmp_path / "p").exists()


def test_a_folder_that_was_there_keeps_its_files(run: Run, tmp_path: Path, notes: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "mine.txt").write_text("mine")
    assert run("init", "p", "--data", notes, "--text", "txt").code == 2
    assert [path.name for path in (tmp_path / "p").iterdir()] == ["mine.txt"]


def test_class_names_may_hold_a_comma_and_get_number_keys(run: Run, notes: Path) -> None:
    run("init", "p", "--data", notes, "--text", "text", "--labels", '"yes, really",no')
    text = Path("p/asknext.yaml").read_text()
    assert "name: yes, really" in text
    assert "key: '1'" in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--text", "txet"], "no column 'txet'.*Did you mean 'text'"),
        (["--text", "text", "--strategy", "margn"], "no strategy 'margn'. Did you mean 'margin'"),
        (["--text", "text", "--strategy", "mnlp"], "needs sequences, which a project does not have"),
        (["--text", "text", "--strategy", "margin", "--task", "multi"], "is for single-label projects"),
        (["--text", "text", "--target", "acuracy=0.9"], "Did you mean 'accuracy'"),
        (["--text", "text", "--target", "accuracy"], "expected METRIC=VALUE"),
        (["--text", "text", "--task", "singel"], "no task 'singel'. Did you mean 'single'"),
        (["--text", "text", "--image", "text"], "give one"),
        (["--text", "text", "--embeddings", "none.npy"], "no such file"),
        (["--txt", "text"], "No such option: --txt"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(run: Run, notes: Path, options: list[str], words: str) -> None:
    import re

    done = run("init", "p", "--data", notes, *options)
    assert done.code == 2
    assert re.search(words, done.err)
    assert "Traceback" not in done.err
    assert done.out == ""
    assert not Path("p").exists()


def test_a_file_that_is_not_there_is_a_failure(run: Run) -> None:
    done = run("init", "p", "--data", "nothing.csv", "--text", "text")
    assert (done.code, done.err) == (1, "nothing.csv: There is no such file or folder.\n")
