"""Which items a person should look at."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.weak import next_queries, soft_labels

MATRIX = np.array([[0, 1, -1], [0, 0, 0], [-1, -1, -1], [1, 1, 0], [-1, -1, -1], [1, 1, 1]])


def asked(**settings):
    soft = soft_labels("majority", MATRIX, 2)
    return [(query.row, query.reason) for query in next_queries(MATRIX, soft, **settings)]


def test_reasons_take_turns_the_least_sure_first():
    found = asked(k=3)
    assert found[0] == (0, "conflict")
    assert found[1][1] == "silence"
    assert found[2] == (3, "conflict")
    assert sorted(row for row, _ in asked(k=9)) == [0, 2, 3, 4]
    assert asked(k=9) == asked(k=9)


def test_what_is_labelled_already_is_not_asked():
    assert sorted(row for row, _ in asked(k=9, asked=[0, 2])) == [3, 4]


def test_a_model_that_differs_is_a_reason():
    model = np.array([[0.5, 0.5], [0.1, 0.9], [0.6, 0.4], [0.3, 0.7], [0.9, 0.1], [0.45, 0.55]])
    found = dict(asked(k=9, model=model))
    assert found[1] == "model"
    assert 5 not in found
    silent = [row for row, reason in asked(k=9, model=model) if reason == "silence"]
    assert silent == [2, 4]
    with pytest.raises(InputError, match="6 items"):
        asked(k=1, model=model[:2])
