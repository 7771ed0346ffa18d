"""Bulk operations: all or those asked for, each once, and after a kill from where they were."""

import pytest
from tests.labelling.conftest import Clock

from asknext.errors import InputError, UnknownName
from asknext.labelling import bulk
from asknext.labelling.bulk import Bulk
from asknext.labelling.desk import Desk
from asknext.store.browse import count_items_like
from asknext.store.jobs import add_job


@pytest.fixture
def desk(make_project):
    made = Desk(make_project(130, control=0.0))
    yield made
    made.close()


def label(desk, items):
    actions = [{"uid": f"u{item}", "kind": "label", "item": item, "value": ["c1"]} for item in items]
    assert {each["status"] for each in desk.do("s", "ann", actions).result()} == {"stored"}


def begin(desk, wanted):
    with desk.project.database.read() as conn:
        total = bulk.check(conn, wanted)
    return desk.write(lambda conn: bulk.begin(conn, wanted, total, by="m", now=1.0)).result()


def step(desk, number):
    return desk.write(lambda conn: bulk.some(conn, desk.work, desk.queue.policy, number, Clock().now)).result()


def run(desk, wanted):
    number = begin(desk, wanted)
    while step(desk, number):
        pass
    return shown(desk, number)


def shown(desk, number):
    with desk.project.database.read() as conn:
        return bulk.job_shown(conn, number)


def count(desk, **filters):
    with desk.project.database.read() as conn:
        return count_items_like(conn, **filters)


def column(desk, name):
    with desk.project.database.read() as conn:
        return list(conn.exec_driver_sql(f"SELECT {name} FROM item ORDER BY pos").scalars())


def test_what_a_filter_finds_is_put_back(desk):
    label(desk, range(120))
    found = run(desk, Bulk("requeue", filter={"state": "labelled"}))
    assert (found["status"], found["total"], found["done"], found["failed"]) == ("done", 120, 120, 0)
    assert count(desk, state="labelled") == 0
    assert desk.queue.left is not None


def test_ids_are_taken_as_they_are_and_unknown_ones_reported(desk):
    found = run(desk, Bulk("ignore", ids=["id3", "nobody", "id5"]))
    assert (found["done"], found["failed"]) == (2, 1)
    assert found["problems"] == [{"id": "nobody", "message": "There is no item with this id."}]
    assert count(desk, state="ignored") == 2


def test_what_cannot_be_done_is_reported_item_by_item(desk):
    found = run(desk, Bulk("gold", ["no such class"], ids=["id1"]))
    assert (found["done"], found["failed"]) == (0, 1)
    assert found["problems"][0]["item"] == 1
    assert "no such class" in found["problems"][0]["message"]


def test_a_killed_server_goes_on_and_does_nothing_twice(desk):
    label(desk, range(120))
    number = begin(desk, Bulk("requeue", filter={"state": "all"}))
    assert step(desk, number)
    before = shown(desk, number)
    with desk.project.database.write() as conn:  # as if the last step's note of progress had been lost
        conn.exec_driver_sql("UPDATE job SET done = 0, result = replace(result, '\"after\": 49', '\"after\": -1')")
    again = Desk(desk.project)
    with desk.project.database.read() as conn:
        assert bulk.unfinished(conn) == [number]
    while step(again, number):
        pass
    again.close()
    assert before["done"] == 50
    assert shown(desk, number)["done"] == 130
    with desk.project.database.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM event WHERE kind = 'requeue'").scalar() == 130


def test_what_is_cancelled_stops_where_it_is(desk):
    number = begin(desk, Bulk("ignore", filter={}))
    assert step(desk, number)
    desk.write(lambda conn: bulk.cancel(conn, number)).result()
    assert not step(desk, number)
    assert (shown(desk, number)["status"], count(desk, state="ignored")) == ("stopped", 50)


def test_other_work_is_not_cancelled_as_if_it_were_a_bulk_operation(desk):
    number = desk.write(lambda conn: add_job(conn, "ontology", by="m", at=1.0, total=3, result={})).result()
    with pytest.raises(InputError, match="Only a bulk operation is stopped here"):
        desk.write(lambda conn: bulk.cancel(conn, number)).result()
    assert shown(desk, number)["status"] == "running"


@pytest.mark.parametrize(
    ("action", "value", "name"),
    [
        ("prioritise", 2, "priority"),
        ("want", 3, "wanted"),
        ("need_skill", "german", "skill"),
        ("assign", "ben", "assigned"),
    ],
)
def test_what_is_set_on_items(desk, action, value, name):
    assert run(desk, Bulk(action, value, ids=["id7", "id9"]))["done"] == 2
    found = column(desk, name)
    assert [found[7], found[9]] == [value, value]
    assert sum(each == value for each in found) == 2
    with desk.project.database.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM event WHERE kind = 'prioritise'").scalar() == 2


