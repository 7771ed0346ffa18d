"""When the server has a round run."""

from __future__ import annotations

from pathlib import Path

from asknext.formats import Row
from asknext.labelling.desk import Desk
from asknext.project.config import ClassConfig, Columns, Config
from asknext.project.folder import create_project
from asknext.project.importing import import_rows
from asknext.server.training import Training


def test_no_round_begins_before_an_import_is_whole(tmp_path: Path) -> None:
    config = Config(columns=Columns(text="text"), classes=(ClassConfig("a"), ClassConfig("b")))
    with create_project(tmp_path / "p", config) as project:
        desk = Desk(project)
        training = Training(desk)
        with training.held_back():
            import_rows(project, [Row(1, {"text": "one"})])
            assert [training._is_time(), training._is_time()] == [False, False]
        assert training._is_time()
        import_rows(project, [Row(1, {"text": "two"})])
        assert [training._is_time(), training._is_time()] == [False, True]  # an import from another process
        desk.close()
