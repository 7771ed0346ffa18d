"""The whole workflow against a model that is too simple to be wrong: several annotators and reviewers, a clock."""

import json
import os
import shutil
import tempfile
from collections import defaultdict
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select
from tests.labelling.conftest import Clock, fill
from tests.labelling.workflow_model import (
    DISPUTED,
    LABELLED,
    OPEN,
    REJECTED,
    REVIEW,
    SKIPPED,
    Happened,
    Rules,
    item_of,
)

from asknext.labelling import sharing
from asknext.labelling.priorities import prioritise
from asknext.labelling.queue import FORGET_AFTER, Queue
from asknext.labelling.ranking import publish_ranking
from asknext.labelling.work import Work
from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project
from asknext.project.team_config import Gold, Overlap, Review
from asknext.store.schema import event, item, label, lease, vote

N = 5
EXAMPLES = int(os.environ.get("ASKNEXT_MACHINE_EXAMPLES", "14"))
STEPS = int(os.environ.get("ASKNEXT_MACHINE_STEPS", "50"))
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None  # what is tested here is not the disk
WHO = {"ann": "ann", "ann-again": "ann", "bob": "bob", "cat": "cat"}  # session -> annotator
SESSIONS = st.sampled_from(list(WHO))
ITEMS = st.integers(0, N - 1)
CLASSES = st.sampled_from(["c1", "c2"])
KINDS = {"review": REVIEW, "adjudicate": DISPUTED}
RULES = [
    Rules(),
    Rules(),
    Rules(labels=2),
    Rules(labels=3),
    Rules(labels=1, most=3),
    Rules(labels=2, most=4),
    Rules(machines=True),
    Rules(labels=2, machines=True),
]


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    monkeypatch.setattr(sharing, "REST", 0.0)  # how long a search took on this machine must not matter here


