"""A score moves the way its definition says when one thing about an item changes, and all else stays."""

import numpy as np
import pytest

from asknext import PoolView
from asknext.pool.task import MULTI_LABEL, SINGLE_LABEL
from asknext.strategies import build

N, C, D = 30, 4, 3
RNG = np.random.default_rng(0)
P, E = RNG.dirichlet(np.ones(C), N), RNG.normal(size=(N, D))
MULTI, COMMITTEE = RNG.uniform(0.05, 0.95, (N, C)), RNG.dirichlet(np.ones(C), (4, N))
LABELS = np.full(N, None, dtype=object)
LABELS[:6] = [0, 1, 2, 3, 0, 1]
KNOWN = np.arange(6)
ITEM = 20


def score(spec, **changed):
    """The score of one item, in a pool of which some inputs are changed."""
    strategy = build(spec)
    task = SINGLE_LABEL if SINGLE_LABEL in strategy.tasks else MULTI_LABEL
    inputs = {
        "probabilities": P if task == SINGLE_LABEL else MULTI,
        "embeddings": E,
        "committee": COMMITTEE,
        "labels": LABELS,
        "columns": {"value": np.arange(N) / 7.0},
    } | changed
    view = PoolView(N, labelled=KNOWN, task=task, **inputs)
    return float(strategy.score(view)[view.unlabelled.tolist().index(ITEM)])


def with_row(array, row):
    changed = np.array(array)
    changed[..., ITEM, :] = row
    return changed


def blend(array, other, share):
    """The item's own row, moved by a share of the way to another."""
    return with_row(array, (1 - share) * np.asarray(array)[..., ITEM, :] + share * np.asarray(other))


UNIFORM = np.full(C, 1 / C)
SHARES = (0.0, 0.2, 0.5, 0.9)
STEP = np.array([0.4, 0.3, 0.2, 0.1])


@pytest.mark.parametrize("name", ["margin", "ratio", "least_confidence", "entropy", "cost_matrix_uncertainty"])
def test_more_even_probabilities_raise_uncertainty(name):
    found = [score(name, probabilities=blend(P, UNIFORM, share)) for share in SHARES]
    assert found == sorted(found)
    assert found[0] < found[-1]


@pytest.mark.parametrize("name", ["margin", "ratio"])
def test_a_larger_margin_lowers_the_score(name):
    found = [score(name, probabilities=with_row(P, STEP + move * np.array([1, -1, 0, 0]))) for move in (0, 0.1, 0.2)]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


def test_the_third_class_makes_no_difference_to_a_margin():
    rows = [[0.5, 0.3, 0.2, 0.0], [0.5, 0.3, 0.1, 0.1]]
    assert score("margin", probabilities=with_row(P, rows[0])) == score("margin", probabilities=with_row(P, rows[1]))


def test_a_surer_guess_is_more_confident():
    found = [score("most_confident", probabilities=blend(P, np.eye(C)[0], share)) for share in (0.5, 0.7, 0.9)]
    assert found == sorted(set(found))


@pytest.mark.parametrize(("name", "way"), [("positive", 1), ("negative", -1), ("inlier", 1), ("outlier", -1)])
def test_orders_follow_the_probability_of_their_class(name, way):
    rows = [[(1 - p) / 3] * 3 + [p] for p in (0.55, 0.7, 0.9)]
    found = [way * score(name, probabilities=with_row(P, row)) for row in rows]
    assert found == sorted(set(found))


