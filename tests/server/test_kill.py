"""Server and trainer are killed at random moments under load; no acknowledged answer is lost, none is stored twice."""

import http.client
import json
import os
import random
import signal
import threading
import time

from sqlalchemy import select
from tests.server.conftest import Server, processes_below, until

from asknext.store.database import Database
from asknext.store.schema import event, label

KILLS = int(os.environ.get("ASKNEXT_KILLS", "3"))


class Annotators:
    """Browsers that label without a pause, and send again what was not acknowledged."""

    def __init__(self, number):
        self.server, self.done = None, threading.Event()
        self.acknowledged, self.sent = {}, set()
        self.threads = [threading.Thread(target=self.work, args=(f"s{k}",)) for k in range(number)]

    def work(self, session):
        rng, count, waiting = random.Random(session), 0, None
        while not self.done.is_set():
            try:
                if waiting is None:
                    found = self.call("leases", {"session": session, "annotator": session, "want": 1})
                    if not found["items"]:
                        return
                    count += 1
                    value = [rng.choice(["c1", "c2", "c3"])]
                    item = found["items"][0]["item"]
                    waiting = {"uid": f"{session}-{count}", "kind": "label", "item": item, "value": value}
                    self.sent.add(waiting["uid"])
                body = {"session": session, "annotator": session, "events": [waiting]}
                result = self.call("events", body)["results"][0]
                assert result["status"] in ("stored", "known"), result
                self.acknowledged[waiting["uid"]] = waiting
                waiting = None
            except (OSError, http.client.HTTPException, KeyError, ValueError):
                time.sleep(0.02)

    def call(self, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=5)
        try:
            connection.request("POST", f"/api/v1/{path}", json.dumps(body), {"Content-Type": "application/json"})
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()


def test_no_acknowledged_answer_is_lost_and_none_is_stored_twice(make_project):
    project = make_project(20_000)
    rng, crew = random.Random(1), Annotators(4)
    crew.server = Server(project.folder)
    for each in crew.threads:
        each.start()
    try:
        for _ in range(KILLS):
            before = len(crew.acknowledged)
            until(lambda before=before: len(crew.acknowledged) > before + 5)
            time.sleep(rng.random() * 0.2)
            crew.server.kill()
            crew.server = Server(project.folder)
        until(lambda: len(crew.acknowledged) > before + 5)
    finally:
        crew.done.set()
        for each in crew.threads:
            each.join(20)
        crew.server.close()
    check(project, crew)


def check(project, crew):
    database = Database(project.folder / "project.db")
    with database.read() as conn:
        events = {row.uid: row for row in conn.execute(select(event))}
        labels = {row.item: row for row in conn.execute(select(label))}
        count = len(conn.execute(select(event.c.uid)).all())
    database.close()
    assert count == len(events) <= len(crew.sent)
    for uid, given in crew.acknowledged.items():
        assert (events[uid].item, json.loads(events[uid].value)) == (given["item"], given["value"])
        assert json.loads(labels[given["item"]].value) == given["value"]
    assert len({each.item for each in events.values()}) == len(events), "an item was labelled twice"


def test_the_trainer_is_started_again_and_ends_with_the_server(make_project, start):
    project = make_project(300)
    server = start(project.folder, train=True)

    def rounds():
        return server.call("GET", "/api/v1/dashboard")[2]["trainer"]["rounds"]

    until(lambda: rounds() >= 1)
    (trainer,) = processes_below(server.process.pid)
    os.kill(trainer, signal.SIGKILL)
    server.call("POST", "/api/v1/train", {})
    until(lambda: rounds() >= 2)
    (trainer,) = processes_below(server.process.pid)
    server.kill()
    until(lambda: not os.path.exists(f"/proc/{trainer}") or gone(trainer))


def gone(pid):
    """Ended, though nobody has taken note yet."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_sigterm_ends_it_in_good_order(make_project, start):
    server = start(make_project(5).folder)
    assert server.call("GET", "/healthz")[2] == {"status": "ok"}
    assert server.stop() == 0
