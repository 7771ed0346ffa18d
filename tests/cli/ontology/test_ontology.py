"""The classes of a project from the command line, on a small project with labels."""

from __future__ import annotations

import pytest

ROWS = "id,text\n1,My parcel never came.\n2,You are great\n3,When?\n4,Dirty\n"


@pytest.fixture
def said(run, tmp_path):
    (tmp_path / "rows.csv").write_text(ROWS)
    (tmp_path / "labels.csv").write_text("id,label\n1,bad\n2,good\n4,bad\n")
    assert run("init", "mail", "--data", "rows.csv", "--text", "text", "--id", "id", "--labels", "bad,good").code == 0
    assert run("tell", "mail", "labels.csv", "--annotator", "ann").code == 0
    return lambda *words: run("ontology", *words)


def labels(run, *more):
    lines = run("export", "mail", "--format", "csv", "-o", "-", *more).out.splitlines()
    place = lines[0].split(",").index("label")
    return {line.split(",")[0]: line.split(",")[place] for line in lines[1:]}


def test_a_class_is_renamed_everywhere_and_an_export_can_be_had_by_the_old_name(said, run):
    assert said("rename", "mail", "bad", "Poor").out == "renamed: bad -> Poor\nStored as version 2.\n"
    assert labels(run) == {"1": "Poor", "2": "good", "4": "Poor"}
    assert labels(run, "--ontology-version", "1") == {"1": "bad", "2": "good", "4": "bad"}
    refused = run("export", "mail", "--format", "csv", "-o", "-", "--ontology-version", "9")
    assert (refused.code, "There is no version 9" in refused.err) == (2, True)


def test_a_preview_stores_nothing_and_says_whose_labels_are_touched(said, run):
    seen = said("merge", "mail", "bad", "--into", "good", "--preview")
    assert seen.out == "merged: bad -> good\n2 labels and 2 answers (ann 2) mean another class.\n"
    assert said("versions", "mail").out == "The classes were never changed.\n"
    assert labels(run)["1"] == "bad"


def test_merge_split_and_undo(said, run):
    said("merge", "mail", "bad", "--into", "good")
    assert labels(run) == dict.fromkeys("124", "good")
    said("undo", "mail", "2")
    assert labels(run) == {"1": "bad", "2": "good", "4": "bad"}
    made = said("split", "mail", "bad", "--into", "Late", "--into", "Other", "--search", "Late=parcel", "--json").json
    assert (made["version"], made["sorted"]) == (4, {"Late": 1, "": 1})
    assert labels(run) == {"1": "Late", "2": "good"}
    assert labels(run, "--ontology-version", "1") == {"1": "bad", "2": "good"}
    assert [each["undone_by"] for each in said("versions", "mail", "--json").json["versions"]] == [None, None, 3, None]


def test_deleting_a_class_in_use_needs_an_answer_to_what_becomes_of_it(said, run):
    refused = said("delete", "mail", "bad")
    assert (refused.code, "--requeue" in refused.err) == (2, True)
    assert said("delete", "mail", "bad", "--requeue").code == 0
    assert labels(run) == {"2": "good"}


def test_a_file_goes_out_and_in_and_serves_a_second_project(said, run, tmp_path):
    said("show", "mail", "--output", "classes.yaml")
    assert said("apply", "mail", "classes.yaml").err.startswith("This would change nothing")
    (tmp_path / "rows.csv").write_text(ROWS)
    run("init", "post", "--data", "rows.csv", "--text", "text", "--id", "id", "--labels", "other,good")
    assert said("apply", "post", "classes.yaml", "--requeue", "other").code == 0
    text = (tmp_path / "classes.yaml").read_text().replace("name: bad", "name: awful")
    (tmp_path / "classes.yaml").write_text(text)
    assert said("check", "mail", "classes.yaml").out == "renamed: bad -> awful\n"
    assert said("check", "post", "classes.yaml").out == "renamed: bad -> awful\n"  # its own bad is c3


def test_a_file_with_a_mistake_is_refused_with_its_line(said, tmp_path):
    (tmp_path / "classes.yaml").write_text("classes:\n  - name: bad\n    colour: red\n")
    refused = said("apply", "mail", "classes.yaml")
    assert (refused.code, refused.err.startswith("classes.yaml:2")) == (1, True)
