"""Machines that label."""

from __future__ import annotations

from asknext.client.answers import Machine, read
from asknext.client.part import Part

__all__ = ["Machines"]


class Machines(Part):
    """The machines that a project's settings name."""

    def list(self) -> tuple[Machine, ...]:
        """All of them, with what they have done, what it has cost, and how often they were right."""
        return tuple(read(Machine, each) for each in self._call("GET", "/machines")["machines"])

    def run(self, name: str, items: int) -> int:
        """Have one label so many items; the number of the job."""
        return int(self._call("POST", "/machines/{machine}/run", {"items": items}, machine=name)["job"])

    def stop(self, name: str) -> None:
        """End what it was asked for."""
        self._call("POST", "/machines/{machine}/stop", again=True, machine=name)
