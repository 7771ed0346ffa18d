"""`Annotator`: a browser with a person before it, who is sometimes slow, sends twice, in a wrong order, or leaves."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.labelling.ledger import Hold, Ledger, Sent

__all__ = ["Annotator", "Habits"]


@dataclass(frozen=True)
class Habits:
    """Seconds of thought on average, seconds of a lease, and how often somebody does what they should not."""

    think: float = 1.0
    lease: float = 6.0
    again: float = 0.05
    swapped: float = 0.05
    late: float = 0.02
    undo: float = 0.04
    skip: float = 0.03
    leave: float = 0.01
    want: int = 2


class Annotator(threading.Thread):
    """Works until ``done`` is set, then sends what was not acknowledged yet until it is."""

    def __init__(
        self, name: str, port: int, ledger: Ledger, done: threading.Event, habits: Habits, seed: int, classes: list[str]
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._rng, self._port, self._ledger, self._done = random.Random(f"{seed} {name}"), port, ledger, done
        self._habits, self._classes = habits, classes
        self._session = self._new_session()
        self._held: dict[int, float] = {}  # item -> when its hold was last confirmed
        self._outbox: list[Sent] = []
        self._last: Sent | None = None
        self._connection: http.client.HTTPConnection | None = None

    def run(self) -> None:
        try:
            self._work()
        finally:
            if self._connection is not None:
                self._connection.close()

    def _work(self) -> None:
        while not self._done.is_set():
            try:
                self._turn()
            except (OSError, http.client.HTTPException, ValueError):
                self._ledger.counts["not answered"] += 1
                self._wait(0.2 + self._rng.random())
        while self._outbox:
            try:
                self._send()
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.5)

    def _turn(self) -> None:
        if not self._held:
            self._lease()
        if not self._held:
            self._wait(0.5)
            return
        chance = self._rng.random()
        which = next(iter(self._held))
        if chance < self._habits.leave:
            self._leave()
        elif chance < self._habits.leave + self._habits.undo and self._last is not None:
            self._undo(self._last)
        else:
            self._think(long=chance > 1 - self._habits.late)
            self._answer(which)

    def _lease(self) -> None:
        begin = time.time()
        body = {"want": self._habits.want, "hold": list(self._held)}
        got = self._post("leases", body, "lease")
        self._ledger.counts["dry"] += not got["items"] and got["left"] > 0
        for each in got["items"]:
            self._hold(each["item"], begin, each["leased_until"])

    def _hold(self, which: int, begin: float, until: float) -> None:
        """Sure from now until the lease runs out."""
        self._held[which] = begin
        self._ledger.holds.append(Hold(which, self._session, time.time(), until, begin))

    def _let_go(self, which: int) -> None:
        """From the moment an answer or a release is sent nothing is sure any more."""
        now = time.time()
        self._held.pop(which, None)
        holds = self._ledger.holds
        for place in range(len(holds) - 1, max(-1, len(holds) - 5000), -1):
            each = holds[place]
            if each.item == which and each.session == self._session and each.end > now:
                holds[place] = replace(each, end=now)

    def _think(self, *, long: bool) -> None:
        """A heartbeat every third of a lease; who is called away sends none."""
        end = time.time() + (self._habits.lease * (1 + 2 * self._rng.random()) if long else self._thought())
        while (left := end - time.time()) > 0 and not self._done.is_set():
            self._wait(min(left, self._habits.lease / 3))
            if not long and end - time.time() > 0:
                self._renew()

    def _thought(self) -> float:
        return min(self._rng.expovariate(1 / self._habits.think), 10 * self._habits.think)

    def _renew(self) -> None:
        begin = time.time()
        got = self._post("leases/renew", {"items": list(self._held)}, "renew")
        for each in got["renewed"]:
            if each in self._held:
                self._hold(each, begin, begin + self._habits.lease)
        for each in got["lost"]:
            self._held.pop(each, None)

    def _answer(self, which: int) -> None:
        if which not in self._held:  # lost while thinking, and answered all the same
            self._ledger.counts["late"] += 1
        kind = "skip" if self._rng.random() < self._habits.skip else "label"
        value = [self._rng.choice(self._classes)] if kind == "label" else None
        self._note(Sent(uuid.UUID(int=self._rng.getrandbits(128)).hex, self.name, kind, which, value))
        self._let_go(which)
        if self._rng.random() < self._habits.swapped:
            return  # goes with the next one, after it
        if len(self._outbox) > 1:
            self._outbox.reverse()
            self._ledger.counts["swapped"] += 1
        self._send()

    def _undo(self, target: Sent) -> None:
        self._last = None
        self._note(Sent(uuid.UUID(int=self._rng.getrandbits(128)).hex, self.name, "undo", None, None, target.uid))
        begin = time.time()
        for result in self._send():
            if "item" in result:
                self._hold(result["item"]["item"], begin, result["item"]["leased_until"])

    def _note(self, sent: Sent) -> None:
        self._ledger.sent[sent.uid] = sent
        self._outbox.append(sent)

    def _send(self) -> list[dict[str, Any]]:
        """Everything that waits, some of it twice; what is acknowledged leaves the outbox."""
        batch = list(self._outbox)
        for each in batch:
            each.begun = min(each.begun, time.time())
            # the server may have given again what an answer on its way had not reached
            if each.item in self._held:
                self._let_go(each.item)
        twice = [each for each in batch if self._rng.random() < self._habits.again]
        self._ledger.counts["sent twice"] += len(twice)
        results = self._post("events", {"events": [_event(each) for each in [*batch, *twice]]}, "events")["results"]
        found: list[dict[str, Any]] = []
        for each, result in zip([*batch, *twice], results, strict=True):
            found.append(result)
            self._acknowledge(each, result)
        if self._rng.random() < self._habits.again:
            self._ledger.counts["sent twice"] += len(batch)
            self._post("events", {"events": [_event(each) for each in batch]}, "events")
        return found

    def _acknowledge(self, sent: Sent, result: dict[str, Any]) -> None:
        status = result["status"]
        self._ledger.counts[status] += 1
        sent.ended = min(sent.ended, time.time())
        if sent in self._outbox:
            self._outbox.remove(sent)
        sent.status = sent.status or status
        if status in ("stored", "known"):
            sent.acknowledged = True
            if sent.kind == "label":
                self._last = sent

    def _leave(self) -> None:
        """The tab is closed; most browsers manage to say so."""
        held = list(self._held)
        for each in held:
            self._let_go(each)
        self._held.clear()
        if self._rng.random() < 0.7:
            self._post("leases/release", {"items": held}, "release")
        self._wait(self._rng.random() * self._habits.lease)
        self._session = self._new_session()
        self._ledger.counts["left"] += 1

    def _new_session(self) -> str:
        return uuid.UUID(int=self._rng.getrandbits(128)).hex

    def _post(self, path: str, body: dict[str, Any], what: str) -> dict[str, Any]:
        begin = time.time()
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            sent = {**body, "session": self._session} | (
                {} if what in ("release", "renew") else {"annotator": self.name}
            )
            self._connection.request("POST", f"/api/v1/{path}", json.dumps(sent), {"Content-Type": "application/json"})
            answer = self._connection.getresponse()
            data = answer.read()
        except BaseException:
            self._connection.close()
            self._connection = None
            raise
        if answer.status != 200:
            said = "" if answer.status >= 500 else f" {path} {data[:150]!r}"
            self._ledger.counts[f"status {answer.status}{said}"] += 1
            raise ValueError(f"{answer.status}: {data[:200]!r}")
        self._ledger.waits[what].append(time.time() - begin)
        found: dict[str, Any] = json.loads(data)
        return found

    def _wait(self, seconds: float) -> None:
        self._done.wait(seconds)


def _event(sent: Sent) -> dict[str, Any]:
    made: dict[str, Any] = {"uid": sent.uid, "kind": sent.kind, "seconds": 1.0}
    if sent.kind == "undo":
        return {**made, "target": sent.target}
    return {**made, "item": sent.item, "value": sent.value}
