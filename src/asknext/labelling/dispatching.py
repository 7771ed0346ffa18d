"""`Dispatcher`: events out to the webhooks, at least once each, in order for each item, whatever the receivers do."""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection

from asknext.errors import AsknextError
from asknext.labelling.event_shown import event_shown
from asknext.labelling.outside import Outside, Unreachable
from asknext.labelling.signature import HEADER, signature
from asknext.labelling.webhooks import signing_secrets
from asknext.project.folder import Project
from asknext.store.settings import get_setting
from asknext.store.webhooks import (
    FAILED,
    SENT,
    Webhook,
    add_deliveries,
    all_webhooks,
    change_delivery,
    change_webhook,
    events_after,
    purge_deliveries,
    waiting_deliveries,
)

__all__ = ["Dispatcher"]

T = TypeVar("T")
Write = Callable[[Callable[[Connection], T]], T]
log = logging.getLogger("asknext.webhooks")

AHEAD = 500
ATTEMPTS = 12
FIRST_WAIT, LONGEST_WAIT = 5.0, 3600.0
KEPT = 7 * 86_400.0


class Dispatcher:
    """Sends the events of a project.

    Parameters
    ----------
    write : runs a function in a durable transaction and gives its result. outside : the way out.
    clock : seconds since 1970. attempts : after so many a delivery is given up; a manager can send it again.
    first_wait : seconds after the first failure; doubled after each further one, up to an hour, plus up to a quarter
        by a draw that the delivery's number decides, so that a receiver that comes back is not overrun.
    """

    def __init__(
        self,
        project: Project,
        write: Write[Any],
        outside: Outside,
        *,
        clock: Callable[[], float] = time.time,
        attempts: int = ATTEMPTS,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._project, self._write, self._outside = project, write, outside
        self._clock, self._attempts, self._first_wait = clock, attempts, first_wait
        with project.database.read() as conn:
            self._uid = str(get_setting(conn, "uid", ""))

    def active(self) -> list[Webhook]:
        """The webhooks that want events."""
        with self._project.database.read() as conn:
            return [each for each in all_webhooks(conn) if each.active]

    def fill(self, hook: Webhook) -> int:
        """Put the events after the webhook's cursor on their way, as far as it keeps up; how many."""
        with self._project.database.read() as conn:
            free = AHEAD - len(waiting_deliveries(conn, hook.id, AHEAD))
            events = events_after(conn, hook.cursor, free) if free > 0 else []
        if not events:
            return 0
        now = self._clock()
        rows = [
            {"webhook": hook.id, "seq": each.seq, "payload": json.dumps(self._payload(hook, each)), "at": now}
            for each in events
            if each.kind in hook.kinds and each.stream != "import"  # a file's labels are no news of a person
        ]

        def write(conn: Connection) -> None:
            add_deliveries(conn, rows)
            change_webhook(conn, hook.id, cursor=events[-1].seq)
            purge_deliveries(conn, now - KEPT)

        self._write(write)
        return len(events)

    def send_due(self, hook: Webhook, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Send what is due; whether the receiver could be reached.

        An item's next event waits until the last one has arrived or was given up; other items go on.
        """
        with self._project.database.read() as conn:
            waiting = waiting_deliveries(conn, hook.id, AHEAD)
            secrets = signing_secrets(conn, hook, self._clock())
        held: set[int] = set()
        try:
            for each in waiting:
                if stopped():
                    break
                if each.item not in held and not self._sent(hook, secrets, each):
                    held.add(each.item)
        except Unreachable:  # the next one would wait in vain as long again
            return False
        return True

    def _sent(self, hook: Webhook, secrets: list[str], row: Any) -> bool:
        if row.next_at > self._clock():
            return False
        try:
            reply = self._outside.send("POST", hook.url, row.payload.encode(), self._headers(hook, secrets, row))
        except AsknextError as error:
            self._keep(row, False, str(error))
            if isinstance(error, Unreachable):
                raise
            return False
        self._keep(row, reply.well, f"status {reply.status}")
        return reply.well

    def _headers(self, hook: Webhook, secrets: list[str], row: Any) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "User-Agent": "asknext-webhook/1",
            HEADER: signature(secrets, int(self._clock()), row.payload.encode()),
            "Asknext-Delivery": _name(self._uid, hook, row.seq),
            "Asknext-Attempt": str(row.attempts + 1),
        }

    def _keep(self, row: Any, well: bool, answer: str) -> None:
        now, attempts = self._clock(), row.attempts + 1
        values: dict[str, Any] = {"attempts": attempts, "answer": answer, "at": now}
        if well:
            values["status"] = SENT
        elif attempts >= self._attempts:
            values["status"] = FAILED
            log.warning("webhook %d: event %d was given up after %d attempts", row.webhook, row.seq, attempts)
        else:
            values["next_at"] = now + self._wait(row.id, attempts)
        self._write(lambda conn: change_delivery(conn, row.id, **values))

    def _wait(self, delivery: int, attempts: int) -> float:
        wait = min(self._first_wait * 2.0 ** (attempts - 1), LONGEST_WAIT)
        draw = random.Random(f"{self._project.config.seed}/{delivery}/{attempts}").random()  # noqa: S311 - no secret
        return wait * (1 + draw / 4)

    def _payload(self, hook: Webhook, row: Any) -> dict[str, Any]:
        return {
            "id": _name(self._uid, hook, row.seq),
            "project": {"uid": self._uid, "title": self._project.config.title},
            **event_shown(row),
        }


def _name(uid: str, hook: Webhook, seq: int) -> str:
    """The same whenever the same event is sent to the same webhook: by it a receiver tells a repetition."""
    return f"{uid}-{hook.id}-{seq}"
