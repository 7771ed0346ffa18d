"""Items: read them, bring more, set their priority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from asknext.client.answers import Item, read
from asknext.client.part import Part

__all__ = ["Items"]

PAGE = 500


class Items(Part):
    """The items of a project."""

    def __iter__(self) -> Iterator[Item]:
        return self.find()

    def find(
        self,
        search: str = "",
        *,
        state: str = "all",
        class_id: str | None = None,
        stream: str | None = None,
        disagrees: bool = False,
    ) -> Iterator[Item]:
        """Items that are like this, in the order of import, page by page as they are read.

        Parameters
        ----------
        search : part of the content or id. state : open, labelled, skipped, ignored, flagged, review, ... or all.
        class_id : a class the label holds. stream : strategy or control. disagrees : the model says otherwise.
        """
        query = {"search": search or None, "state": state, "class": class_id, "stream": stream}
        after: int | None = -1
        while after is not None:
            page = {**query, "disagrees": disagrees, "after": after, "limit": PAGE}
            found = self._call("GET", "/items", query=page)
            yield from (read(Item, each) for each in found["items"])
            after = found["next"]

    def one(self, item: int) -> dict[str, Any]:
        """An item by its number, with everything that happened to it."""
        found: dict[str, Any] = self._call("GET", "/items/{item}", item=item)
        return found

    def media(self, item: int, place: int | None = None) -> bytes:
        """The image of an item, upright, or its recording; ``place``: of a video's frames or a pair, counted from 0."""
        if place is None:
            with self._download("/items/{item}/media", item=item) as blocks:
                return b"".join(blocks)
        with self._download("/items/{item}/media/{place}", item=item, place=place) as blocks:
            return b"".join(blocks)

    def sound(self, item: int) -> dict[str, Any]:
        """How long an item's recording is and how it is sampled: {seconds, rate in Hz, channels}."""
        found: dict[str, Any] = self._call("GET", "/items/{item}/sound", item=item)
        return found

    def similar(self, item: int, count: int = 24) -> list[dict[str, Any]]:
        """The items whose embeddings are nearest, each with its ``distance``, the nearest first."""
        found = self._call("GET", "/explore/similar/{item}", item=item, query={"count": count})
        return list(found["items"])

    def add(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Import rows with the columns that the project's settings name: {added, known, copies, rejected, ...}.

        Rows with an id are known when they come again, so an import that broke off may be repeated.
        """
        found: dict[str, Any] = self._upload("POST", "/items", rows)
        return found

    def prioritise(self, items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Set {id, priority, wanted, skill} of items: {set, same, failures, failed}; one that fails stands alone."""
        found: dict[str, Any] = self._call("PUT", "/priorities", {"items": [dict(each) for each in items]})
        return found

    def rank(self, scores: Mapping[str, float]) -> dict[str, Any]:
        """Ask items in the order of these scores by id, highest first, until `end_ranking`."""
        lines = [{"id": name, "score": score} for name, score in scores.items()]
        found: dict[str, Any] = self._upload("PUT", "/ranking", lines)
        return found

    def end_ranking(self) -> None:
        """Let the project's own strategy decide again."""
        self._call("DELETE", "/ranking")
