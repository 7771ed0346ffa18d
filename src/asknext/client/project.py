"""`ProjectClient`: one project of a server."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from asknext.client.annotator import Annotator
from asknext.client.answers import Event, LabelClass, Project, read
from asknext.client.classes import Classes
from asknext.client.connection import Connection
from asknext.client.insight import Insight
from asknext.client.items import Items
from asknext.client.jobs import Jobs
from asknext.client.machines import Machines
from asknext.client.part import Part
from asknext.client.webhooks import Webhooks

__all__ = ["ProjectClient"]


class ProjectClient(Part):
    """Everything a project's HTTP interface can do.

    Attributes
    ----------
    items, classes, webhooks, jobs, machines, insight : its subjects.
    """

    def __init__(self, connection: Connection, base: str) -> None:
        super().__init__(connection, base)
        self.items, self.classes = Items(connection, base), Classes(connection, base)
        self.webhooks, self.jobs = Webhooks(connection, base), Jobs(connection, base)
        self.machines, self.insight = Machines(connection, base), Insight(connection, base)

    def get(self) -> Project:
        """What the project is."""
        found = self._call("GET", "/project")
        return read(Project, {**found, "classes": [read(LabelClass, each) for each in found["classes"]]})

    def annotator(self, name: str = "client", *, ahead: int = 2) -> Annotator:
        """Somebody who labels: see `asknext.client.Annotator`."""
        project = self.get()
        names = {each.name: each.id for each in project.classes}
        several = project.task == "multi_label"
        return Annotator(self._connection, self._base, name, names, several=several, ahead=ahead)

    def events(self, after: int = 0) -> Iterator[Event]:
        """Everything that happened after the event ``after``, in order, up to now; the last one's seq is a cursor."""
        more = True
        while more:
            found = self._call("GET", "/events", query={"after": after})
            yield from (read(Event, each) for each in found["events"])
            after, more = found["next"], found["more"]

    def train(self) -> None:
        """Ask for a training round now."""
        self._call("POST", "/train", again=True)

    def export_formats(self) -> tuple[str, ...]:
        """The formats that have room for the labels of this project."""
        return tuple(each["name"] for each in self._call("GET", "/export/formats"))

    def export(
        self,
        output: Path | str | BinaryIO,
        format: str | None = None,
        *,
        labelled: bool = True,
        votes: bool = False,
        yolo: str | None = None,
        scheme: str | None = None,
        approximate: bool = False,
    ) -> None:
        """Write the labels to a file, which appears whole or not at all, or to a stream.

        Parameters
        ----------
        format : one of `export_formats`, those of many files as a zip; None: by the file's name. labelled : leave out
        what has no label. votes : every answer of every annotator instead. yolo : detect, segment, pose or obb; None:
        by the shapes. scheme : of CoNLL's tags. approximate : write what is near where nothing fits.
        """
        name = str(output) if isinstance(output, str | Path) else str(getattr(output, "name", ""))
        chosen = format or Path(name).suffix.lstrip(".") or None
        query = {"format": chosen, "labelled": labelled, "votes": votes, "yolo": yolo, "scheme": scheme}
        query |= {"approximate": True} if approximate else {}
        if isinstance(output, str | Path):
            self._export_file(Path(output), query)
            return
        with self._download("/export", query) as blocks:
            for block in blocks:
                output.write(block)

    def _export_file(self, path: Path, query: dict[str, Any]) -> None:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file, self._download("/export", query) as blocks:
                for block in blocks:
                    file.write(block)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
