"""BatchBALD: joint information of a batch."""

from itertools import product

import numpy as np
import pytest

import asknext
from asknext import PoolView
from asknext.strategies import BatchBald, build
from asknext.strategies.committee.batch_bald import Configurations


def joint_information(committee, rows):
    """Brute force: the entropy over every way to label ``rows``, less the members' own."""
    members, _, classes = committee.shape
    likely = np.zeros(classes ** len(rows))
    for at, labels in enumerate(product(range(classes), repeat=len(rows))):
        likely[at] = np.mean(
            [np.prod([committee[k, i, c] for i, c in zip(rows, labels, strict=True)]) for k in range(members)]
        )
    own = sum(-(committee[:, i] * np.log(committee[:, i])).sum() / members for i in rows)
    likely = likely[likely > 0]
    return -(likely * np.log(likely)).sum() - own


@pytest.mark.parametrize(("members", "classes"), [(2, 2), (5, 3), (3, 4)])
def test_scores_add_up_to_the_joint_information(members, classes):
    committee = np.random.default_rng(members).dirichlet(np.ones(classes), (members, 20))
    batch = asknext.select("batch_bald", 5, committee=committee)
    for count in range(1, 6):
        exact = joint_information(committee, batch.indices[:count].tolist())
        np.testing.assert_allclose(batch.scores[:count].sum(), exact, atol=1e-9)


def test_every_pick_is_the_greedy_one():
    committee = np.random.default_rng(3).dirichlet(np.full(3, 0.5), (6, 25))
    chosen = asknext.select("batch_bald", 5, committee=committee).indices.tolist()
    for i in range(5):
        worth = [joint_information(committee, [*chosen[:i], row]) if row not in chosen[:i] else -1 for row in range(25)]
        assert worth[chosen[i]] >= max(worth) - 1e-9


def test_the_first_pick_is_that_of_bald():
    committee = np.random.default_rng(1).dirichlet(np.ones(4), (5, 200))
    first, bald = (asknext.select(name, 1, committee=committee) for name in ("batch_bald", "bald"))
    assert first.indices == bald.indices
    np.testing.assert_allclose(first.scores, bald.scores, atol=1e-12)


def test_a_copy_of_what_is_chosen_gives_way_to_something_new():
    sure, doubtful, other = [0.95, 0.05], [[1.0, 0.0], [0.0, 1.0]] * 2, [[0.9, 0.1]] * 2 + [[0.2, 0.8]] * 2
    committee = np.stack([np.array([sure, doubtful[k], doubtful[k], other[k]]) for k in range(4)])
    assert asknext.select("bald", 2, committee=committee).indices.tolist() in ([1, 2], [2, 1])
    batch = asknext.select("batch_bald", 2, committee=committee)
    assert set(batch.indices.tolist()) in ({1, 3}, {2, 3})


def test_drawn_configurations_estimate_what_counting_gives():
    rng = np.random.default_rng(0)
    committee = rng.dirichlet(np.full(3, 0.4), (10, 60))
    counted, drawn = Configurations(10, 3**7, rng), Configurations(10, 729, np.random.default_rng(1))
    for row in range(7):
        counted.add(committee[:, row])
        drawn.add(committee[:, row])
    assert (len(counted.likely), len(drawn.likely)) == (3**7, 729)
    off = counted.gains(committee[:, 7:]) - drawn.gains(committee[:, 7:])
    assert np.abs(off).max() < 0.02
    assert abs(off.mean()) < 0.01


def test_a_long_batch_does_not_run_out_of_numbers():
    committee = np.random.default_rng(2).dirichlet(np.full(5, 0.2), (4, 400))
    batch = asknext.select("batch_bald", 300, committee=committee, configurations=200)
    assert np.isfinite(batch.scores).all()
    assert batch.scores.sum() == pytest.approx(np.log(4), abs=0.1)  # all there is to know: which member is right
    assert batch.reasons[-1] == "Nothing left would tell the models apart any better."


def test_impossible_labels_and_a_single_member():
    certain = np.zeros((2, 6, 3))
    certain[0, :, 0] = certain[1, :, 1] = 1.0
    batch = asknext.select("batch_bald", 3, committee=certain)
    np.testing.assert_allclose(batch.scores, [np.log(2), 0.0, 0.0], atol=1e-12)
    alone = asknext.select("batch_bald", 3, committee=certain[:1] * 0.5 + 1 / 6)
    np.testing.assert_array_equal(alone.scores, 0.0)


def test_few_of_the_pool_are_looked_at_again(monkeypatch):
    looked = []
    rows = asknext.strategies.committee.batch_bald.CommitteeBlocks.rows
    monkeypatch.setattr(
        asknext.strategies.committee.batch_bald.CommitteeBlocks,
        "rows",
        lambda self, chosen: looked.append(len(chosen)) or rows(self, chosen),
    )
    rng = np.random.default_rng(5)
    doubtful = np.arange(5000) % 10 == 0  # as in most pools, most items are clear to every member
    centres = np.where(doubtful[:, None], 1.0, [30.0, 0.2, 0.2])
    committee = np.stack([[rng.dirichlet(centre) for centre in centres] for _ in range(8)])
    view = PoolView(5000, committee=committee)
    BatchBald().select(view, 10, np.random.default_rng(0))
    assert sum(looked) < 5000 + 10 * 5000 / 5


def test_it_describes_itself():
    assert build(BatchBald(configurations=100).describe()) == BatchBald(configurations=100)
