"""Changes of the classes on a project at work: what labels, votes and people see of them."""

from __future__ import annotations

import json
import time

import pytest
from sqlalchemy import select

from asknext.errors import InputError, UnknownName
from asknext.labelling.desk import Desk
from asknext.labelling.ontology.editing import perform, preview, record_as_found
from asknext.labelling.ontology.in_line import InLine, job_progress
from asknext.labelling.ontology.rederiving import rederive_some
from asknext.project.ontology.reading import read_ontology
from asknext.store.classes import add_class
from asknext.store.ontology import all_versions, newest_version
from asknext.store.schema import LABELLED, OPEN, event, item, label, vote

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")


class Work:
    """One project, its desk, and people who answer; the classes are c1 a, c2 b, c3 c."""

    def __init__(self, project):
        self.project, self.desk, self.count = project, Desk(project), 0

    def answer(self, item, *classes, by="ann", **more):
        self.count += 1
        given = {"uid": f"u{self.count}", "kind": "label", "item": item, "value": list(classes)} | more
        (shown,) = self.desk.do(f"page-{by}", by, [given]).result()
        return shown

    def change(self, do, **rest):
        change = {"do": do, **{name.rstrip("_"): value for name, value in rest.items()}}
        made = self.desk.write(
            lambda conn: perform(conn, change, annotator="manager", now=1000.0 + self.count)
        ).result()
        InLine(self.desk).finish()
        return made

    def preview(self, do, **rest):
        change = {"do": do, **{name.rstrip("_"): value for name, value in rest.items()}}
        with self.project.database.read() as conn:
            return preview(conn, change, 1000.0)

    def labels(self):
        with self.project.database.read() as conn:
            return {row.item: json.loads(row.value) for row in conn.execute(select(label.c.item, label.c.value))}

    def votes(self):
        with self.project.database.read() as conn:
            return {(row.item, row.annotator): json.loads(row.value) for row in conn.execute(select(vote))}

    def state(self, which):
        with self.project.database.read() as conn:
            return conn.execute(select(item.c.state).where(item.c.pos == which)).scalar_one()

    def events(self):
        with self.project.database.read() as conn:
            return [(row.kind, row.value, row.ontology) for row in conn.execute(select(event).order_by(event.c.seq))]

    def names(self):
        with self.project.database.read() as conn:
            return {each.id: each.name for each in read_ontology(conn).live}


@pytest.fixture
def work(make_project):
    made = []

    def begin(n=20, **settings):
        made.append(Work(make_project(n, **settings)))
        return made[-1]

    yield begin
    for each in made:
        each.desk.close()


def test_a_rename_touches_no_label_and_is_a_version(work):
    at = work()
    at.answer(1, "c1")
    made = at.change("edit", class_="c1", set={"name": "Alpha"})
    assert (made.version, made.job, at.names()["c1"], at.labels()) == (2, None, "Alpha", {1: ["c1"]})
    assert at.events() == [("label", '["c1"]', None)]
    at.answer(2, "c2")
    assert at.events()[-1] == ("label", '["c2"]', 2)


def test_a_merge_is_counted_before_and_changes_labels_and_votes_but_no_event(work):
    at = work()
    for which, name in ((1, "c1"), (2, "c2"), (3, "c1")):
        at.answer(which, name, by="bob" if which == 3 else "ann")
    before = at.events()
    seen = at.preview("merge", classes=["c1"], into="c2")
    assert seen["changed"]["labels"] == 2
    assert seen["changed"]["by_state"] == {"labelled": 2}
    assert seen["changed"]["annotators"] == [{"name": "ann", "answers": 1}, {"name": "bob", "answers": 1}]
    assert (seen["lost"]["labels"], seen["refusal"]) == (0, None)
    assert at.labels()[1] == ["c1"]  # a preview stores nothing
    at.change("merge", classes=["c1"], into="c2")
    assert at.labels() == {1: ["c2"], 2: ["c2"], 3: ["c2"]}
    assert set(map(tuple, at.votes().values())) == {("c2",)}
    assert at.events() == before


def test_a_merge_is_taken_back_although_a_later_version_renamed_the_class(work):
    at = work()
    at.answer(1, "c1")
    at.answer(2, "c2")
    merged = at.change("merge", classes=["c1"], into="c2").version
    at.change("edit", class_="c2", set={"name": "Beta"})
    at.answer(3, "c2")
    undone = at.change("undo", version=merged).version
    assert at.labels() == {1: ["c1"], 2: ["c2"], 3: ["c2"]}
    assert at.names() == {"c1": "a", "c2": "Beta", "c3": "c"}
    at.change("undo", version=undone)
    assert at.labels() == {1: ["c2"], 2: ["c2"], 3: ["c2"]}


