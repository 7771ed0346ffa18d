"""`Annotator`: take items, answer them, give back what is left."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Self

from asknext.client.answers import LeasedItem, Result, read
from asknext.client.connection import Connection
from asknext.client.part import Part
from asknext.client.refusal import ServerRefused
from asknext.errors import UnknownName

__all__ = ["Annotator"]


class Annotator(Part):
    """One who labels. Each event has an id of its own, so that one sent twice is stored once.

    ::

        with project.annotator("ann") as ann:
            for item in ann:
                ann.label(item, "positive")

    Parameters
    ----------
    name : under which the answers stand; a server with log-in takes the name of the token's owner instead.
    classes : name -> id. several : whether an item may have any number of classes. ahead : items taken at once.
    """

    def __init__(
        self, connection: Connection, base: str, name: str, classes: dict[str, str], *, several: bool, ahead: int = 2
    ) -> None:
        super().__init__(connection, base)
        self.name, self.session = name, f"client-{uuid.uuid4().hex}"
        self._classes, self._several, self._ahead = classes, several, ahead
        self._held: dict[int, LeasedItem] = {}
        self._waiting: list[LeasedItem] = []
        self.waiting: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    def __iter__(self) -> Iterator[LeasedItem]:
        """Items as long as there are any; ``waiting`` says why there are none. One that is not answered stays held."""
        while (item := self.take()) is not None:
            yield item

    def take(self) -> LeasedItem | None:
        """The next item, held for some minutes; None where there is none just now."""
        if not self._waiting:
            self._lease()
        return self._waiting.pop(0) if self._waiting else None

    def label(self, item: LeasedItem | int, classes: str | Sequence[str], *, seconds: float | None = None) -> Result:
        """Answer with a class by its name or id, or with several where the task has that.

        Raises
        ------
        UnknownName : there is no such class; nothing was sent. ServerRefused : the server did not take it.
        """
        given = [classes] if isinstance(classes, str) else list(classes)
        return self._one("label", item, [self._id(each) for each in given], seconds=seconds)

    def skip(self, item: LeasedItem | int, reason: str | None = None) -> Result:
        """Leave it to others, or for later."""
        return self._one("skip", item, reason=reason)

    def flag(self, item: LeasedItem | int) -> Result:
        """Mark it, to be looked at again."""
        return self._one("flag", item)

    def comment(self, item: LeasedItem | int, text: str) -> Result:
        """Write a comment on it."""
        return self._one("comment", item, text)

    def ask(self, item: LeasedItem | int, text: str) -> Result:
        """Ask a question about it."""
        return self._one("question", item, text)

    def undo(self, result: Result) -> Result:
        """Take back what gave ``result``."""
        return self._checked(self.send([{"uid": _uid(), "kind": "undo", "target": result.uid}])[0])

    def send(self, events: Sequence[dict[str, Any]]) -> list[Result]:
        """Send events as the HTTP interface takes them, a thousand at most: one result each, refused ones too."""
        body = {"session": self.session, "annotator": self.name, "events": list(events)}
        found = self._call("POST", "/events", body, again=True)
        return [read(Result, each) for each in found["results"]]

    def confirm(self, items: Sequence[int], classes: str | Sequence[str]) -> list[Result]:
        """Give many items one label: one result each."""
        given = [classes] if isinstance(classes, str) else list(classes)
        value = [self._id(each) for each in given]
        body = {"session": self.session, "annotator": self.name, "uid": _uid(), "items": list(items), "value": value}
        return [read(Result, each) for each in self._call("POST", "/confirm", body, again=True)["results"]]

    def renew(self) -> list[int]:
        """Keep what is held for longer; what was lost to somebody else."""
        held = list(self._held)
        if not held:
            return []
        found = self._call("POST", "/leases/renew", {"session": self.session, "items": held}, again=True)
        for each in found["lost"]:
            self._held.pop(each, None)
        lost: list[int] = found["lost"]
        return lost

    def release(self) -> None:
        """Give back everything that is held."""
        self._call("POST", "/leases/release", {"session": self.session}, again=True)
        self._held.clear()
        self._waiting.clear()

    def history(self, limit: int = 50) -> list[dict[str, Any]]:
        """One's newest events, the newest first."""
        found: list[dict[str, Any]] = self._call("GET", "/history", query={"annotator": self.name, "limit": limit})[
            "events"
        ]
        return found

    def answered(self, item: int) -> dict[str, Any]:
        """An item that one has answered, as it is now."""
        found: dict[str, Any] = self._call("GET", "/answered/{item}", query={"annotator": self.name}, item=item)
        return found

    def qualification(self) -> dict[str, Any]:
        """Where one stands in the test before real work."""
        found: dict[str, Any] = self._call("GET", "/qualification", query={"annotator": self.name})
        return found

    def quality(self) -> dict[str, Any]:
        """One's own numbers, where the project shows them."""
        found: dict[str, Any] = self._call("GET", "/quality/mine", query={"annotator": self.name})
        return found

    def _lease(self) -> None:
        held = list(self._held)
        want = min(len(held) + self._ahead, 20)
        body = {"session": self.session, "annotator": self.name, "want": want, "hold": held}
        found = self._call("POST", "/leases", body, again=True)
        self.waiting = found.get("waiting")
        for each in found["items"]:
            item = read(LeasedItem, each)
            if item.item not in self._held:
                self._held[item.item] = item
                self._waiting.append(item)

    def _one(self, kind: str, item: LeasedItem | int, value: Any = None, **more: Any) -> Result:
        number = item if isinstance(item, int) else item.item
        given = {name: each for name, each in more.items() if each is not None}
        event = {"uid": _uid(), "kind": kind, "item": number, "value": value, **given}
        result = self._checked(self.send([event])[0])
        if kind in ("label", "skip"):
            self._held.pop(number, None)
        return result

    def _checked(self, result: Result) -> Result:
        if not result.well:
            raise ServerRefused(200, "refused", result.message or "The server did not take it.")
        return result

    def _id(self, given: str) -> str:
        if given in self._classes:
            return self._classes[given]
        if given in self._classes.values():
            return given
        raise UnknownName("class", given, self._classes)


def _uid() -> str:
    return uuid.uuid4().hex
