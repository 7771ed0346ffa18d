"""What a manager wants to know: progress, people, queue, quality."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from asknext.client.part import Part

__all__ = ["Insight"]


class Insight(Part):
    """The numbers of a project, as the server tells them (see the OpenAPI document for their fields)."""

    def dashboard(self) -> dict[str, Any]:
        """Progress, classes, learning curve, what was saved, what is needed, advice."""
        return self._found("/dashboard")

    def people(
        self, annotator: str | None = None, *, since: float | None = None, until: float | None = None
    ) -> dict[str, Any]:
        """Labels a day, seconds a label, reviews and cost, of all and of each person."""
        query = {"annotator": annotator, "since": since, "until": until}
        found: dict[str, Any] = self._call("GET", "/dashboard/people", query=query)
        return found

    def queue(self) -> dict[str, Any]:
        """What is open, held, stuck, or waits for somebody."""
        return self._found("/dashboard/queue")

    def progress(self) -> dict[str, Any]:
        """How many are labelled, and what the trainer does."""
        return self._found("/progress")

    def advice(self) -> dict[str, Any]:
        """Whether to stop, and why."""
        return self._found("/advice")

    def card(self) -> dict[str, Any]:
        """The data card."""
        return self._found("/card")

    def review(self) -> dict[str, Any]:
        """How much waits for a reviewer."""
        return self._found("/review")

    def questions(self) -> Iterator[dict[str, Any]]:
        """Questions of annotators that nobody has resolved, the newest first."""
        before: int | None = None
        while True:
            found = self._call("GET", "/questions", query={"before": before})
            yield from found["questions"]
            before = found["next"]
            if before is None:
                return

    def quality(self) -> dict[str, Any]:
        """The newest report on quality without its items: {report, state, sentence, stale}."""
        return self._found("/quality")

    def make_quality(self) -> dict[str, Any]:
        """Have the report made now."""
        found: dict[str, Any] = self._call("POST", "/quality", again=True)
        return found

    def in_doubt(self, subject: str) -> Iterator[dict[str, Any]]:
        """The items of one subject of the report, the most urgent first."""
        start: int | None = 0
        while start is not None:
            found = self._call("GET", "/quality/{subject}", query={"start": start}, subject=subject)
            yield from found["items"]
            start = found["next"]

    def qualifications(self) -> Any:
        """Who has passed the test before real work."""
        return self._call("GET", "/qualification/people")

    def qualify(self, annotator: str, passed: bool) -> Any:
        """Say that somebody has passed, or has not, whatever the test said."""
        return self._call("PUT", "/qualification/people", {"annotator": annotator, "passed": passed})

    def _found(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = self._call("GET", path)
        return found