def test_a_version_that_was_changed_again_is_not_taken_back_and_the_reason_is_said(work):
    at = work()
    first = at.change("edit", class_="c1", set={"name": "Alpha"}).version
    at.change("edit", class_="c1", set={"name": "Omega"})
    with pytest.raises(InputError, match="name of 'Omega' was changed again by a later version"):
        at.change("undo", version=first)
    with pytest.raises(InputError, match="nothing to take back"):
        at.change("undo", version=1)
    with pytest.raises(InputError, match="no version 77"):
        at.change("undo", version=77)


def test_a_class_in_use_is_deleted_only_when_told_what_becomes_of_its_labels(work):
    at = work()
    at.answer(1, "c1")
    with pytest.raises(InputError, match="'a' is in use: 1 labels and 1 answers"):
        at.change("delete", class_="c1")
    assert newest(at) == 0  # nothing of it was stored
    at.change("delete", class_="c3")  # nobody uses it
    deleted = at.change("delete", class_="c1", requeue=True).version
    assert (at.labels(), at.state(1), at.votes()) == ({}, OPEN, {})
    at.change("undo", version=deleted)
    assert (at.labels(), at.state(1)) == ({1: ["c1"]}, LABELLED)
    at.change("delete", class_="c1", merge_into="c2")
    assert at.labels() == {1: ["c2"]}


def newest(at):
    with at.project.database.read() as conn:
        return newest_version(conn)


def test_a_split_sorts_labels_by_its_rules_and_asks_the_others_again_among_the_new_classes(work):
    at = work()
    for which in (1, 2, 12, 3):
        at.answer(which, "c1" if which != 3 else "c2")
    change = {
        "class_": "c1",
        "into": [{"name": "one"}, {"name": "two"}],
        "rules": [{"into": "two", "items": ["id2"]}, {"into": "one", "search": "NUMBER 12"}],
    }
    assert at.preview("split", **change)["sorted"] == {"two": 1, "one": 1, "": 1}
    version = at.change("split", **change).version
    ids = {name: id for id, name in at.names().items()}
    assert at.labels() == {2: [ids["two"]], 12: [ids["one"]], 3: ["c2"]}
    assert at.state(1) == OPEN
    leased = at.desk.lease("page-bob", "bob", 20, []).result()
    again = next(each for each in leased["items"] if each["item"] == 1)
    assert again["choices"] == [ids["one"], ids["two"]]
    assert again["again"].startswith("'a' was split")
    assert all("again" not in each for each in leased["items"] if each["item"] != 1)
    at.change("undo", version=version)  # what the new classes said means the old one again
    assert at.labels() == {1: ["c1"], 2: ["c1"], 12: ["c1"], 3: ["c2"]}


def test_a_split_may_leave_the_labels_that_no_rule_fits(work):
    at = work()
    at.answer(1, "c1")
    at.answer(2, "c1")
    at.change("split", class_="c1", into=["x", "y"], rules=[{"into": "x", "items": ["id2"]}], rest="keep")
    assert at.labels() == {1: ["c1"], 2: ["c4"]}


def test_an_answer_by_older_classes_is_never_refused(work):
    at = work()
    at.answer(5, "c2")
    old = at.change("edit", class_="c2", set={"name": "B"}).version
    at.change("merge", classes=["c1"], into="c2")
    assert at.answer(1, "c1", ontology=old)["status"] == "stored"
    assert at.labels()[1] == ["c2"]
    at.change("delete", class_="c3", requeue=True)
    back = at.answer(2, "c3", ontology=old)
    assert back["status"] == "stored"
    assert back["message"].startswith("The class 'c' was deleted.")
    assert (back["item"]["item"], at.state(2), 2 in at.labels()) == (2, OPEN, False)
    assert at.events()[-1] == ("label", '["c3"]', old)  # it is kept as it was given
    assert at.answer(2, "c2")["status"] == "stored"
    assert at.labels()[2] == ["c2"]


