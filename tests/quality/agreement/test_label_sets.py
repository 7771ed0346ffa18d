"""Sets of labels that are the same, nearly so, or not at all."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.quality.agreement import krippendorff_alpha
from asknext.quality.agreement.label_sets import alpha_of_label_sets, set_distances
from asknext.quality.label_set_votes import LabelSetVotes


def by_sets(first, second, kind):
    if not first | second:
        return 0.0
    index = len(first & second) / len(first | second)
    if kind == "jaccard":
        return 1 - index
    if kind == "exact":
        return float(first != second)
    part = 1 if first == second else 2 / 3 if first <= second or second <= first else 1 / 3 if first & second else 0
    return 1 - index * part


@pytest.mark.parametrize("kind", ["exact", "jaccard", "masi"])
def test_distances_are_those_of_sets(kind):
    table = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 1], [1, 1, 1], [0, 0, 1]], bool)
    sets = [set(np.flatnonzero(row).tolist()) for row in table]
    expected = [[by_sets(a, b, kind) for b in sets] for a in sets]
    np.testing.assert_allclose(set_distances(table, kind), expected, atol=1e-12)


def test_sets_of_one_label_agree_as_classes_do():
    rng = np.random.default_rng(0)
    classes = rng.integers(0, 3, 40)
    votes = LabelSetVotes(np.repeat(np.arange(20), 2), np.tile([0, 1], 20), np.eye(3, dtype=bool)[classes], 20, 2)
    plain = krippendorff_alpha(votes.coded()[0])
    for kind in ("exact", "jaccard", "masi"):
        assert alpha_of_label_sets(votes, kind) == pytest.approx(plain)
    with pytest.raises(InputError, match="masi"):
        alpha_of_label_sets(votes, "maasi")
