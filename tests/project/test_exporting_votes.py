"""Every answer in a file, and how answers became labels."""

import csv
import io
import json

import pytest
from tests.labelling.conftest import fill

from asknext.labelling.desk import Desk
from asknext.project.config import ClassConfig, Config
from asknext.project.exporting import export
from asknext.project.exporting_votes import COLUMNS, export_votes
from asknext.project.folder import create_project
from asknext.project.importing import import_data
from asknext.project.team_config import Overlap, Review


@pytest.fixture
def make(tmp_path):
    made = []

    def begin(**settings):
        classes = tuple(ClassConfig(name) for name in "ab")
        made.append(create_project(tmp_path / f"p{len(made)}", Config(classes=classes, control=0.0, **settings)))
        fill(made[-1], 4, control=0.0)
        return made[-1], Desk(made[-1])

    yield begin
    for each in made:
        each.close()


def do(desk, who, kind, item, value=None, **more):
    event = {"uid": f"{who}{kind}{item}", "kind": kind, "item": item, "value": value, **more}
    assert desk.do(who, who, [event]).result()[0]["status"] == "stored"


def written(write, project, format="csv", **options):
    output = io.BytesIO()
    write(project, format, output, **options)
    text = output.getvalue().decode()
    return list(csv.DictReader(io.StringIO(text, newline=""))) if format == "csv" else text


def test_a_row_for_every_answer_beside_the_label(make):
    project, desk = make(overlap=Overlap(labels=2, most=2, adjudicate=0.0))
    do(desk, "ann", "label", 0, ["c1"], seconds=2.0)
    do(desk, "ben", "label", 0, ["c1"])
    do(desk, "ann", "label", 1, ["c1"])
    desk.close()
    rows = written(export_votes, project)
    assert list(rows[0]) == list(COLUMNS)
    shown = [
        (each["id"], each["annotator"], each["kind"], each["answer"], each["label"], each["agrees"]) for each in rows
    ]
    assert shown == [
        ("id0", "ann", "human", "a", "a", "true"),
        ("id0", "ben", "human", "a", "a", "true"),
        ("id1", "ann", "human", "a", "", ""),
    ]
    assert (rows[0]["seconds"], rows[0]["answered_at"][-1]) == ("2.0", "Z")
    line = json.loads(written(export_votes, project, "jsonl").splitlines()[0])
    assert (line["agrees"], line["seconds"]) == (True, 2.0)


def test_an_export_says_how_the_answers_became_the_label(make):
    project, desk = make(overlap=Overlap(labels=2, most=2, adjudicate=0.0))
    do(desk, "ann", "label", 0, ["c1"])
    do(desk, "ben", "label", 0, ["c1"])
    desk.close()
    row = written(export, project)[0]
    assert (row["decided"], row["votes"]) == ("consensus", "2")
    assert 0.5 < float(row["confidence"]) <= 1
    assert row["reviewer"] == ""


def test_an_export_names_the_reviewer_who_accepted_or_corrected(make):
    project, desk = make(review=Review(share=1.0))
    for item in (0, 1):
        do(desk, "ann", "label", item, ["c1"])
    do(desk, "rev", "accept", 0, seen=["c1"])
    do(desk, "rev", "correct", 1, ["c2"])
    desk.close()
    rows = {each["id"]: each for each in written(export, project)}
    assert [rows[name]["decided"] for name in ("id0", "id1")] == ["review", "correction"]
    assert [rows[name]["reviewer"] for name in ("id0", "id1")] == ["rev", "rev"]
    assert rows["id1"]["label"] == "b"


def test_every_state_of_an_item_can_be_exported(make):
    project, desk = make()
    desk.close()
    with project.database.write() as conn:
        for pos, state in enumerate((4, 5, 6)):
            conn.exec_driver_sql(f"UPDATE item SET state = {state} WHERE pos = {pos}")
    rows = written(export, project, only_labelled=False)
    assert [each["state"] for each in rows] == ["review", "rejected", "disputed", "open"]


def test_an_export_is_imported_again_without_its_provenance(make, tmp_path):
    project, desk = make()
    do(desk, "ann", "label", 0, ["c1"])
    desk.close()
    export(project, "csv", tmp_path / "out.csv")
    with create_project(tmp_path / "again", Config(classes=project.config.classes)) as again:
        import_data(again, [tmp_path / "out.csv"])
        columns = written(export, again, only_labelled=False)[0].keys()
    assert not [each for each in columns if each.startswith("meta.")]
