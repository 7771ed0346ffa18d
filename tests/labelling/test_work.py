import json
from types import SimpleNamespace

import numpy as np
import pytest
from sqlalchemy import select, update

from asknext.labelling.derive import Derived
from asknext.labelling.queue import Queue
from asknext.labelling.ranking import publish_ranking
from asknext.labelling.work import Work
from asknext.store.items import exported_rows
from asknext.store.schema import OPEN, event, item, label, lease

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")


class Bench:
    """A project, its queue and its work, with one call for each thing a browser does."""

    def __init__(self, project, clock):
        self.project, self.clock = project, clock
        self.queue = Queue(project, clock=clock)
        self.work = Work(self.queue, multilabel=project.config.multilabel, clock=clock)
        self.count = 0

    def do(self, kind, which=None, value=None, *, session="s", annotator="me", uid=..., **more):
        self.count += 1
        given = {"uid": f"u{self.count}" if uid is ... else uid, "kind": kind, "item": which, "value": value, **more}
        with self.project.database.write() as conn:
            return self.work.do(conn, session, annotator, [given])[0]

    def lease(self, session="s", want=1):
        with self.project.database.write() as conn:
            return self.queue.lease(conn, session, "me", want).items[0].item

    def state(self, which):
        with self.project.database.read() as conn:
            row = conn.execute(select(item.c.state, item.c.flagged).where(item.c.pos == which)).one()
            value = conn.execute(select(label.c.value).where(label.c.item == which)).scalar()
        return row.state, row.flagged, value and json.loads(value)

    def events(self):
        with self.project.database.read() as conn:
            return conn.execute(select(event).order_by(event.c.seq)).all()

    def control(self, which):
        with self.project.database.read() as conn:
            return conn.execute(select(item.c.control).where(item.c.pos == which)).scalar_one()

    def leases(self):
        with self.project.database.read() as conn:
            return {row.item: row.session for row in conn.execute(select(lease))}


@pytest.fixture
def bench(make_project, clock):
    return Bench(make_project(30), clock)


def test_an_answer_is_stored_with_where_it_came_from(bench):
    which = bench.lease()
    done = bench.do("label", which, ["c2"], seconds=2.5)
    assert (done.status, done.late) == ("stored", False)
    assert bench.state(which) == (1, False, ["c2"])
    stored = bench.events()[0]
    assert (stored.annotator, stored.session, stored.seconds, stored.strategy) == ("me", "s", 2.5, "random")
    assert stored.stream in ("strategy", "control")
    assert bench.leases() == {}


def test_only_an_item_that_was_handed_out_came_by_a_strategy(bench):
    which = bench.lease()
    bench.do("label", which, ["c1"])
    bench.do("label", which, ["c2"])  # a change of the answer
    bench.do("correct", which, ["c1"], session="r", annotator="rev")
    assert [each.strategy for each in bench.events()] == ["random", None, None]
    with bench.project.database.read() as conn:
        row = next(exported_rows(conn, only_labelled=True))
    assert (row.annotator, row.strategy) == ("rev", "random")


def test_the_strategy_is_known_when_its_ranking_is_not_remembered_any_more(bench, monkeypatch):
    order = np.arange(bench.project.n)
    publish_ranking(bench.project, strategy="margin", labels=0, order=order, scores=order * 1.0, n=len(order))
    for remembered in (True, False):
        which = bench.lease()
        while bench.control(which):
            which = bench.lease(f"s{which}")
        if not remembered:
            monkeypatch.setattr(bench.queue, "ranking_of", lambda _: None)
        bench.do("label", which, ["c1"], session=bench.leases()[which])
        stored = bench.events()[-1]
        assert (stored.strategy, stored.score) == ("margin", float(which) if remembered else None)


def test_the_same_event_twice_is_stored_once(bench):
    assert bench.do("label", 3, ["c1"], uid="x").status == "stored"
    assert bench.do("label", 3, ["c1"], uid="x").status == "known"
    assert len(bench.events()) == 1


def test_the_same_event_twice_in_one_batch_is_stored_once(bench):
    given = {"uid": "x", "kind": "label", "item": 3, "value": ["c1"]}
    with bench.project.database.write() as conn:
        done = bench.work.do(conn, "s", "me", [given, given])
    assert [each.status for each in done] == ["stored", "known"]


def test_a_uid_that_means_something_else_is_refused(bench):
    bench.do("label", 3, ["c1"], uid="x")
    done = bench.do("skip", 4, uid="x")
    assert done.status == "refused"
    assert "belongs to another event" in done.message


