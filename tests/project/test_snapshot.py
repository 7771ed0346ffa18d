from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from asknext.formats import Row
from asknext.project.config import Columns, Config
from asknext.project.folder import Project, create_project
from asknext.project.importing import import_rows
from asknext.project.snapshot import control_rows, current_labels, open_rows

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")


def _project(folder: Path, n: int, contents: int, labelled: int = 0) -> Project:
    project = create_project(folder, Config(columns=Columns(text="text", label="y"), control=0.3))
    rows = ({"text": f"t{i % contents}", "y": "ab"[i % 2] if i < labelled else None} for i in range(n))
    import_rows(project, (Row(line, row) for line, row in enumerate(rows, 1)))
    return project


def test_labels_are_carried_to_copies(tmp_path: Path) -> None:
    project = _project(tmp_path, 12, 6, labelled=2)
    labels = current_labels(project)
    names = {each.id: each.name for each in project.classes}
    assert labels.rows.tolist() == [0, 1, 6, 7]
    assert [names[value[0]] for value in labels.values] == ["a", "b", "a", "b"]
    assert labels.streams.tolist() == ["import"] * 4
    assert labels.of(labels.rows > 5).rows.tolist() == [6, 7]


def test_open_rows_are_neither_labelled_nor_copies_nor_control(tmp_path: Path) -> None:
    project = _project(tmp_path, 300, 200, labelled=10)
    control = control_rows(project)
    expected = set(range(10, 200)) - set(control.tolist())
    assert open_rows(project).tolist() == sorted(expected)
    assert 30 < len(control) < 90


def test_the_control_reserve_comes_in_the_order_of_its_draw(tmp_path: Path) -> None:
    project = _project(tmp_path, 300, 200)
    with project.database.read() as conn:
        draws = dict(tuple(row) for row in conn.exec_driver_sql("SELECT pos, draw FROM item"))
    rows = control_rows(project)
    drawn = [draws[row] for row in rows.tolist()]
    assert drawn == sorted(drawn)
    assert drawn[-1] < 0.3
    np.testing.assert_array_equal(control_rows(project, 5), rows[:5])


def test_an_empty_project_has_empty_arrays(tmp_path: Path) -> None:
    with create_project(tmp_path, Config()) as project:
        assert len(current_labels(project)) == len(open_rows(project)) == len(control_rows(project)) == 0
        assert open_rows(project).dtype == np.int64
