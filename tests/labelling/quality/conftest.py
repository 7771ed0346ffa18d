from __future__ import annotations

import itertools

import pytest

from asknext.formats import Row
from asknext.labelling.desk import Desk
from asknext.project.config import ClassConfig, Columns, Config
from asknext.project.folder import create_project
from asknext.project.importing import import_rows

WORDS = ("sun bright warm beach", "rain grey cold wind")
CLASSES = (ClassConfig("dry", "1"), ClassConfig("wet", "2"))


class Story:
    """A project that people answer in."""

    def __init__(self, project):
        self.project, self.desk = project, Desk(project)
        self.ids = {each.name: each.id for each in project.classes}
        self._uids = itertools.count()

    def do(self, who, kind, item, value=None, **more):
        event = {"uid": f"u{next(self._uids)}", "kind": kind, "item": item, "value": value, **more}
        [outcome] = self.desk.do(f"page of {who}", who, [event]).result()
        assert outcome["status"] == "stored", outcome
        return event["uid"]

    def say(self, who, item, name, **more):
        return self.do(who, "label", item, [self.ids[name]], **more)

    def close(self):
        self.desk.close()
        self.project.close()


@pytest.fixture
def begin(tmp_path):
    begun = []

    def make(n=40, labels=None, **settings):
        """``n`` items, alternately dry and wet; ``labels`` of the first of them come with the import."""
        columns = Columns(text="text", id="id", label="label", group="group")
        settings = {"classes": CLASSES, "control": 0.0, "columns": columns, **settings}
        project = create_project(tmp_path / f"p{len(begun)}", Config(**settings))
        given = labels or []
        rows = (
            {
                "text": f"{WORDS[at % 2]} number {at}",
                "id": f"i{at}",
                "label": given[at] if at < len(given) else None,
                "group": ("north", "south")[at % 4 // 2],
            }
            for at in range(n)
        )
        import_rows(project, (Row(line, row) for line, row in enumerate(rows, 1)))
        begun.append(Story(project))
        return begun[-1]

    yield make
    for each in begun:
        each.close()


def truth(at):
    return ("dry", "wet")[at % 2]
