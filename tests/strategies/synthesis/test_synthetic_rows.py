import csv
import io
import json

import numpy as np
import pyarrow.parquet as pq
import pytest

from asknext.errors import InputError
from asknext.formats import Row
from asknext.project.config import Columns, Config
from asknext.project.exporting import FORMATS, export
from asknext.project.folder import create_project
from asknext.project.importing import import_rows
from asknext.strategies import decoded, interpolate, synthetic_rows

X = np.random.default_rng(0).normal(size=(12, 2))
IDS = [f"real-{row}" for row in range(12)]


@pytest.fixture
def rows():
    made = interpolate(X, np.ones(12), 4, np.random.default_rng(1), neighbours=2)
    texts = decoded(made, lambda points: [f"a text at {x:.4f}, {y:.4f}" for x, y in points])
    return synthetic_rows(made, IDS, [{"text": text} for text in texts])


def test_a_row_says_what_it_is_and_where_it_comes_from(rows):
    made = interpolate(X, np.ones(12), 4, np.random.default_rng(1), neighbours=2)
    assert all(row["synthetic"] is True and row["id"].startswith("synthetic-") for row in rows)
    assert len({row["id"] for row in rows}) == 4
    assert rows[0]["parents"] == [f"real-{row}" for row in made.parents[0]]
    assert rows[0]["neighbours"] == [f"real-{row}" for row in made.neighbours[0]]


def exported(project, format):
    """The rows of an export, as mappings."""
    out = io.BytesIO()
    export(project, format, out, only_labelled=False)
    if format == "parquet":
        return pq.read_table(io.BytesIO(out.getvalue())).to_pylist()
    text = out.getvalue().decode("utf-8-sig")
    if format == "csv":
        return list(csv.DictReader(io.StringIO(text)))
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("format", FORMATS)
def test_imported_into_a_project_they_come_back_marked_in_every_format(rows, format, tmp_path):
    project = create_project(tmp_path / "p", Config(columns=Columns(text="text", id="id", label="label")))
    real = [{"id": id, "text": f"real text {id}"} for id in IDS]
    assert import_rows(project, (Row(line, row) for line, row in enumerate([*real, *rows], 1))).added == 16
    found = {row["id"]: row for row in exported(project, format)}
    project.close()
    marked = {id for id, row in found.items() if str(row["synthetic"]).lower() == "true"}
    assert marked == {row["id"] for row in rows}
    for row in rows:
        for key in ("parents", "neighbours"):
            value = found[row["id"]][key]
            assert (json.loads(value) if isinstance(value, str) else list(value)) == row[key]


def test_contents_must_fit(rows):
    made = interpolate(X, np.ones(12), 2, np.random.default_rng(1))
    with pytest.raises(InputError, match="There are 1 contents for 2 synthetic items"):
        synthetic_rows(made, IDS, [{"text": "one"}])
    with pytest.raises(InputError, match="contents have the column 'synthetic'"):
        synthetic_rows(made, IDS, [{"synthetic": False}, {"text": "b"}])
