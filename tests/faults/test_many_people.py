"""A short run of many people under kills, and that the ledger sees what it is there to see."""

import os

import pytest
from benchmarks.labelling.annotator import Habits
from benchmarks.labelling.ledger import Hold, Ledger, Sent, certain, check, count_double_leased
from benchmarks.labelling.many_people import run
from sqlalchemy import delete, update
from tests.postgres import Postgres

from asknext.formats import Row
from asknext.labelling.desk import Desk
from asknext.project.config import ClassConfig, Columns, Config
from asknext.project.folder import create_project
from asknext.project.importing import import_rows
from asknext.store.schema import event, item, label, vote

SECONDS = float(os.environ.get("ASKNEXT_FAULT_SECONDS", "0"))
QUICK = Habits(think=0.05, lease=2.0, late=0.05, undo=0.1, again=0.2, swapped=0.1, leave=0.05)


def held_to_account(folder, **settings):
    found = run(folder, people=5, seconds=SECONDS, items=400, every=0.5, kills=2, habits=QUICK, **settings)
    assert not any(found["wrong"].values()), found
    assert found["stuck"] == 0
    assert found["acknowledged"] > 3
    assert sum(found["killed"].values()) > 0


def test_nothing_is_lost_doubled_or_leased_twice_while_the_server_is_killed(tmp_path):
    held_to_account(tmp_path, seed=1)


def test_nor_while_the_database_is_killed_too_and_items_want_two_answers(tmp_path):
    pytest.importorskip("psycopg", reason="this needs psycopg, the driver for PostgreSQL")
    server = Postgres(safe=True)
    try:
        held_to_account(tmp_path, seed=6, overlap=2, postgres=server)
    finally:
        server.remove()


@pytest.fixture
def worked(tmp_path):
    """A project with three answers, and the ledger of whoever gave them."""
    config = Config(columns=Columns(text="text"), classes=(ClassConfig("a"), ClassConfig("b")))
    with create_project(tmp_path / "p", config) as project:
        import_rows(project, [Row(k, {"text": f"text {k}"}) for k in range(10)])
        ledger, desk = Ledger(), Desk(project)
        for number in range(3):
            sent = Sent(f"u{number}", "ann", "label", number, ["c1"], acknowledged=True)
            ledger.sent[sent.uid] = sent
            given = {"uid": sent.uid, "kind": "label", "item": number, "value": ["c1"]}
            assert desk.do("s", "ann", [given]).result(10)[0]["status"] == "stored"
        desk.close()
        yield project, ledger


def wrong(worked, change=None):
    project, ledger = worked
    if change is not None:
        with project.database.write() as conn:
            conn.execute(change)
    return {name for name, count in check(project, ledger).items() if count}


def test_the_ledger_agrees_with_what_was_done(worked):
    assert wrong(worked) == set()


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (update(label).where(label.c.item == 1).values(value='["c2"]'), {"underived"}),
        (update(item).where(item.c.pos == 2).values(state=0), {"underived"}),
        (delete(vote).where(vote.c.item == 0), {"underived"}),
        (update(event).where(event.c.uid == "u1").values(annotator="other"), {"changed", "underived"}),
        (update(event).where(event.c.uid == "u1").values(uid="another"), {"lost", "unknown"}),
    ],
)
def test_the_ledger_sees_what_is_wrong(worked, change, seen):
    assert wrong(worked, change) == seen


def test_two_hands_on_one_item_are_seen():
    def hold(session, begin, end):
        return Hold(1, session, begin, end, begin)

    first, apart, both = hold("s", 0.0, 2.0), hold("t", 2.5, 3.0), hold("t", 1.9, 3.0)
    assert count_double_leased([first, apart], 1) == 0
    assert count_double_leased([first, both], 1) == 1
    assert count_double_leased([first, both], 2) == 0
    assert count_double_leased([first, hold("s", 1.0, 1.5)], 1) == 0  # one's own, confirmed again
    assert count_double_leased([first, apart, hold("s", 1.0, 5.0)], 1) == 1


def test_an_answer_of_anybody_ends_all_hands_on_its_item():
    ledger = Ledger(holds=[Hold(1, "s", 2.0, 8.0, 1.0), Hold(1, "t", 6.0, 9.0, 5.5)])
    assert count_double_leased(certain(ledger), 1) == 1
    ledger.sent["late"] = Sent("late", "u", "label", 1, begun=3.0, ended=4.0)
    assert [each.end for each in certain(ledger)] == [3.0, 9.0]
    assert count_double_leased(certain(ledger), 1) == 0
