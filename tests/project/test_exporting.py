from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asknext.errors import ProjectError, UnknownName
from asknext.formats import Row
from asknext.project import exporting
from asknext.project.config import Columns, Config
from asknext.project.exporting import export
from asknext.project.folder import Project, create_project
from asknext.project.importing import import_data, import_rows
from asknext.store.events import append_event

both_databases = pytest.mark.usefixtures("sqlite_or_postgres")


def _project(folder: Path, rows: list[dict[str, Any]], **settings: Any) -> Project:
    settings.setdefault("columns", Columns(text="text", id="id", label="label"))
    project = create_project(folder, Config(**settings))
    import_rows(project, (Row(line, row) for line, row in enumerate(rows, 1)))
    return project


ROWS = [
    {"id": "a", "text": "one", "label": "pos", "lang": "en", "score": 3},
    {"id": "b", "text": "two", "lang": "=1+1", "score": None},
    {"id": "c", "text": "one", "nested": [1, {"x": True}]},
]


@both_databases
def test_csv_carries_labels_to_copies_and_says_where_they_come_from(tmp_path: Path) -> None:
    project = _project(tmp_path / "p", ROWS)
    assert export(project, "csv", tmp_path / "o.csv") == 2
    with (tmp_path / "o.csv").open(newline="", encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert (first["id"], first["text"], first["label"], first["stream"]) == ("a", "one", "pos", "import")
    assert (second["id"], second["label"], second["copy_of"], second["state"]) == ("c", "pos", "a", "open")
    assert first["labelled_at"].endswith("Z")
    assert (first["flagged"], first["meta.score"], first["score"]) == ("false", "3", "")
    assert json.loads(second["nested"]) == [1, {"x": True}]


def test_formulas_are_escaped_also_in_names_of_columns(tmp_path: Path) -> None:
    project = _project(tmp_path / "p", [{"id": "=a()", "text": "@x", "=cmd": "-1+1", "n": "-5"}])
    out = io.BytesIO()
    export(project, "csv", out, only_labelled=False)
    header, row = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    found = dict(zip(header, row, strict=True))
    assert (found["id"], found["text"], found["'=cmd"], found["n"]) == ("'=a()", "'@x", "'-1+1", "-5")


def test_every_format_is_read_by_other_tools(tmp_path: Path) -> None:
    project = _project(tmp_path / "p", ROWS)
    for format in exporting.FORMATS:
        assert export(project, format, tmp_path / f"o.{format}", only_labelled=False) == 3
    table = pd.read_csv(tmp_path / "o.csv")
    lines = pd.read_json(tmp_path / "o.jsonl", lines=True)
    columns = pq.read_table(tmp_path / "o.parquet")
    assert table["id"].tolist() == lines["id"].tolist() == columns["id"].to_pylist() == ["a", "b", "c"]
    assert columns["label"].to_pylist() == ["pos", None, "pos"]
    assert columns.schema.field("flagged").type == "bool"
    first = json.loads((tmp_path / "o.jsonl").read_text().splitlines()[2])
    assert (first["nested"], first["flagged"], first["copy_of"]) == ([1, {"x": True}], False, "a")


def test_no_class_and_no_label_differ(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": "1", "label": ["x", "y"]},
        {"id": "b", "text": "2", "label": []},
        {"id": "c", "text": "3"},
    ]
    project = _project(tmp_path / "p", rows, task="multi_label")
    export(project, "csv", tmp_path / "o.csv", only_labelled=False)
    with (tmp_path / "o.csv").open(newline="", encoding="utf-8") as file:
        assert [row["label"] for row in csv.DictReader(file)] == ['["x", "y"]', "[]", ""]
    export(project, "jsonl", tmp_path / "o.jsonl", only_labelled=False)
    assert [json.loads(line).get("label") for line in (tmp_path / "o.jsonl").read_text().splitlines()] == [
        ["x", "y"],
        [],
        None,
    ]


def test_rows_keep_their_columns(tmp_path: Path) -> None:
    rows = [{"id": "a", "size": 1.5, "label": "x", "state": "nsw"}]
    project = _project(tmp_path / "p", rows, content="row", columns=Columns(id="id", label="label"))
    export(project, "jsonl", tmp_path / "o.jsonl")
    found = json.loads((tmp_path / "o.jsonl").read_text())
    assert (found["size"], found["meta.state"], found["state"], found["label"]) == (1.5, "nsw", "labelled", "x")


@both_databases
def test_comments_stand_with_their_item(tmp_path: Path) -> None:
    project = _project(tmp_path / "p", ROWS)
    with project.database.write() as conn:
        for uid, item, text in (("1", 1, "unsure"), ("2", 1, "really"), ("3", 0, "clear")):
            values = {"uid": uid, "at": 1e9, "annotator": "ann", "session": "s", "item": item, "value": text}
            append_event(conn, kind="comment", stream="strategy", **values)
    export(project, "jsonl", tmp_path / "o.jsonl", only_labelled=False)
    found = [json.loads(line).get("comments") for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert [[each["text"] for each in said or []] for said in found] == [["clear"], ["unsure", "really"], []]


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    project = _project(tmp_path / "p", ROWS)
    for format in exporting.FORMATS:
        one, two = io.BytesIO(), io.BytesIO()
        export(project, format, one, only_labelled=False)
        export(project, format, two, only_labelled=False)
        assert one.getvalue() == two.getvalue()


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = _project(tmp_path / "p", ROWS)
    (tmp_path / "o.csv").write_text("old")

    def fail(*arguments: Any) -> Any:
        yield b"half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "write_csv", fail)
    with pytest.raises(ProjectError, match="cannot be written: No space left on device"):
        export(project, "csv", tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["o.csv", "p"]


def test_mistakes_are_named(tmp_path: Path) -> None:
    project = _project(tmp_path / "p", ROWS)
    with pytest.raises(UnknownName, match=r"no export format 'jsonlines'.*'jsonl'"):
        export(project, "jsonlines", tmp_path / "o")
    with pytest.raises(ProjectError, match="cannot be written: No such file or directory"):
        export(project, "csv", tmp_path / "absent" / "o.csv")


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)
_META = st.dictionaries(st.sampled_from(["score", "state", "lang", "meta.x", "=f", "'q"]), _TEXT)


@pytest.mark.parametrize("format", exporting.FORMATS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_TEXT, _META), min_size=1, max_size=5))
def test_an_export_can_be_imported_again(
    tmp_path_factory: pytest.TempPathFactory, format: str, rows: list[tuple[str, dict[str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    given = [{"id": f"-{i}=", "text": text, "label": "=x", **meta} for i, (text, meta) in enumerate(rows)]
    first = _project(folder / "p", given)
    export(first, format, folder / f"o.{format}", only_labelled=False)
    second = create_project(folder / "q", Config(columns=Columns(text="text", label="label")))
    report = import_data(second, [folder / f"o.{format}"])
    assert (report.added, report.rejected, report.conflicts) == (len(rows), 0, 0)
    kept = "SELECT pos, id, content, meta, copy_of, state FROM item ORDER BY pos"
    with first.database.read() as one, second.database.read() as two:
        found = [[tuple(row) for row in conn.exec_driver_sql(kept)] for conn in (one, two)]
    assert [_parsed(row) for row in found[0]] == [_parsed(row) for row in found[1]]
    assert [each.name for each in second.classes] == ["=x"]
    for project in (first, second):
        project.close()


def _parsed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row[:3], json.loads(row[3] or "{}"), *row[4:])