@pytest.mark.parametrize(("who", "which"), [("you", 3), ("me", 4)])
def test_a_uid_of_somebody_else_or_of_another_item_is_refused(bench, who, which):
    bench.do("label", 3, ["c1"], uid="x")
    with bench.project.database.write() as conn:
        given = [{"uid": "x", "kind": "label", "item": which, "value": ["c1"]}]
        assert bench.work.do(conn, "s", who, given)[0].status == "refused"


def test_one_wrong_event_does_not_block_the_others(bench):
    batch = [
        {"uid": "1", "kind": "label", "item": 3, "value": ["nobody"]},
        "no object at all",
        {"uid": "2", "kind": "label", "item": 3, "value": ["c1"]},
    ]
    with bench.project.database.write() as conn:
        done = bench.work.do(conn, "s", "me", batch)
    assert [each.status for each in done] == ["refused", "refused", "stored"]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"kind": "lable"}, "Did you mean 'label'"),
        ({"kind": "label", "value": "c1"}, "list of class ids"),
        ({"kind": "label", "value": []}, "exactly one class for an item; 0"),
        ({"kind": "label", "value": ["c1", "c2"]}, "exactly one class for an item; 2"),
        ({"kind": "label", "value": ["c9"]}, "no class 'c9'"),
        ({"kind": "label", "value": ["c1"], "item": 999}, "no item 999"),
        ({"kind": "label", "value": ["c1"], "item": "3"}, "item's number"),
        ({"kind": "label", "value": ["c1"], "item": True}, "item's number"),
        ({"kind": "label", "value": ["c1"], "item": -1}, "item's number"),
        ({"kind": "label", "value": ["c1"], "item": 10**30}, "item's number"),
        ({"kind": "label", "value": ["c1"], "uid": ""}, "uid is text of 1 to 200"),
        ({"kind": "label", "value": ["c1"], "uid": "x" * 201}, "uid is text of 1 to 200"),
        ({"kind": "label", "value": ["c1"], "uid": "\ud800"}, "no text"),
        ({"kind": "comment", "value": "\0"}, "no text"),
        ({"kind": "comment", "value": " "}, "comment is text of 1 to 10,000"),
        ({"kind": "undo"}, "target of an undo"),
        ({"kind": "undo", "target": "nothing"}, "no event with the uid"),
    ],
)
def test_what_is_wrong_is_said(bench, event, words):
    done = bench.do(**{"which": event.get("item", 3), **{key: event[key] for key in event if key != "item"}})
    assert done.status == "refused"
    assert words in done.message
    assert bench.events() == []


def test_strange_numbers_are_left_out(bench):
    bench.do("label", 3, ["c1"], seconds=float("nan"), at=float("inf"))
    bench.do("label", 4, ["c1"], seconds=10**400, at="yesterday")
    bench.do("label", 5, ["c1"], seconds=1e9)
    assert [each.seconds for each in bench.events()] == [None, None, 86_400.0]
    assert all(each.at == bench.clock.now for each in bench.events())


def test_an_answer_typed_while_the_network_was_away_has_the_time_it_was_typed(bench):
    bench.do("label", 3, ["c1"], at=bench.clock.now - 600)
    bench.do("label", 4, ["c1"], at=bench.clock.now + 600)
    assert [each.at for each in bench.events()] == [bench.clock.now - 600, bench.clock.now]


def test_a_late_answer_is_kept_as_an_extra_vote(bench, clock):
    which = bench.lease("slow")
    clock.now += 1000
    bench.do("label", which, ["c1"], session="quick")
    late = bench.do("label", which, ["c2"], session="slow")
    assert (late.status, late.late, late.previous) == ("stored", True, ["c1"])
    assert bench.state(which)[2] == ["c1"]
    assert [each.current for each in bench.events()] == [True, False]


def test_an_answer_after_the_lease_ended_counts_while_nobody_else_answered(bench, clock):
    which = bench.lease("slow")
    clock.now += 1000
    assert bench.do("label", which, ["c2"], session="slow").late is False
    assert bench.state(which)[2] == ["c2"]


def test_the_same_page_may_change_its_answer_and_the_list_may_change_any(bench):
    bench.do("label", 3, ["c1"])
    assert bench.do("label", 3, ["c2"]).previous == ["c1"]
    assert bench.state(3)[2] == ["c2"]
    done = bench.do("label", 3, ["c3"], session="other", stream="list")
    assert (done.late, done.previous) == (False, ["c2"])
    assert bench.state(3)[2] == ["c3"]
    assert bench.events()[-1].stream == "list"


def test_undo_of_any_depth(bench):
    story = []
    for number, which in enumerate([1, 2, 3]):
        bench.do("label", which, ["c1"], uid=f"a{number}")
        bench.do("label", which, ["c2"], uid=f"b{number}")
        story += [f"a{number}", f"b{number}"]
    for uid in reversed(story):
        done = bench.do("undo", target=uid)
        assert done.status == "stored"
        assert done.lease.session == "s"
    assert [bench.state(which) for which in (1, 2, 3)] == [(0, False, None)] * 3
    assert bench.leases() == {1: "s", 2: "s", 3: "s"}


