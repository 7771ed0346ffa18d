"""Bulk operations: begin them, wait for them, stop them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asknext.client.answers import Job, read
from asknext.client.part import Part

__all__ = ["Jobs"]


class Jobs(Part):
    """The jobs of a project."""

    def begin(
        self,
        action: str,
        *,
        value: Any = None,
        filter: Mapping[str, Any] | None = None,
        ids: Sequence[str] | None = None,
    ) -> Job:
        """Do ``action`` to the items that ``filter`` finds, or to those with ``ids``; it goes on in the background.

        Parameters
        ----------
        action : requeue, ignore, unignore, flag, unflag, gold, prioritise, want, need_skill or assign.
        """
        body = {"action": action, "value": value, "filter": filter, "ids": None if ids is None else list(ids)}
        return read(Job, self._call("POST", "/jobs", {k: v for k, v in body.items() if v is not None}))

    def list(self, limit: int = 20) -> tuple[Job, ...]:
        """The newest, the newest first."""
        return tuple(read(Job, each) for each in self._call("GET", "/jobs", query={"limit": limit})["jobs"])

    def get(self, job: int) -> Job:
        """How far it is."""
        return read(Job, self._call("GET", "/jobs/{job}", job=job))

    def cancel(self, job: int) -> Job:
        """Stop it where it is."""
        return read(Job, self._call("POST", "/jobs/{job}/cancel", again=True, job=job))

    def wait(self, job: int, *, progress: Callable[[Job], None] = lambda _job: None, every: float = 0.5) -> Job:
        """Wait until it is over; ``progress`` is called with it meanwhile."""
        while (found := self.get(job)).status == "running":
            progress(found)
            time.sleep(every)
        return found