@pytest.mark.parametrize("name", ["bald", "kl_to_consensus", "pairwise_kl"])
def test_members_that_agree_more_disagree_less(name):
    mean = COMMITTEE[:, ITEM].mean(axis=0)
    found = [score(name, committee=blend(COMMITTEE, mean, share)) for share in (0.0, 0.3, 0.7, 1.0)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0
    assert found[-1] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("name", ["vote_entropy", "max_disagreement"])
def test_more_dissenting_votes_raise_the_score(name):
    votes = [[0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 1], [0, 1, 2, 3]]
    found = [score(name, committee=with_votes(one)) for one in votes]
    assert found == sorted(found)
    assert found[0] == pytest.approx(0)
    assert found[1] > 0


def with_votes(votes):
    changed = np.array(COMMITTEE)
    changed[:, ITEM] = np.eye(C)[votes]
    return changed


def test_consensus_entropy_rises_with_evenness():
    found = [score("consensus_entropy", committee=blend(COMMITTEE, UNIFORM, share)) for share in (0.0, 0.5, 1.0)]
    assert found == sorted(set(found))


def test_a_longer_feature_vector_changes_the_model_more():
    found = [score("expected_gradient_length", embeddings=with_row(E, factor * E[ITEM])) for factor in (0.5, 1, 3)]
    assert found == sorted(set(found))


@pytest.mark.parametrize("name", ["kde", "information_density", "knn_density"])
def test_an_item_amid_others_is_denser_than_one_apart(name):
    middle = E[6:].mean(axis=0)
    away = middle + np.array([0.0, 0.0, -25.0])
    crowd = E + np.array([0.0, 0.0, 4.0])
    near, far = (score(name, embeddings=with_row(crowd, row)) for row in (middle + np.array([0.0, 0.0, 4.0]), away))
    assert near > far
    sparse = [score({"name": name, "favour": "sparse"}, embeddings=with_row(crowd, row)) for row in (away, middle)]
    assert sparse[0] > sparse[1]


def test_a_label_beside_an_item_lowers_its_witness():
    found = []
    for distance in (0.1, 1.0, 5.0):
        changed = np.array(E)
        changed[KNOWN] = E[ITEM] + distance
        found.append(score("mmd", embeddings=changed))
    assert found == sorted(set(found))


@pytest.mark.parametrize("spec", [{"name": "epistemic", "width": 1.0}, {"name": "probabilistic_al", "width": 1.0}])
def test_labels_near_an_item_settle_it(spec):
    found = []
    for distance in (3.0, 1.0, 0.1):
        changed = np.array(E)
        changed[KNOWN] = E[ITEM] + distance
        found.append(score(spec, embeddings=changed, probabilities=with_row(P, [0.97, 0.01, 0.01, 0.01])))
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


def test_nearer_to_the_given_items_is_more_similar():
    for metric in ("cosine", "euclidean"):
        spec = {"name": "similarity", "metric": metric, "near": [3]}
        found = [score(spec, embeddings=blend(E, E[3], share)) for share in (0.5, 0.8, 1.0)]
        assert found == sorted(found)


def test_farther_from_what_is_labelled_is_more_of_an_outlier():
    found = [score({"name": "local_outlier", "k": 3}, embeddings=with_row(E, [far, 0, 0])) for far in (5, 10, 50)]
    assert found == sorted(set(found))
    assert score("anomaly", embeddings=with_row(E, [50, 50, 50])) >= score(
        "anomaly", embeddings=with_row(E, E[KNOWN].mean(axis=0))
    )


@pytest.mark.parametrize("name", ["mean_entropy", "max_entropy", "min_confidence", "avg_confidence", "binary_minimum"])
def test_labels_nearer_to_their_boundary_raise_the_score(name):
    found = [score(name, probabilities=blend(MULTI, np.full(C, 0.5), share)) for share in SHARES]
    assert found == sorted(found)
    assert found[0] < found[-1]


@pytest.mark.parametrize("name", ["max_score", "avg_score"])
def test_likelier_labels_raise_the_score(name):
    found = [score(name, probabilities=with_row(MULTI, [p, p, 0.1, 0.2])) for p in (0.3, 0.5, 0.9)]
    assert found == sorted(set(found))


@pytest.mark.parametrize("name", ["max_loss", "mean_max_loss"])
def test_a_second_likely_label_raises_the_loss(name):
    found = [score(name, probabilities=with_row(MULTI, [0.9, p, 0.1, 0.1])) for p in (0.05, 0.3, 0.49)]
    assert found == sorted(set(found))


def test_a_second_model_that_agrees_less_raises_disagreement():
    sure = with_row(MULTI, [0.9, 0.9, 0.1, 0.1])
    members = [np.tile(row, (2, 1)) for row in ([0.9, 0.9, 0.1, 0.1], [0.5, 0.9, 0.1, 0.1], [0.1, 0.1, 0.9, 0.9])]
    multi = RNG.random((2, N, C))
    for criterion in ("hamming", "soft_hamming", "max_margin"):
        spec = {"name": "auxiliary_learner", "criterion": criterion}
        found = [score(spec, probabilities=sure, committee=with_row(multi, one)) for one in members]
        assert found == sorted(found)
        assert found[0] < found[-1]


def test_an_unusual_number_of_labels_raises_inconsistency():
    labels = np.full(N, None, dtype=object)
    for row in KNOWN:
        labels[row] = np.array([1.0, 0.0, 0.0, 0.0])
    rows = ([0.9, 0.1, 0.1, 0.1], [0.9, 0.9, 0.1, 0.1], [0.9, 0.9, 0.9, 0.9])
    for name in ("label_cardinality_inconsistency", "adaptive"):
        found = [score(name, probabilities=with_row(MULTI, row), labels=labels) for row in rows]
        assert found == sorted(found)
        assert found[0] < found[-1]


def test_a_higher_value_weighs_more():
    values = np.arange(N) / 7.0
    higher = values.copy()
    higher[ITEM] += 1
    assert score("weights", columns={"value": higher}) > score("weights", columns={"value": values})


def test_neighbours_judged_otherwise_raise_the_contrast():
    p = np.array(P)
    p[KNOWN] = [0.97, 0.01, 0.01, 0.01]
    rows = ([0.97, 0.01, 0.01, 0.01], [0.5, 0.3, 0.1, 0.1], [0.01, 0.97, 0.01, 0.01])
    found = [score({"name": "contrastive", "neighbours": 3}, probabilities=with_row(p, row)) for row in rows]
    assert found == sorted(set(found))


def test_labels_that_disagree_around_an_item_raise_its_entropy():
    x = np.array(E)
    x[KNOWN] = E[ITEM] + np.array([0.5, 0, 0])
    found = []
    for classes in ([0] * 6, [0, 0, 0, 0, 0, 1], [0, 1, 0, 1, 0, 1]):
        labels = np.array(LABELS)
        labels[KNOWN] = classes
        found.append(score("propagation_entropy", embeddings=x, labels=labels))
    assert found == sorted(set(found))


def test_the_farthest_item_is_the_first_centre():
    x = with_row(E, [100.0, 0.0, 0.0])
    view = PoolView(N, labelled=KNOWN, embeddings=x)
    for name in ("k_center_greedy", "lcmd"):
        assert build(name).select(view, 1, np.random.default_rng(0)).indices[0] == ITEM


@pytest.mark.parametrize("name", ["max_herding", "facility_location"])
def test_a_copy_of_a_labelled_item_adds_least(name):
    view = PoolView(N, labelled=KNOWN, embeddings=with_row(E, E[3]))
    batch = build(name).select(view, 12, np.random.default_rng(0))
    assert ITEM not in batch.indices
    assert (np.diff(batch.scores) <= 1e-12).all()
