"""What the label-efficiency benchmark concludes from runs."""

import numpy as np
import pytest
from benchmarks.label_efficiency.data_sets import DataSet
from benchmarks.label_efficiency.results import Results, left_out
from benchmarks.label_efficiency.simulation import Protocol, play
from benchmarks.label_efficiency.tables import left_out_table, ranks_table


def run(data, strategy, seed, score):
    key = {"data": data, "strategy": strategy, "seed": seed, "protocol": "p", "model": "m"}
    return {"key": key, "labels": [10, 20, 40], "score": [0.0, score, score], "select_seconds": 0.2}


def runs(**scores):
    """``strategy=(score on set a, score on set b)``, three seeds of each."""
    return [
        run(data, strategy.replace("_", " "), seed, score + 0.001 * seed * (strategy != "random"))
        for strategy, of_sets in scores.items()
        for data, score in zip("ab", of_sets, strict=True)
        for seed in range(3)
    ]


def test_the_area_is_the_mean_height_over_the_labels():
    results = Results([run("a", "random", 0, 0.6)], "p", "m")
    assert results.areas["a"]["random"][0] == pytest.approx((10 * 0.3 + 20 * 0.6) / 30)
    assert results.seconds["random"] == [0.1]


def test_against_random_is_paired_and_has_a_t_interval():
    results = Results(runs(random=(0.5, 0.5), good=(0.6, 0.5)), "p", "m")
    gap = results.against_random("a", "good")
    height = 25 / 30  # the share of the axis on which the curve is up
    gaps = height * (0.1 + 0.001 * np.arange(3))
    half = 4.302653 * gaps.std(ddof=1) / np.sqrt(3)
    assert (gap.mean, gap.low, gap.high) == pytest.approx((gaps.mean(), gaps.mean() - half, gaps.mean() + half))
    assert gap.verdict == "win"
    assert results.against_random("b", "good").verdict == "tie"


def test_a_recipe_is_picked_on_the_other_sets_alone():
    results = Results(runs(random=(0.5, 0.5), one=(0.9, 0.1), two=(0.1, 0.9)), "p", "m")
    assert left_out(results, ["one", "two"], ["random"], ["a", "b"]) == {"a": "two", "b": "one"}
    text = left_out_table(results, ["one", "two"], ["random"], ["a", "b"])
    assert "The left-out recipe has mean rank 2.00 of 1 to 2" in text
    assert "| random | 1.00 | 0 / 2 sets |" in text


def test_ranks_are_listed_best_first():
    text = ranks_table(Results(runs(random=(0.5, 0.5), bad=(0.4, 0.4), good=(0.6, 0.6)), "p", "m"),
                       ["bad", "good", "random"], ["a", "b"])  # fmt: skip
    assert text.index("| good | 1.00") < text.index("| random | 2.00") < text.index("| bad | 3.00")
    assert "2 / 0 / 0" in text


def test_all_strategies_start_from_the_same_labels_and_a_run_repeats():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(90, 3)).astype(np.float32), np.arange(90) % 3
    data, protocol = DataSet("made", X + y[:, None], y), Protocol(initial=8, batch=4, rounds=2)
    one, again, other = (play(data, protocol, each, 3, "fixed penalty") for each in ("margin", "margin", "random"))
    assert one["labels"] == other["labels"] == [8, 12, 16]
    assert one["score"] == again["score"]
    assert one["score"][0] == other["score"][0]
