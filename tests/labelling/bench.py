"""A project at work: one call for each thing that people do, in a test's own words."""

import json
from concurrent.futures import Future

from sqlalchemy import select, update

from asknext.labelling.priorities import prioritise
from asknext.labelling.queue import Queue
from asknext.labelling.work import Work
from asknext.store.browse import STATES
from asknext.store.schema import event, item, label, lease, vote

STATE = {number: name for name, number in STATES.items()}


class Team:
    """Several people on one project; a person's name is their session, too."""

    def __init__(self, project, clock):
        self.project, self.clock, self.count = project, clock, 0
        self.restart()

    def restart(self):
        self.queue = Queue(self.project, clock=self.clock)
        config = self.project.config
        self.work = Work(self.queue, multilabel=config.multilabel, qualification=config.qualification, clock=self.clock)

    def lease(self, who, want=1, *, hold=(), kind="label", tags=(), session=None):
        with self.project.database.write() as conn:
            return self.queue.lease(conn, session or who, who, want, hold, kind=kind, tags=tags)

    def items(self, who, want=1, **more):
        return [each.item for each in self.lease(who, want, **more).items]

    def next(self, who, **more):
        found = self.items(who, **more)
        return found[0] if found else None

    def do(self, who, kind, which=None, value=None, *, uid=None, session=None, allowed=None, machine=False, **more):
        self.count += 1
        if kind in ("accept", "reject") and "seen" not in more:
            found = self.label(which)  # whoever judges has the label of now before them
            more["seen"] = ["nothing"] if found is None else json.loads(found.value)
        given = {"uid": uid or f"u{self.count}", "kind": kind, "item": which, "value": value, **more}
        with self.project.database.write() as conn:
            return self.work.do(conn, session or who, who, [given], allowed=allowed, machine=machine)[0]

    def say(self, who, which, value="c1", **more):
        done = self.do(who, "label", which, [value], **more)
        assert done.status == "stored", done.message
        return done

    def prioritise(self, *given):
        return prioritise(self.write, self.queue.policy, given, by="boss", clock=self.clock)

    def write(self, do):
        done = Future()
        with self.project.database.write() as conn:
            done.set_result(do(conn))
        return done

    def release(self, who):
        with self.project.database.write() as conn:
            return self.queue.release(conn, who)

    def set(self, which, **values):
        with self.project.database.write() as conn:
            conn.execute(update(item).where(item.c.pos == which).values(**values))

    def state(self, which):
        return STATE[self.row(which).state]

    def row(self, which):
        with self.project.database.read() as conn:
            return conn.execute(select(item).where(item.c.pos == which)).one()

    def label(self, which):
        with self.project.database.read() as conn:
            return conn.execute(select(label).where(label.c.item == which)).one_or_none()

    def value(self, which):
        found = self.label(which)
        return None if found is None else json.loads(found.value)[0]

    def votes(self, which):
        with self.project.database.read() as conn:
            rows = conn.execute(select(vote).where(vote.c.item == which)).all()
        return {row.annotator: json.loads(row.value)[0] for row in rows}

    def holders(self, which):
        with self.project.database.read() as conn:
            rows = conn.execute(select(lease).where(lease.c.item == which)).all()
        return {row.annotator for row in rows if row.expires > self.clock.now}

    def events(self, **where):
        with self.project.database.read() as conn:
            rows = conn.execute(select(event).order_by(event.c.seq)).all()
        return [row for row in rows if all(getattr(row, name) == value for name, value in where.items())]