def test_an_item_of_which_more_answers_are_wanted_is_open_again(desk):
    label(desk, [4])
    run(desk, Bulk("want", 2, ids=["id4"]))
    assert column(desk, "state")[4] == 0


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (Bulk("explode", ids=["id1"]), UnknownName),
        (Bulk("ignore"), InputError),
        (Bulk("ignore", ids=["id1"], filter={}), InputError),
        (Bulk("ignore", filter={"owner": "x"}), UnknownName),
        (Bulk("ignore", filter={"state": "gone"}), UnknownName),
        (Bulk("ignore", filter={"search": "\0"}), InputError),
        (Bulk("prioritise", "high", ids=["id1"]), InputError),
        (Bulk("prioritise", float("inf"), ids=["id1"]), InputError),
        (Bulk("want", 0, ids=["id1"]), InputError),
        (Bulk("need_skill", "", ids=["id1"]), InputError),
    ],
)
def test_what_cannot_be_begun(desk, wanted, error):
    with pytest.raises(error), desk.project.database.read() as conn:
        bulk.check(conn, wanted)


def test_nobody_can_take_a_uid_before_the_server_uses_it(desk):
    label(desk, [3])
    taken = [{"uid": f"{name}3", "kind": "ignore", "item": 3} for name in ("bulk-1-", "machine/m/", "prioritise-")]
    assert [each["status"] for each in desk.do("s", "eve", taken).result()] == ["refused"] * 3
    with desk.project.database.write() as conn:  # as an asknext of before let anybody do
        given = [{"uid": "bulk-1-3", "kind": "flag", "item": 3}, {"uid": "bulk-1-4", "kind": "flag", "item": 4}]
        assert [each.status for each in desk.work.do(conn, "s", "eve", given)] == ["stored"] * 2
    assert run(desk, Bulk("requeue", ids=["id3"]))["done"] == 1
    assert count(desk, state="labelled") == 0
    run(desk, Bulk("assign", "ann", ids=["id4"]))
    assert column(desk, "assigned")[4] == "ann"


def test_items_are_named_by_their_positions_too(desk):
    found = run(desk, Bulk("flag", items=[3, 5, 4000]))
    assert (found["done"], found["failed"]) == (2, 1)
    assert count(desk, state="flagged") == 2
    with pytest.raises(InputError, match="either ids, items or a filter"):
        begin(desk, Bulk("flag", ids=["id1"], items=[1]))


def test_what_a_bulk_operation_did_is_taken_back(desk):
    label(desk, range(60))
    back = run(desk, Bulk("requeue", items=list(range(60))))
    assert count(desk, state="labelled") == 0
    found = run(desk, Bulk("undo", back["id"]))
    assert (found["done"], found["failed"]) == (60, 0)
    assert count(desk, state="labelled") == 60
    ignored = run(desk, Bulk("ignore", items=[100, 101]))
    run(desk, Bulk("undo", ignored["id"]))
    assert count(desk, state="ignored") == 0
    with desk.project.database.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM lease").scalar() == 0


def test_priorities_are_what_they_were_before(desk):
    run(desk, Bulk("prioritise", 5, items=[0, 1]))
    tagged = run(desk, Bulk("need_skill", "birds", items=[0]))
    second = run(desk, Bulk("prioritise", 9, items=[0, 1, 2]))
    run(desk, Bulk("prioritise", 7, items=[1]))
    found = run(desk, Bulk("undo", second["id"]))
    assert column(desk, "priority")[:4] == [5.0, 7.0, 0.0, 0.0]
    assert [each["item"] for each in found["problems"]] == [1]
    run(desk, Bulk("undo", tagged["id"]))
    assert column(desk, "skill")[0] is None


@pytest.mark.parametrize("number", [99, None, "1", True])
def test_what_was_no_bulk_operation_cannot_be_taken_back(desk, number):
    with pytest.raises(InputError, match="no bulk operation"):
        begin(desk, Bulk("undo", number))


def test_an_undo_and_what_is_still_at_work_cannot_be_taken_back(desk):
    number = begin(desk, Bulk("flag", items=list(range(60))))
    with pytest.raises(InputError, match="still at work"):
        begin(desk, Bulk("undo", number))
    while step(desk, number):
        pass
    undone = run(desk, Bulk("undo", number))
    with pytest.raises(InputError, match="undo cannot be undone"):
        begin(desk, Bulk("undo", undone["id"]))