def test_undo_brings_back_what_was_before(bench):
    bench.do("label", 3, ["c1"], uid="a")
    bench.do("label", 3, ["c2"], uid="b")
    assert bench.do("undo", target="b").previous == ["c2"]
    assert bench.state(3)[2] == ["c1"]
    bench.do("skip", 4, uid="c")
    assert bench.state(4)[0] == 2
    bench.do("undo", target="c")
    assert bench.state(4)[0] == 0


def test_undo_in_the_middle_leaves_what_came_after(bench):
    bench.do("label", 3, ["c1"], uid="a")
    bench.do("label", 3, ["c2"], uid="b")
    bench.do("undo", target="a")
    assert bench.state(3)[2] == ["c2"]
    bench.do("undo", target="b")
    assert bench.state(3) == (0, False, None)


def test_what_cannot_be_undone(bench):
    bench.do("label", 3, ["c1"], uid="a")
    assert "only its maker" in bench.do("undo", target="a", annotator="other").message
    bench.do("undo", target="a", uid="u")
    assert "undone already" in bench.do("undo", target="a").message
    assert "cannot be undone" in bench.do("undo", target="u").message


def test_an_undo_sent_twice_is_one_undo(bench):
    bench.do("label", 3, ["c1"], uid="a")
    assert bench.do("undo", target="a", uid="u").status == "stored"
    assert bench.do("undo", target="a", uid="u").status == "known"


def test_undo_does_not_take_an_item_out_of_somebodys_hands(bench):
    bench.do("skip", 3, uid="a")
    bench.do("requeue", 3, session="list", stream="list")
    with bench.project.database.write() as conn:
        free = SimpleNamespace(pos=3, wanted=None)
        assert bench.queue.give(conn, "other", "you", free, Derived(OPEN, False), "strategy") is not None
    done = bench.do("undo", target="a")
    assert done.lease is None
    assert "somebody else's hands" in done.message
    assert bench.leases() == {3: "other"}


def test_after_an_undo_the_new_answer_counts(bench):
    bench.do("label", 3, ["c1"], uid="a", session="s")
    bench.do("label", 3, ["c2"], session="t", stream="list", annotator="other")
    bench.do("undo", target="a")
    assert bench.do("label", 3, ["c3"]).late is False
    assert bench.state(3)[2] == ["c3"]


def test_a_late_vote_does_not_become_the_label_by_an_undo(bench):
    bench.do("label", 3, ["c1"], uid="a")
    bench.do("label", 3, ["c2"], session="t", annotator="other")
    bench.do("undo", target="a")
    assert bench.state(3) == (0, False, None)


def test_flag_comment_ignore_and_back(bench):
    bench.do("flag", 3, uid="f")
    bench.do("comment", 3, "what is <b>this</b>?")
    bench.do("label", 3, ["c1"])
    bench.do("ignore", 3)
    assert bench.state(3) == (3, True, None)
    bench.do("unignore", 3)
    assert bench.state(3) == (1, True, ["c1"])
    bench.do("undo", target="f")
    assert bench.state(3) == (1, False, ["c1"])


def test_a_label_given_to_a_copy_is_its_firsts(bench):
    with bench.project.database.write() as conn:
        conn.execute(update(item).where(item.c.pos == 9).values(copy_of=2))
    bench.do("label", 9, ["c1"], stream="list")
    assert bench.state(2)[2] == ["c1"]
    assert bench.events()[0].item == 2


def test_what_is_open_again_is_asked_again(bench):
    first = bench.lease()
    bench.do("label", first, ["c1"], uid="a")
    bench.do("requeue", first, session="list", stream="list")
    assert bench.state(first)[0] == 0
    everything = {bench.lease(f"t{k}") for k in range(30)}
    assert first in everything


def test_multi_label_takes_any_number_and_keeps_the_order_of_the_classes(make_project, clock):
    bench = Bench(make_project(5, task="multi_label"), clock)
    bench.do("label", 0, [])
    bench.do("label", 1, ["c3", "c1", "c3"])
    assert bench.state(0) == (1, False, [])
    assert bench.state(1)[2] == ["c1", "c3"]


def test_left_is_counted_along(bench):
    with bench.project.database.write() as conn:
        assert bench.queue.left(conn) == 30
    bench.do("label", 1, ["c1"], uid="a")
    bench.do("skip", 2)
    bench.do("flag", 3)
    with bench.project.database.write() as conn:
        assert bench.queue.left(conn) == 28
    bench.do("undo", target="a")
    with bench.project.database.write() as conn:
        assert bench.queue.left(conn) == 29
