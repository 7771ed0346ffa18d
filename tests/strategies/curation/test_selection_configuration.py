"""Lightly's selection configuration."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError, UnknownName
from asknext.strategies import Mix, read_selection

CONFIGURATION = {
    "n_samples": 6,
    "strategies": [
        {
            "input": {"type": "EMBEDDINGS"},
            "strategy": {"type": "DIVERSITY", "strength": 0.8, "stopping_condition_minimum_distance": 0.001},
        },
        {
            "input": {"type": "SCORES", "task": "weather", "score": "uncertainty_entropy"},
            "strategy": {"type": "WEIGHTS", "strength": 2.0},
        },
        {
            "input": {"type": "METADATA", "key": "lightly.sharpness"},
            "strategy": {"type": "THRESHOLD", "threshold": 0.2, "operation": "BIGGER"},
        },
        {
            "input": {"type": "PREDICTIONS", "task": "weather", "name": "CLASS_DISTRIBUTION"},
            "strategy": {"type": "BALANCE", "target": {"0": 0.5, "1": 0.5}},
        },
        {"input": {"type": "METADATA", "key": "city"}, "strategy": {"type": "BALANCE", "distribution": "UNIFORM"}},
        {"input": {"type": "EMBEDDINGS", "tag_name": "seen"}, "strategy": {"type": "SIMILARITY", "strength": -1}},
        {"input": {"type": "EMBEDDINGS"}, "strategy": {"type": "TYPICALITY", "num_nearest_neighbors": 3}},
        {"input": {"type": "RANDOM", "random_seed": 42}, "strategy": {"type": "WEIGHTS", "strength": 0.1}},
    ],
}
RNG = np.random.default_rng(0)
INPUTS = {
    "embeddings": RNG.normal(size=(40, 4)),
    "probabilities": RNG.dirichlet(np.ones(2), 40),
    "columns": {"lightly.sharpness": RNG.random(40), "city": ["a", "b"] * 20, "seen": [1] * 3 + [0] * 37},
}


def test_a_whole_configuration_is_taken_unchanged():
    mix, n = read_selection(CONFIGURATION)
    batch = asknext.select(mix, n, **INPUTS)
    assert len(batch) == 6
    assert (INPUTS["columns"]["lightly.sharpness"][batch.indices] > 0.2).all()


def test_its_strategies_are_a_mix_of_ours():
    entries = CONFIGURATION["strategies"]
    ours = Mix(
        [
            {"strategy": {"name": "k_center_greedy", "metric": "cosine"}, "strength": 0.8, "stop": 0.001},
            {"strategy": "entropy", "strength": 2},
            {"name": "threshold", "column": "lightly.sharpness", "operation": ">", "value": 0.2},
            {"name": "balance", "target": {"0": 0.5, "1": 0.5}},
            {"name": "balance", "column": "city"},
            {"strategy": {"name": "similarity", "near": "seen"}, "strength": -1},
            {"name": "knn_density", "metric": "cosine", "neighbours": 3},
            {"strategy": "random", "strength": 0.1},
        ]
    )
    assert Mix(entries) == ours


def test_a_proportion_is_a_share_of_the_pool():
    mix, share = read_selection({"proportion_samples": 0.25, "strategies": CONFIGURATION["strategies"][:1]})
    assert len(asknext.select(mix, share, **INPUTS)) == 10


def entry(given, wanted):
    return {"strategies": [{"input": given, "strategy": wanted}], "n_samples": 1}


DIVERSITY = entry({"type": "EMBEDDINGS"}, {"type": "DIVERSITY"})


@pytest.mark.parametrize(
    ("configuration", "error", "words"),
    [
        ([], InputError, "is a mapping; found list"),
        (DIVERSITY | {"proportion_samples": 0.1}, InputError, "either n_samples or proportion_samples, and not both"),
        (DIVERSITY | {"n_samples": None}, InputError, "either n_samples or proportion_samples"),
        (DIVERSITY | {"n_samples": -1}, InputError, "holds -1, expected n_samples, a whole number of at least 1"),
        (DIVERSITY | {"n_smaples": 3}, UnknownName, "Did you mean 'n_samples'"),
        ({"n_samples": 1}, InputError, "must be a list of at least one strategy"),
        (entry({"type": "EMBEDINGS"}, {"type": "DIVERSITY"}), UnknownName, "Did you mean 'EMBEDDINGS'"),
        (
            entry({"type": "EMBEDDINGS"}, {"type": "WEIGHTS"}),
            InputError,
            "WEIGHTS works on SCORES or METADATA or",
        ),
        (entry({"type": "EMBEDDINGS"}, {"type": "DIVERSITY", "threshold": 1}), UnknownName, "no key 'threshold'"),
        (entry({"type": "EMBEDDINGS"}, "DIVERSITY"), InputError, "needs the key 'strategy', a mapping"),
        (entry({"type": "METADATA"}, {"type": "WEIGHTS"}), InputError, "needs the key 'key', the name of a column"),
        (
            entry({"type": "METADATA", "key": "x"}, {"type": "THRESHOLD", "threshold": 1, "operation": "ABOVE"}),
            UnknownName,
            "no operation 'ABOVE'",
        ),
        (
            entry({"type": "PREDICTIONS", "name": "CATEGORY_COUNT"}, {"type": "BALANCE", "target": {"0": 1}}),
            InputError,
            "BALANCE works on CLASS_DISTRIBUTION, not on CATEGORY_COUNT",
        ),
    ],
)
def test_what_is_wrong_is_told(configuration, error, words):
    with pytest.raises(error, match=words):
        read_selection(configuration)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({"input": {"type": "EMBEDINGS"}, "strategy": {"type": "DIVERSITY"}}, r"no type 'EMBEDINGS' in {}\.input"),
        ({"strategy": {"type": "DIVERSITY"}}, r"{} needs the key 'input'"),
        ("margin", r"{} is 'margin', but must be a mapping with the keys 'input' and 'strategy'"),
        (
            {"input": {"type": "EMBEDDINGS"}, "strategy": {"type": "DIVERSITY", "strength": "2"}},
            r"{}\.strategy\.strength is '2', but must be a number",
        ),
        (
            {
                "input": {"type": "METADATA", "key": "x"},
                "strategy": {"type": "THRESHOLD", "threshold": "high", "operation": "BIGGER"},
            },
            r"{}\.strategy\.threshold is 'high', but must be a number",
        ),
        (
            {"input": {"type": "PREDICTIONS"}, "strategy": {"type": "BALANCE", "target": {"0": 2}}},
            r"{}: Parameter 'target' of strategy 'balance'",
        ),
    ],
)
def test_the_place_in_the_configuration_is_told(second, words):
    configuration = DIVERSITY | {"strategies": [*DIVERSITY["strategies"], second]}
    with pytest.raises(InputError, match=words.format(r"selection_config\.strategies\[1\]")) as caught:
        read_selection(configuration)
    assert "'mix'" not in str(caught.value)


def test_only_a_threshold_says_what_passed():
    entries = [
        {"input": {"type": "METADATA", "key": key}, "strategy": {"type": "THRESHOLD"} | wanted}
        for key, wanted in {
            "sharpness": {"threshold": 0.2, "operation": "BIGGER"},
            "size": {"threshold": 9, "operation": "SMALLER_EQUAL"},
        }.items()
    ]
    mix, n = read_selection({"n_samples": 1, "strategies": entries})
    batch = asknext.select(mix, n, columns={"sharpness": [0.1, 0.83, 0.7], "size": [1, 4, 10]})
    assert list(batch.reasons) == [
        "It passes the threshold sharpness > 0.2 with 0.83 and the threshold size <= 9 with 4."
    ]
    both, n = read_selection({"n_samples": 1, "strategies": [*entries, CONFIGURATION["strategies"][0]]})
    columns = {"sharpness": [0.1, 0.83, 0.7], "size": [1, 4, 10]}
    reason = asknext.select(both, n, columns=columns, embeddings=np.eye(3)).reasons[0]
    assert reason.startswith("The best product of what is wanted: k_center_greedy 1; it passes the threshold sharpness")
