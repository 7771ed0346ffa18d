"""What a map tells of the items of a project, and which of them are alike."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.labelling.conftest import make_project

from asknext.labelling.desk import Desk
from asknext.labelling.explore import item_columns, map_positions, moments_of, most_similar
from asknext.labelling.ranking import current_ranking, publish_ranking
from asknext.project.ontology.reading import read_ontology

__all__ = ["make_project"]


@given(st.integers(1, 40), st.integers(1, 12), st.integers(0, 2**31))
def test_the_most_similar_are_those_of_a_full_sort(n, count, seed):
    rng = np.random.default_rng(seed)
    vectors = rng.integers(0, 3, (n, 3)).astype(np.float32)
    item = int(rng.integers(n))
    squared = ((vectors - vectors[item]) ** 2).sum(axis=1)
    expected = [int(at) for at in np.lexsort((np.arange(n), squared)) if at != item][:count]
    found = most_similar(vectors, item, count)
    assert [each.item for each in found] == expected
    assert [each.distance for each in found] == pytest.approx([float(np.sqrt(squared[at])) for at in expected])


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), max_size=20))
def test_whole_numbers_keep_places_to_a_step(points):
    given_points = np.array(points, np.float32).reshape(-1, 2)
    found, about = map_positions(given_points)
    assert found.dtype == np.uint16
    back = np.asarray(about["low"]) + found / 65_535 * about["side"]
    assert np.allclose(back, given_points, atol=about["side"] / 65_535 + 1e-3)


def columns_of(project):
    with project.database.read() as conn:
        return item_columns(conn, read_ontology(conn), current_ranking(project))


def test_columns_say_what_became_of_each_item(make_project):
    project = make_project(6, control=0.0)
    with project.database.write() as conn:
        conn.exec_driver_sql("UPDATE item SET control = 1 WHERE pos = 5")
        conn.exec_driver_sql("UPDATE item SET copy_of = 0 WHERE pos = 3")
    desk = Desk(project)
    for at, kind, value in ((0, "label", ["c2"]), (1, "skip", None), (2, "flag", None), (4, "ignore", None)):
        event = {"uid": f"u{at}", "kind": kind, "item": at, "value": value}
        assert desk.do("s", "ann", [event]).result()[0]["status"] == "stored"
    guesses = np.array([[1, 0.9, 0, 0.1]] * 6, np.float32)
    order, scores = np.array([5, 1, 2]), np.array([3.0, 2.0, 1.0])
    publish_ranking(
        project, strategy="margin", labels=1, order=order, scores=scores, n=6, guesses=guesses,
        meta={"classes": ["c1", "c3"]},
    )  # fmt: skip
    found = columns_of(project)
    about = found.about
    assert [about["states"][each] for each in found.state] == [
        *("labelled", "skipped", "open", "labelled", "ignored", "open"),
    ]
    assert found.marks.tolist() == [0, 0, 1, 4, 0, 2]
    assert [each["id"] for each in about["classes"]] == ["c1", "c2", "c3"]
    assert found.label.tolist() == [2, 0, 0, 2, 0, 0]
    assert found.annotator.tolist() == [1, 0, 0, 1, 0, 0]
    assert about["annotators"] == ["ann"]
    # nobody is told the guess for an item whose answer is to measure the model
    assert found.guess.tolist() == [3, 3, 3, 3, 3, 0]
    assert found.sureness[5] == 0
    assert found.score.tolist()[:3] == [0, 32768, 1]
    assert found.score[5] == 65535
    desk.close()


def test_an_empty_project_has_empty_columns(make_project):
    found = columns_of(make_project(0))
    assert found.about["n"] == 0
    assert {len(each) for each in found.arrays().values()} == {0}


def test_moments_are_the_items_of_a_video_by_time(make_project):
    project = make_project(4, control=0.0)
    told = {0: {"seconds": 2.5}, 1: {"seconds": "0.5"}, 2: {"seconds": 1}}
    with project.database.write() as conn:
        for at, meta in told.items():
            text = json.dumps(meta)
            conn.exec_driver_sql("UPDATE item SET grp = 'clip', meta = ? WHERE pos = ?", (text, at))
    with project.database.read() as conn:
        unit, found = moments_of(conn, 2)
        assert unit == "seconds"
        assert [(each.item, each.at) for each in found] == [(1, 0.5), (2, 1.0), (0, 2.5)]
        assert moments_of(conn, 3) == ("", [])
