"""The queue and the events against a model that is too simple to be wrong."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select
from tests.labelling.conftest import Clock, fill

from asknext.labelling.queue import FORGET_AFTER, Queue
from asknext.labelling.ranking import publish_ranking
from asknext.labelling.work import Work
from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project
from asknext.store.schema import event, item, label, lease

N = 12
EXAMPLES = int(os.environ.get("ASKNEXT_MACHINE_EXAMPLES", "12"))
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None  # what is tested here is not the disk
SESSIONS = st.sampled_from(["s", "t", "u"])
ITEMS = st.integers(0, N - 1)
CLASSES = st.sampled_from(["c1", "c2"])


class Desk(RuleBasedStateMachine):
    answers = Bundle("answers")

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY))
        config = Config(classes=(ClassConfig("a"), ClassConfig("b")), control=0.25)
        self.project = create_project(self.folder / "p", config)
        fill(self.project, N, control=0.25)
        self.clock = Clock()
        self.restart()
        self.stored = []  # [uid, kind, item, session, value, counts, undone]
        self.held = {}  # item -> (session, until)
        self.made = 0

    def teardown(self):
        if hasattr(self, "project"):
            self.project.close()
            shutil.rmtree(self.folder)

    @rule()
    def restart(self):
        """Whatever the queue remembers may be lost at any moment."""
        self.queue = Queue(self.project, clock=self.clock)
        self.work = Work(self.queue, multilabel=False, clock=self.clock)

    @rule(session=SESSIONS, want=st.integers(1, 4), knows=st.booleans())
    def lease(self, session, want, knows):
        mine = [which for which, (who, _) in self.held.items() if who == session]
        hold = mine if knows else []
        with self.project.database.write() as conn:
            got = self.queue.lease(conn, session, session, want, hold)
        if knows:  # the heartbeat revives even what had ended
            ended = self.clock.now - FORGET_AFTER
            mine = [which for which in mine if self.held[which][1] > ended]
            self.held.update(dict.fromkeys(mine, (session, self.clock.now + 180)))
        for each in got.items:
            who, until = self.held.get(each.item, (session, 0))
            assert who == session or until <= self.clock.now, "handed to two at once"
            # what an undo brought back may have an earlier label, and is given again where the reply was lost
            assert self.state(each.item)[0] in ("open", "skipped") or each.item in mine
            if not knows and each.item in mine and until > self.clock.now:
                assert each.expires == until  # given again, not anew
            self.held[each.item] = (session, each.expires)
        living = [which for which, (who, until) in self.held.items() if who == session and until > self.clock.now]
        assert len(living) <= max(want, len(mine))

    @rule(session=SESSIONS)
    def release(self, session):
        with self.project.database.write() as conn:
            self.queue.release(conn, session)
        living = {w for w, (who, until) in self.held.items() if who == session and until > self.clock.now}
        self.held = {which: kept for which, kept in self.held.items() if which not in living}

    @rule(seconds=st.sampled_from([1.0, 100.0, 200.0, 4000.0]))
    def wait(self, seconds):
        self.clock.now += seconds

    @rule(seed=st.integers(0, 5))
    def new_ranking(self, seed):
        with self.project.database.read() as conn:
            rows = list(conn.execute(select(item.c.pos).where(item.c.control.is_(False))).scalars())
        order = np.random.default_rng(seed).permutation(rows)[: len(rows) - seed]
        publish_ranking(self.project, strategy="margin", labels=0, order=order, scores=np.zeros(len(order)), n=N)

    @rule(target=answers, session=SESSIONS, which=ITEMS, value=CLASSES, listed=st.booleans())
    def answer(self, session, which, value, listed):
        held = self.held.get(which)
        state, _, by = self.state(which)
        counts = listed or state != "labelled" or by == session or (held is not None and held[0] == session)
        result = self.send(session, "label", which, [value], stream="list" if listed else "strategy")
        assert result.status == "stored"
        assert result.late is not counts
        if counts:
            self.held.pop(which, None)
        elif held is not None and held[0] == session:
            del self.held[which]
        self.stored.append([result.uid, "label", which, session, [value], counts, False])
        return result.uid

    @rule(target=answers, session=SESSIONS, which=ITEMS)
    def skip(self, session, which):
        state, _, _ = self.state(which)
        held = self.held.get(which)
        result = self.send(session, "skip", which, None)
        if state != "labelled" or (held is not None and held[0] == session):
            self.held.pop(which, None)
        self.stored.append([result.uid, "skip", which, session, None, state != "labelled", False])
        return result.uid

    @rule(uid=answers)
    def again(self, uid):
        """A request that is sent twice changes nothing."""
        kept = next(each for each in self.stored if each[0] == uid)
        result = self.send(kept[3], kept[1], kept[2], kept[4], uid=uid)
        assert result.status == "known"

    @rule(uid=answers)
    def undo(self, uid):
        kept = next(each for each in self.stored if each[0] == uid)
        result = self.send(kept[3], "undo", None, None, target=uid)
        assert result.status == ("refused" if kept[6] else "stored")
        if kept[6]:
            return
        kept[6] = True
        other = self.held.get(kept[2])
        free = other is None or other[0] == kept[3] or other[1] <= self.clock.now
        assert (result.lease is not None) == free
        if free:
            self.held[kept[2]] = (kept[3], self.clock.now + 180)

    @rule(session=SESSIONS, which=ITEMS)
    def requeue(self, session, which):
        result = self.send(session, "requeue", which, None, stream="list")
        self.stored.append([result.uid, "requeue", which, session, None, True, False])

    def send(self, session, kind, which, value, *, uid=None, **more):
        self.made += 1
        given = {"uid": uid or f"u{self.made}", "kind": kind, "item": which, "value": value, **more}
        with self.project.database.write() as conn:
            return self.work.do(conn, session, session, [given])[0]

    def state(self, which):
        """(state, value, session) of an item, from the list of what was stored."""
        state, value, by = "open", None, None
        for _, kind, at, session, given, counts, undone in self.stored:
            if at != which or not counts or undone:
                continue
            if kind == "label":
                state, value, by = "labelled", given, session
            elif kind == "requeue":
                state, value, by = "open", None, None
            elif state == "open":
                state = "skipped"
        return state, value, by

    @invariant()
    def database_says_the_same(self):
        if not hasattr(self, "stored"):
            return
        with self.project.database.read() as conn:
            states = dict(conn.execute(select(item.c.pos, item.c.state)).all())
            labels = {pos: json.loads(value) for pos, value in conn.execute(select(label.c.item, label.c.value))}
            uids = list(conn.execute(select(event.c.uid).where(event.c.kind != "undo")).scalars())
            holders = {row.item: row.session for row in conn.execute(select(lease)) if row.expires > self.clock.now}
        for which in range(N):
            state, value, _ = self.state(which)
            assert states[which] == {"open": 0, "labelled": 1, "skipped": 2}[state]
            assert labels.get(which) == value
        assert uids == [each[0] for each in self.stored]
        assert holders == {w: who for w, (who, until) in self.held.items() if until > self.clock.now}


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=EXAMPLES, stateful_step_count=40, deadline=None)
