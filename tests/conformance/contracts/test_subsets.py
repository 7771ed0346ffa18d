"""What a part of the pool does to a choice: nothing, where the definition looks at each item on its own."""

import numpy as np
import pytest
from tests.strategies.test_contract import SPECS, Pool, inputs_of, made

import asknext
from asknext import PoolView
from asknext.pool.task import MULTI_LABEL, REGRESSION, SINGLE_LABEL
from asknext.strategies import build

# Scorers that look at the other candidates by definition, and at what. All others must give a row the same score
# whatever else may be asked; one that is here without need fails too.
LOOKS_AT_THE_POOL = {
    "information_density": "the mean similarity to the pool",
    "kde": "the mean similarity to the pool",
    "kmeans_density": "clusters of the pool",
    "knn_density": "the nearest of the pool",
    "mmd": "the mean similarity to the pool",
    "expected_average_precision": "the ranking of the others",
    "epig": "what is learned about the others",
    "cvirs": "ranks in the pool",
    "epistemic": "a width that is the spread of the pool",
    "probabilistic_al": "a width that is the spread of the pool",
    "propagation_entropy": "labels that travel through the pool",
    "active_cleaning": "ranks among those answered",
    "class_balanced_boxes": "how often each class is seen in the pool",
    "class_balanced_tokens": "how often each tag is seen in the pool",
    "cost_embedding": "a width that is the spread of the pool",
    "expected_error_reduction": "the error on the pool",
    "expected_model_output_change": "the outputs on the pool",
    "hinted_svm": "hints that are unlabelled items",
    "quire": "a width that is the spread of the pool",
    "variance_reduction": "the variance on the pool",
}
EACH_ALONE = [  # selectors whose worth of an item depends on what is labelled and chosen, not on other candidates
    "k_center_greedy",
    {"name": "k_dpp", "width": 1.0},
    "balance",
    {"name": "mix", "strategies": ["entropy", "k_center_greedy"]},
]
LABELLED = [0, 4, 9]


def name_of(spec):
    return spec if isinstance(spec, str) else spec["name"]


def view_of(name, pool, available=None):
    tasks = made(name).tasks
    task = next(one for one in (SINGLE_LABEL, MULTI_LABEL, REGRESSION) if one in tasks)
    return PoolView(
        pool.n, labelled=np.array(pool.labelled), task=task, available=available, **inputs_of(name, pool.inputs)
    )


def scorers():
    return sorted(
        name for name in asknext.strategies() if hasattr(made(name), "score") and not name.startswith("informed_")
    )


@pytest.mark.parametrize("name", scorers())
def test_a_score_depends_on_other_candidates_only_where_the_definition_says_so(name):
    pool, some = Pool(40, labelled=LABELLED), np.array([1, 2, 8, 20, 21, 22, 30])
    whole, part = view_of(name, pool), view_of(name, pool, some)
    scores = dict(zip(whole.unlabelled.tolist(), made(name).score(whole).tolist(), strict=True))
    same = np.allclose(made(name).score(part), [scores[row] for row in some.tolist()], rtol=1e-9, atol=1e-12)
    # a strategy that grew a need to look around has to be entered above, with what it looks at
    assert same != (name in LOOKS_AT_THE_POOL), name


@pytest.mark.parametrize("spec", EACH_ALONE, ids=name_of)
def test_a_batch_is_the_same_in_any_part_that_holds_it(spec):
    pool, name = Pool(40, labelled=LABELLED), name_of(spec)
    whole = view_of(name, pool)
    picks = build(spec).select(whole, 6, np.random.default_rng(0)).indices
    for seed in range(5):
        others = np.random.default_rng(seed).choice(whole.unlabelled, 12)
        part = view_of(name, pool, np.unique(np.concatenate([picks, others])))
        again = build(spec).select(part, 6, np.random.default_rng(seed)).indices
        np.testing.assert_array_equal(again, picks)


@pytest.mark.parametrize("name", [name for name in scorers() if name not in LOOKS_AT_THE_POOL and name != "random"])
def test_the_first_of_a_longer_batch_are_a_shorter_one(name):
    pool = Pool(40, labelled=LABELLED)
    few, many = (pool.select(name, n).scores for n in (3, 11))
    np.testing.assert_allclose(many[:3], few)


def test_specs_are_those_of_the_contract():
    assert set(SPECS) <= set(asknext.strategies())