def test_questions_are_asked_of_those_who_see_them_and_not_of_a_page_from_before(work):
    at = work()
    asked = {"attributes": [{"name": "Why?", "kind": "one", "required": True, "choices": [{"name": "x"}]}]}
    at.change("edit", class_="c1", set=asked)
    assert "has to be answered" in at.answer(1, "c1")["message"]
    assert at.answer(1, "c1", ontology=0)["status"] == "stored"
    assert at.answer(3, "c1", stream="list")["status"] == "stored"  # a label corrected in the list of items
    value = {"classes": ["c1"], "attributes": {"q1": "o1"}}
    assert at.answer(2, value=value)["status"] == "stored"
    assert at.labels() == {1: ["c1"], 2: ["c1"], 3: ["c1"]}  # answers to questions stand in the event
    assert json.loads(at.events()[-1][1]) == value


def test_of_several_classes_the_merged_one_is_replaced_and_stands_once(work):
    at = work(task="multi_label")
    at.answer(1, "c1", "c2")
    at.answer(2, "c1", "c3")
    at.answer(3)
    at.change("merge", classes=["c1"], into="c2")
    assert at.labels() == {1: ["c2"], 2: ["c2", "c3"], 3: []}


def test_a_job_that_was_cut_off_goes_on_and_does_nothing_twice(work, monkeypatch):
    monkeypatch.setattr("asknext.labelling.ontology.rederiving.CHUNK", 2)
    at = work()
    for which in range(7):
        at.answer(which, "c1")
    change = {"do": "split", "class": "c1", "into": ["x", "y"], "rules": [{"into": "x", "search": "text"}]}
    made = at.desk.write(lambda conn: perform(conn, change, annotator="m", now=1.0)).result()
    assert at.desk.write(lambda conn: rederive_some(conn, made.job, at.desk.settle)).result()
    other = Desk(at.project)  # as after a kill
    InLine(other).finish()
    other.close()
    assert at.labels() == {which: ["c4"] for which in range(7)}
    assert [kind for kind, *_ in at.events()].count("correct") == 7
    with at.project.database.read() as conn:
        assert job_progress(conn, made.job) == {"id": made.job, "status": "done", "total": 7, "done": 7, "version": 2}


def test_a_job_that_begins_while_the_one_before_ends_is_done_too(work, monkeypatch):
    at = work()
    for which, name in enumerate(("c1", "c2")):
        at.answer(which, name)
    in_line = InLine(at.desk)
    real, begun = in_line._unfinished, []

    def merge(name):
        change = {"do": "merge", "classes": [name], "into": "c3"}
        begun.append(at.desk.write(lambda conn: perform(conn, change, annotator="m", now=1.0)).result().job)
        in_line.run()

    def unfinished():
        found = real()
        if not found and len(begun) == 1:  # between the look at what there is to do and the end
            merge("c2")
        return found

    monkeypatch.setattr(in_line, "_unfinished", unfinished)
    merge("c1")
    soon(lambda: at.labels() == {0: ["c3"], 1: ["c3"]} and not real())
    in_line.stop()


def soon(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_classes_found_by_an_import_become_a_version_of_their_own(work):
    at = work()
    at.change("edit", class_="c1", set={"name": "A"})
    at.desk.write(lambda conn: add_class(conn, "found")).result()
    at.desk.write(lambda conn: record_as_found(conn, 5.0)).result()
    with at.project.database.read() as conn:
        assert [json.loads(row.change)["do"] for row in all_versions(conn)] == ["found", "edit", "start"]


@pytest.mark.parametrize(
    ("do", "rest", "error"),
    [
        ("add", {"name": " A "}, "There is a class 'A' already .'a' is the same name in another spelling."),
        ("add", {"name": "new", "key": "1"}, "same shortcut '1'"),
        ("add", {"name": "new", "key": " "}, "no space"),
        ("add", {"name": "new", "colour": "red"}, "#rrggbb"),
        ("add", {"name": "new", "parent": "c9"}, "no class 'c9'"),
        ("edit", {"class_": "c1", "set": {"name": ""}}, "not empty"),
        ("edit", {"class_": "c1", "set": {"name": "a"}}, "change nothing"),
        ("move", {"class_": "c1", "parent": "c1"}, "below itself"),
        ("merge", {"classes": ["c1"], "into": "c1"}, "into itself"),
        ("split", {"class_": "c1", "into": ["x"]}, "two classes or more"),
        ("split", {"class_": "c1", "into": ["x", "X"]}, "same name"),
        ("fuse", {}, "no change of the classes 'fuse'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(work, do, rest, error):
    at = work()
    with pytest.raises((InputError, UnknownName), match=error):
        at.change(do, **rest)
    assert (newest(at), at.names()) == (0, {"c1": "a", "c2": "b", "c3": "c"})
