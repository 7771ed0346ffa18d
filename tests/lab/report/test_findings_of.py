"""From a store to findings: the numbers are those of the rounds, and of the room of measures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from asknext.errors import DataError, UnknownName
from asknext.lab.report import Findings
from asknext.lab.report.findings_of import findings_of
from asknext.lab.run_store import RunStore
from asknext.loop.comparison import saved_against
from asknext.measures.bootstrap import bootstrap_over_seeds
from asknext.measures.curve import area
from asknext.measures.deficiency import deficiency
from asknext.measures.intervals import t_interval
from asknext.measures.paired_difference import paired_difference
from asknext.report.comparison import Estimate

Filled = Callable[..., Path]
Made = Callable[..., Findings]


def values(folder: Path, data_set: str, strategy: str, metric: str = "accuracy") -> tuple[np.ndarray, np.ndarray]:
    with RunStore.open(folder) as store:
        curves = store.curves(metric)
        cells = store.cells(data_set=data_set, strategy=strategy)
    return curves[cells[0].id][0], np.stack([curves[each.id][1] for each in cells])


@pytest.fixture
def one(fill: Filled) -> tuple[Path, Findings]:
    folder = fill(data_sets=["digits"], seeds=6)
    with RunStore.open(folder) as store:
        return folder, findings_of(store)


def test_curves_are_means_with_student_intervals(one: tuple[Path, Findings]) -> None:
    folder, found = one
    labels, table = values(folder, "digits", "margin")
    mean, low, high = t_interval(table)
    curve = next(each for each in found.problems[0].curves["accuracy"] if each.name == "margin")
    assert curve.x == labels.tolist()
    np.testing.assert_allclose(curve.mean, mean)
    np.testing.assert_allclose(curve.low, low)
    np.testing.assert_allclose(curve.high, np.minimum(high, 1.0))


def test_areas_and_gains_are_paired_by_seed(one: tuple[Path, Findings]) -> None:
    folder, found = one
    areas = {}
    for name in ("margin", "random"):
        labels, table = values(folder, "digits", name)
        areas[name] = np.array([area(labels, row) for row in table])
    standing = next(each for each in found.problems[0].standings["accuracy"] if each.strategy == "margin")
    assert standing.area.value == pytest.approx(areas["margin"].mean())
    expected = paired_difference(areas["margin"], areas["random"])
    assert standing.gain is not None
    assert standing.gain.difference.value == pytest.approx(expected.mean)
    assert standing.gain.difference.low == pytest.approx(expected.low)
    assert (standing.gain.wins, standing.gain.ties, standing.gain.losses) == (6, 0, 0)


def test_labels_saved_have_an_interval_over_seeds(one: tuple[Path, Findings]) -> None:
    folder, found = one
    standing = next(each for each in found.problems[0].standings["accuracy"] if each.strategy == "margin")
    (labels, mine), (_, theirs) = values(folder, "digits", "margin"), values(folder, "digits", "random")
    expected = saved_against(labels.tolist(), mine, theirs)
    assert standing.gain is not None
    assert standing.gain.saved == Estimate(expected.estimate, expected.low, expected.high)


def test_deficiency_is_that_of_the_mean_curves_with_its_interval(one: tuple[Path, Findings]) -> None:
    folder, found = one
    (labels, mine), (_, theirs) = values(folder, "digits", "margin"), values(folder, "digits", "random")
    expected = bootstrap_over_seeds(lambda a, b: deficiency(labels, a.mean(axis=0), b.mean(axis=0)), mine, theirs)
    gains = {each.strategy: each.gain for each in found.problems[0].standings["accuracy"]}
    assert gains["margin"] is not None
    assert gains["margin"].deficiency == Estimate(*expected)
    assert expected[2] < 1
    assert gains["outlier"] is not None
    assert gains["outlier"].deficiency is not None
    assert gains["outlier"].deficiency.low > 1
    loss = next(each.gain for each in found.problems[0].standings["log_loss"] if each.strategy == "margin")
    assert loss is not None
    assert loss.deficiency is not None
    assert loss.deficiency.value == pytest.approx(expected[0])
    assert (loss.deficiency.low, loss.deficiency.high) == (-np.inf, np.inf)


def test_of_a_loss_less_is_better(one: tuple[Path, Findings]) -> None:
    _, found = one
    standings = {each.strategy: each for each in found.problems[0].standings["log_loss"]}
    assert standings["margin"].gain is not None
    assert standings["outlier"].gain is not None
    assert standings["margin"].gain.difference.low > 0
    assert standings["outlier"].gain.difference.high < 0
    assert not standings["outlier"].best
    assert standings["margin"].reach[0.95] < standings["random"].reach[0.95]


def test_one_strategy_is_the_best_and_a_near_one_level(findings: Made) -> None:
    skill = {"random": 0.0, "first": 0.06, "second": 0.06, "last": -0.2}
    found = findings(data_sets=["digits"], strategies=skill, seeds=8, noise=0.02)
    standings = {each.strategy: each for each in found.problems[0].standings["accuracy"]}
    best = [name for name, each in standings.items() if each.best]
    assert len(best) == 1
    (other,) = {"first", "second"} - set(best)
    assert standings[other].level
    assert not standings["last"].level
    assert not standings["random"].level


def test_cells_that_have_not_finished_are_in_no_number_but_are_counted(fill: Filled) -> None:
    folder = fill(data_sets=["digits"], seeds=4, fail=[("margin", 1)], leave=[("entropy", 0)])
    with RunStore.open(folder) as store:
        found = findings_of(store)
    seeds = {each.strategy: each.seeds for each in found.problems[0].standings["accuracy"]}
    assert seeds == {"random": 4, "margin": 3, "entropy": 3, "outlier": 4}
    assert (found.progress.done, found.progress.failed, found.progress.waiting) == (14, 1, 1)
    assert "14 of 16 cells" in found.warnings[0]
    assert found.failures[0].error == "ValueError: no"
    assert "somewhere" in found.failures[0].traceback
    # the margin of seed 1 is gone, so its partner of random is not used either
    gain = next(each.gain for each in found.problems[0].standings["accuracy"] if each.strategy == "margin")
    assert gain is not None
    assert gain.wins + gain.ties + gain.losses == 3


def test_an_empty_store_gives_findings_without_problems(findings: Made) -> None:
    found = findings(strategies={"random": 0.0}, seeds=1, data_sets=["digits"], leave=[("random", 0)])
    assert found.problems == []
    assert found.progress.done == 0


def test_few_data_sets_are_not_ranked_and_enough_are(findings: Made) -> None:
    few = findings(data_sets=["a", "b"]).rankings[0]
    assert few.p is None
    assert few.groups == ()
    assert "not ranked" in few.sentence
    many = findings(data_sets=list("abcdef")).rankings[0]
    assert many.p is not None
    assert many.p < 0.05
    assert many.ranks["margin"] < many.ranks["outlier"]
    assert many.against["outlier"] == (0, 0, 6)


def test_the_classes_of_one_pool_are_no_data_sets(findings: Made) -> None:
    targets = [str(place) * place for place in range(1, 8)]
    one = findings(data_sets=["clips"], targets=targets).rankings[0]
    assert len(one.places) == 7
    assert one.data_sets == 1
    assert one.p is None
    several = findings(data_sets=list("abcdef"), targets=["x", "yy"]).rankings[0]
    assert (len(several.places), several.data_sets) == (12, 6)
    assert several.p is not None


def test_rules_that_stop_together_are_called_by_their_names(findings: Made) -> None:
    either = {"name": "any_of", "rules": [{"name": "budget", "labels": 30}, "stabilising_predictions"]}
    found = findings(data_sets=["digits"], study={"stopping": [either]})
    assert {each.rule for each in found.problems[0].stops} == {"budget or stabilising_predictions"}


def test_batch_sizes_are_compared_over_the_labels_both_cover(findings: Made) -> None:
    found = findings(data_sets=["digits"], schedules={"5 x 20": [5] * 20, "40 x 2": [40] * 2})
    (side,) = [each for each in found.schedules if each.metric == "accuracy"]
    assert side.labels == (10.0, 90.0)
    assert list(side.areas["margin"]) == ["5 x 20", "40 x 2"]
    assert side.differences["random"].value > 0  # straight lines between far points lie below a bent curve


def test_what_was_asked_is_counted(findings: Made) -> None:
    problem = findings(data_sets=["digits"]).problems[0]
    asked = {each.strategy: each for each in problem.asked}
    assert sum(asked["margin"].shares.values()) == pytest.approx(1.0)
    assert asked["margin"].missing == pytest.approx(0.2)  # in one round of one of five seeds
    assert problem.overlap is not None
    assert problem.overlap.shares[0][0] == pytest.approx(1.0)
    assert sum(problem.overlap.consensus) > problem.overlap.labels
    assert sum(place * rows for place, rows in enumerate(problem.overlap.consensus, 1)) == pytest.approx(
        problem.overlap.labels * len(problem.overlap.names)
    )


def test_costs_are_means_of_whole_runs(findings: Made) -> None:
    cost = next(each for each in findings(data_sets=["digits"]).problems[0].costs if each.strategy == "random")
    assert cost.choose == pytest.approx(9 * 0.01)
    assert cost.fit == pytest.approx(9 * 0.02)
    assert cost.whole == pytest.approx(cost.choose + cost.fit + cost.predict)
    assert cost.memory == 124.0


def test_classes_one_against_the_rest_are_problems_and_their_overlap_is_counted(findings: Made) -> None:
    found = findings(data_sets=["clips"], targets=["ab", "abc"])
    assert [each.place for each in found.problems] == ["clips: ab", "clips: abc"]
    counts = found.co_occurrence["clips"]
    assert counts["ab"]["ab"] == 75  # every fourth of 300
    assert counts["abc"]["abc"] == 60
    assert counts["ab"]["abc"] == 15
    assert found.data_sets[0].shares == {"ab": 0.25, "abc": 0.2}


def test_the_main_metric_can_be_chosen_and_a_wrong_one_is_told(fill: Filled) -> None:
    with RunStore.open(fill(data_sets=["digits"])) as store:
        assert findings_of(store, metric="log_loss").main.name == "log_loss"
        with pytest.raises(UnknownName, match="log_loss"):
            findings_of(store, metric="logloss")


def test_without_the_baseline_nothing_is_held_against_it(findings: Made) -> None:
    found = findings(data_sets=["digits"], strategies={"margin": 0.05, "entropy": 0.04})
    assert found.baseline is None
    assert all(each.gain is None for each in found.problems[0].standings["accuracy"])


def test_a_folder_that_is_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no run store"):
        RunStore.open(tmp_path)