class Workflow(RuleBasedStateMachine):
    answers = Bundle("answers")
    questions = Bundle("questions")

    @initialize(rules=st.sampled_from(RULES), review=st.booleans(), control=st.sampled_from([0.0, 0.25]))
    def begin(self, rules, review, control):
        self.rules = Rules(rules.labels, rules.most, review, rules.machines)
        overlap = Overlap(
            labels=rules.labels, most=rules.most, adaptive=rules.most > 1, machines=rules.machines, consensus="majority"
        )
        config = Config(
            classes=(ClassConfig("a"), ClassConfig("b")),
            control=control,
            overlap=overlap,
            review=Review(share=float(review)),
            gold=Gold(rate=0.3),
        )
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY))
        self.project = create_project(self.folder / "p", config)
        fill(self.project, N, control=control)
        self.clock = Clock()
        self.restart()
        self.happened = []
        self.held = {}  # (item, session) -> [until, stream kind]
        self.wanted, self.priority = defaultdict(lambda: None), defaultdict(float)
        self.made = 0

    def teardown(self):
        if hasattr(self, "project"):
            self.project.close()
            shutil.rmtree(self.folder)

    # What the model knows

    def item(self, which):
        return item_of([each for each in self.happened if each.item == which], self.rules, self.wanted[which])

    def living(self, which):
        return {
            session for (held, session), (until, _) in self.held.items() if held == which and until > self.clock.now
        }

    def may_have(self, which, who):
        """Whether the item is one that ``who`` must be given before they are told that there is nothing."""
        now, living = self.item(which), self.living(which)
        mine = any(WHO.get(session, session) == who for session in living)
        if now.gold:
            return False
        if now.state == OPEN and now.assigned is None:
            seconded = now.votes > 0 and who in now.answers
            return not seconded and not mine and len(living) < max(1, now.wanted - now.votes)
        if now.state == SKIPPED:
            return not living and not (now.votes > 0 and who in now.answers)
        return now.state in (OPEN, REJECTED) and now.assigned == who and not living

    def may_judge(self, which, who, state):
        now = self.item(which)
        return now.state == state and not now.gold and who not in now.answers and not self.living(which)

    # What people do

    @rule()
    def restart(self):
        """Whatever the queue remembers may be lost at any moment."""
        self.queue = Queue(self.project, clock=self.clock)
        self.work = Work(self.queue, multilabel=False, clock=self.clock)
        self.will_purge = True

    @rule(session=SESSIONS, want=st.integers(1, 4), knows=st.booleans())
    def lease(self, session, want, knows):
        self.get(session, want, knows, "label")

    @rule(session=SESSIONS, want=st.integers(1, 2), kind=st.sampled_from(["review", "adjudicate"]))
    def lease_to_judge(self, session, want, kind):
        self.get(session, want, True, kind)

    def get(self, session, want, knows, kind):
        mine = [which for (which, who), (_, held) in self.held.items() if who == session and held == kind]
        others = [which for (which, who), (_, held) in self.held.items() if who == session and held != kind]
        hold = mine + others if knows else []
        before = {which: self.item(which) for which in range(N)}
        with self.project.database.write() as conn:
            got = self.queue.lease(conn, session, WHO[session], want, hold, kind=kind)
        if self.will_purge:
            ended = self.clock.now - FORGET_AFTER
            self.held = {key: kept for key, kept in self.held.items() if kept[0] >= ended}
            self.will_purge = False
        for which in hold:
            kept = self.held.get((which, session))
            if kept is not None and kept[0] > self.clock.now - FORGET_AFTER:
                kept[0] = self.clock.now + 180  # the heartbeat revives even what had ended
        fresh = [
            each
            for each in got.items
            if (each.item, session) not in self.held or not self.is_living(each.item, session)
        ]
        first = fresh[0] if fresh else None
        if first is not None:
            self.check_turn(first, session, kind, before)
        for each in fresh:
            self.check_lease(each, session, kind, before[each.item])
            living = self.living(each.item)
            self.held = {k: v for k, v in self.held.items() if k[0] != each.item or k[1] in living}
            self.held[each.item, session] = [each.expires, kind]
        held = [
            key for key, (until, of) in self.held.items() if key[1] == session and of == kind and until > self.clock.now
        ]
        assert len(held) <= max(want, len(mine))
        if not held:
            self.check_nothing_left(WHO[session], kind)

    def is_living(self, which, session):
        return self.held.get((which, session), [0])[0] > self.clock.now

    def check_lease(self, each, session, kind, before):
        who, living = WHO[session], self.living(each.item)
        if kind != "label":
            assert self.may_judge(each.item, who, KINDS[kind]), "not a reviewer's work, or their own"
        elif before.gold:
            assert who not in before.answers, "gold twice"
        else:
            assert self.may_have(each.item, who), (before, living)

    def check_turn(self, first, session, kind, before):
        """What was asked for from outside comes before everything but one's own rejected items and gold."""
        who = WHO[session]
        own = any(before[k].assigned == who and self.may_have(k, who) for k in range(N))
        urgent = [self.priority[k] for k in range(N) if before[k].state == OPEN and self.may_have(k, who)]
        if kind == "label" and not own and not before[first.item].gold and max(urgent, default=0) > 0:
            assert self.priority[first.item] == max(urgent)

    def check_nothing_left(self, who, kind):
        if kind == "label":
            assert not [which for which in range(N) if self.may_have(which, who)], "ran dry while work remains"
        else:
            assert not [which for which in range(N) if self.may_judge(which, who, KINDS[kind])]

    @rule(session=SESSIONS)
    def release(self, session):
        with self.project.database.write() as conn:
            self.queue.release(conn, session)
        self.held = {key: kept for key, kept in self.held.items() if key[1] != session or kept[0] <= self.clock.now}

    @rule(seconds=st.sampled_from([1.0, 100.0, 200.0, 4000.0]))
    def wait(self, seconds):
        self.clock.now += seconds

    @rule(seed=st.integers(0, 5))
    def new_ranking(self, seed):
        with self.project.database.read() as conn:
            rows = list(conn.execute(select(item.c.pos).where(item.c.control.is_(False))).scalars())
        order = np.random.default_rng(seed).permutation(rows)[: len(rows) - seed]
        publish_ranking(self.project, strategy="margin", labels=0, order=order, scores=np.zeros(len(order)), n=N)
        self.will_purge = True

    @rule(target=answers, session=SESSIONS, which=ITEMS, value=CLASSES, listed=st.booleans(), machine=st.integers(0, 5))
    def answer(self, session, which, value, listed, machine):
        machine = machine == 0
        held = sorted(k for k, who in self.held if who == session)
        which = held[which % len(held)] if held and not listed else which  # as people do
        who = "robot" if machine else WHO[session]
        now = self.item(which)
        shared = max(now.wanted, self.rules.most) > 1
        own = listed and shared and who in now.answers
        fixes = listed and not own and not machine
        counts = self.counts(which, now, session, who, listed and not own, own, shared, machine)
        result = self.send("robot" if machine else session, "label", which, [value], who=who, machine=machine,
                           stream="list" if listed and not machine else "strategy")  # fmt: skip
        assert result.status == "stored"
        assert result.late is not counts
        self.keep(result, "label", which, who, session if not machine else "robot", [value], counts, fixes, machine)
        self.let_go(which, "robot" if machine else session, counts, now.gold)
        return result.uid

    def counts(self, which, now, session, who, listed, own, shared, machine):
        session = "robot" if machine else session
        listed = listed and not machine
        held = self.held.get((which, session))
        if listed or now.gold or now.state in (OPEN, SKIPPED) or (held is not None and held[1] == "label"):
            return True
        if own and now.state != REJECTED:
            return True
        if now.state == REJECTED:
            return now.assigned == who
        said = [each for each in self.happened if each.item == which and each.kind == "label" and not each.undone]
        if shared:
            return any(each.who == who and not each.fixes for each in said)
        said = [each for each in said if each.counts]
        return bool(said) and said[-1].session == session

    @rule(target=answers, session=SESSIONS, which=ITEMS)
    def skip(self, session, which):
        now = self.item(which)
        counts = now.state not in (LABELLED, REVIEW, DISPUTED)
        result = self.send(session, "skip", which)
        self.keep(result, "skip", which, WHO[session], session, None, counts)
        self.let_go(which, session, counts, now.gold)
        return result.uid

    def let_go(self, which, session, counts, was_gold):
        now = self.item(which)
        shared = max(now.wanted, self.rules.most) > 1
        done = now.state != OPEN and not (now.state == SKIPPED and shared)
        for key in [key for key in self.held if key[0] == which]:
            if key[1] == session or (done and counts and not was_gold):
                del self.held[key]

    @rule(target=answers, session=SESSIONS, which=ITEMS, value=CLASSES, how=st.integers(0, 3), look=st.integers(0, 4))
    def judge(self, session, which, value, how, look):
        waiting = [k for k in range(N) if self.item(k).state in (REVIEW, DISPUTED)]
        which = waiting[which % len(waiting)] if waiting and how else which  # or nearly all would be refused
        now = self.item(which)
        others = [each for each in WHO if WHO[each] not in now.answers]
        session = others[0] if others and how else session
        who = WHO[session]
        kind = "adjudicate" if now.state == DISPUTED and how > 1 else ["correct", "accept", "reject", "reject"][how]
        states = {"accept": (REVIEW,), "reject": (REVIEW, LABELLED), "adjudicate": (DISPUTED,)}
        right = now.state in states.get(kind, (REVIEW, LABELLED, REJECTED, DISPUTED))
        right = right and not now.gold and who not in now.answers
        given = [value] if kind in ("correct", "adjudicate") else None
        maker = self.labels().get(which, (None, None))[1]
        seen = now.label if look else ["c1" if now.label == ["c2"] else "c2"]
        right = right and (look or kind not in ("accept", "reject"))
        result = self.send(session, kind, which, given, reason="look again", seen=seen or ["none"])
        assert result.status == ("stored" if right else "refused")
        if not right:
            return None
        to = None
        if kind == "reject":
            mine = now.answers.get(maker)
            to = maker if mine is not None and not mine.fixes and not mine.machine else None
        stored = {"accept": now.label, "reject": to}.get(kind, given)
        self.keep(result, kind, which, who, session, stored)
        self.let_go(which, session, True, False)
        return result.uid

    @rule(uid=answers)
    def again(self, uid):
        """A request that is sent twice changes nothing, however late the second one comes."""
        if uid is None:
            return
        kept = self.event(uid)
        result = self.send(kept.session, kept.kind, kept.item, kept.value, who=kept.who, uid=uid, reason="look again")
        assert result.status == "known"

    @rule(uid=answers)
    def undo(self, uid):
        if uid is None:
            return
        kept = self.event(uid)
        result = self.send(kept.session, "undo", None, who=kept.who, target=uid)
        assert result.status == ("refused" if kept.undone else "stored")
        if kept.undone:
            return
        before = self.item(kept.item).state
        kept.undone = True
        now = self.item(kept.item)
        self.end_judging(kept.item, before)
        kind = "label" if kept.kind in ("label", "skip") else {v: k for k, v in KINDS.items()}.get(now.state)
        others = self.living(kept.item) - {kept.session}
        room = max(1, now.wanted - now.votes) if now.state == OPEN else 1
        mine = any(WHO.get(each, each) == kept.who for each in others)
        given = kind is not None and (now.gold or (len(others) < room and not mine))
        assert (result.lease is not None) == given
        if given:
            living = self.living(kept.item)
            self.held = {k: v for k, v in self.held.items() if k[0] != kept.item or k[1] in living}
            self.held[kept.item, kept.session] = [self.clock.now + 180, kind]

    @rule(session=SESSIONS, which=ITEMS, kind=st.sampled_from(["requeue", "ignore", "unignore"]))
    def manage(self, session, which, kind):
        now = self.item(which)
        result = self.send(session, kind, which, stream="list")
        self.keep(result, kind, which, WHO[session], session)
        if kind == "ignore":
            self.let_go(which, session, True, now.gold)

    @rule(which=ITEMS, value=st.sampled_from(["c1", None]))
    def make_gold(self, which, value):
        result = self.send("ann", "gold", which, value and [value])
        self.keep(result, "gold", which, "ann", "ann", value)

    @rule(target=questions, session=SESSIONS, which=ITEMS, park=st.booleans())
    def ask(self, session, which, park):
        result = self.send(session, "question", which, "what is this?", park=park)
        self.keep(result, "question", which, WHO[session], session, park=park)
        return result.uid

    @rule(session=SESSIONS, uid=questions)
    def resolve(self, session, uid):
        result = self.send(session, "resolve", None, target=uid)
        self.keep(result, "resolve", self.event(uid).item, WHO[session], session, about=uid)

    @rule(which=ITEMS, priority=st.sampled_from([0, 1, 5]), wanted=st.sampled_from([None, 1, 2, 3]))
    def prioritise(self, which, priority, wanted):
        votes = self.item(which).votes
        given = {"id": f"id{which}", "priority": priority, "wanted": wanted}
        prioritise(self.write, self.queue.policy, [given], by="boss", clock=self.clock)
        stored = wanted if wanted is None or votes < 2 else max(wanted, votes)
        self.wanted[which], self.priority[which] = stored, priority

    def write(self, do):
        done = Future()
        with self.project.database.write() as conn:
            done.set_result(do(conn))
        return done

    def send(self, session, kind, which, value=None, *, who=None, uid=None, machine=False, **more):
        self.made += 1
        given = {"uid": uid or f"u{self.made}", "kind": kind, "item": which, "value": value, **more}
        with self.project.database.write() as conn:
            return self.work.do(conn, session, who or WHO[session], [given], machine=machine)[0]

    def keep(self, result, kind, which, who, session, value=None, counts=True, fixes=False, machine=False, **more):
        assert result.status == "stored", result.message
        before = self.item(which).state
        self.happened.append(Happened(result.uid, kind, which, who, session, value, counts, fixes, machine, **more))
        self.end_judging(which, before)

    def end_judging(self, which, before):
        """Nobody holds for a reviewer's decision what does not wait for one any more."""
        if before in KINDS.values() and self.item(which).state != before:
            self.held = {key: kept for key, kept in self.held.items() if key[0] != which or kept[1] == "label"}

    def event(self, uid):
        return next(each for each in self.happened if each.uid == uid)

    def labels(self):
        with self.project.database.read() as conn:
            rows = conn.execute(select(label)).all()
        return {
            row.item: (json.loads(row.value), row.annotator, row.decided, row.confidence, row.votes) for row in rows
        }

    @invariant()
    def database_says_the_same(self):
        if not hasattr(self, "happened"):
            return
        with self.project.database.read() as conn:
            rows = {row.pos: row for row in conn.execute(select(item))}
            votes = defaultdict(dict)
            for row in conn.execute(select(vote)):
                votes[row.item][row.annotator] = (json.loads(row.value), row.kind)
            uids = list(conn.execute(select(event.c.uid).where(event.c.kind.not_in(["undo", "prioritise"]))).scalars())
            held = {
                (row.item, row.session): row.annotator
                for row in conn.execute(select(lease))
                if row.expires > self.clock.now
            }
        labels = self.labels()
        for which in range(N):
            now = self.item(which)
            assert (rows[which].state, rows[which].votes, rows[which].assigned) == (now.state, now.votes, now.assigned)
            assert (rows[which].gold is not None) == now.gold
            assert (labels[which][0], labels[which][2]) if which in labels else (now.label, now.decided) == (None, None)
            assert votes[which] == {
                who: (each.value, "machine" if each.machine else "human") for who, each in now.answers.items()
            }
        assert uids == [each.uid for each in self.happened]
        assert held.keys() == {key for key, (until, _) in self.held.items() if until > self.clock.now}
        holders = [(which, who) for (which, _), who in held.items()]
        assert len(holders) == len(set(holders)), "the same annotator twice on one item"


TestWorkflow = Workflow.TestCase
TestWorkflow.settings = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None)
