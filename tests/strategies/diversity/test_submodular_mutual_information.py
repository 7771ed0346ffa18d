import numpy as np
import pytest

import asknext
from asknext.errors import InputError

SMI = "submodular_mutual_information"


def clumps(seed=0):
    """Four clumps of 15; the queries are items 0 and 15, one in each of the first two."""
    which = np.repeat(np.arange(4), 15)
    return 10.0 * np.eye(4)[which] + np.random.default_rng(seed).normal(size=(60, 4)), which


def test_every_query_is_matched_before_one_is_matched_twice():
    x, which = clumps()
    batch = asknext.select({"name": SMI, "query": [0, 15]}, 4, embeddings=x, labelled=[0, 15])
    assert sorted(which[batch.indices[:2]].tolist()) == [0, 1]
    assert set(which[batch.indices]) == {0, 1}
    assert np.all(np.diff(batch.scores) <= 1e-9)


def test_a_column_marks_the_queries():
    x, which = clumps()
    marks = np.isin(np.arange(60), [30, 31])
    batch = asknext.select({"name": SMI, "query": "rare"}, 5, embeddings=x, labelled=[30, 31], columns={"rare": marks})
    assert set(which[batch.indices]) == {2}


def test_gcmi_takes_the_nearest_whoever_else_is_taken():
    x, which = clumps()
    batch = asknext.select({"name": SMI, "query": [0, 1, 15], "kind": "gcmi"}, 3, embeddings=x, labelled=[0, 1, 15])
    assert which[batch.indices].tolist() == [0, 0, 0]


def test_few_neighbours_choose_nearly_what_all_would():
    x = np.random.default_rng(3).normal(size=(400, 3))
    queries = list(range(20))

    def value(rows):
        width2 = ((x[20:] - x[20:].mean(axis=0)) ** 2).sum(axis=1).mean()
        similar = np.exp(-((x[:20, None] - x[None, rows]) ** 2).sum(axis=2) / (2 * width2))
        return similar.max(axis=1).sum() + similar.max(axis=0).sum()

    exact, sparse = (
        value(asknext.select({"name": SMI, "neighbours": k}, 10, embeddings=x, labelled=queries).indices)
        for k in (1000, 40)
    )
    assert sparse > 0.97 * exact


def test_a_row_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="query holds row 99, but rows are 0 to 59"):
        asknext.select({"name": SMI, "query": [99]}, 2, embeddings=clumps()[0])


def test_it_is_described_in_json_values():
    assert asknext.strategies.build({"name": SMI, "query": [1, 2]}).describe()["query"] == [1, 2]
