"""Simulation: the same start for all, the same numbers whatever the workers, comparisons that add up."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits, make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB

from asknext.errors import InputError, UnknownName
from asknext.loop import NoisyOracle, PerfectOracle, simulate
from asknext.loop.comparison import compare_with, saved_against
from asknext.loop.experiment import split_rows
from asknext.measures import area

X, Y = make_classification(160, 6, n_informative=4, n_classes=3, random_state=0)
SMALL = {"model": GaussianNB(), "rounds": 3, "batch": 8, "seeds": 3, "embeddings": X.astype(np.float32)}
SHARED = Path(os.environ.get("ASKNEXT_SHARED", Path(__file__).parents[3] / "shared")) / "data"


def needs(name):
    return pytest.mark.skipif(not (SHARED / name).is_dir(), reason=f"the data set {name} is not on this machine")


def scores(result):
    return {name: curve.scores for name, curve in result.curves.items()}


def test_every_strategy_starts_from_the_same_split_set_and_model():
    result = simulate(X, Y, strategies=["margin", "random", "kmeans"], **SMALL)
    first = [[each[0] for each in curve.scores] for curve in result.curves.values()]
    assert first[0] == first[1] == first[2]
    assert len(set(first[0])) > 1, "seeds differ"
    assert result.labels == [8, 16, 24, 32]
    assert result.strategies == ["margin", "random", "kmeans"]


def test_the_numbers_do_not_depend_on_the_workers():
    few = SMALL | {"seeds": 2, "rounds": 2}
    alone, together = simulate(X, Y, workers=1, **few), simulate(X, Y, workers=2, **few)
    assert scores(alone) == scores(together)
    assert alone.curves["margin"].saved == together.curves["margin"].saved


def test_the_result_is_plain_and_adds_up():
    result = simulate(X, Y, **SMALL)
    plain = json.loads(json.dumps(result.as_dict(), allow_nan=False))
    curve = plain["curves"]["margin"]
    assert curve["mean"] == pytest.approx(np.mean(curve["scores"], axis=0).tolist())
    assert curve["area"] == pytest.approx([area(plain["labels"], each) for each in curve["scores"]])
    assert all(low <= mean <= high for low, mean, high in zip(curve["low"], curve["mean"], curve["high"], strict=True))
    versus = curve["comparison"]
    assert versus["wins"] + versus["ties"] + versus["losses"] == 3
    assert versus["difference"] == pytest.approx(curve["area_mean"] - plain["curves"]["random"]["area_mean"])
    assert plain["curves"]["random"]["comparison"] is None
    assert plain["settings"]["model"] == "GaussianNB()"
    assert plain["peak_memory_mb"] > 0


def test_progress_is_told():
    seen = []
    simulate(X, Y, on_progress=lambda done, total: seen.append((done, total)), **SMALL)
    assert seen == [(done, 6) for done in range(1, 7)]


def test_a_small_pool_ends_early():
    result = simulate(X[:40], Y[:40], model=GaussianNB(), rounds=10, batch=10, seeds=2, strategies=["random"])
    assert result.labels == [10, 20, 30, 32]


def test_one_seed_has_no_interval():
    result = simulate(X, Y, **(SMALL | {"seeds": [7]}))
    curve = result.curves["margin"]
    assert curve.low == [None] * 4
    assert (curve.area_low, curve.comparison.low, curve.saved.low) == (None, None, None)
    assert "too few for an interval" in curve.saved.sentence or "does not reach" in curve.saved.sentence


def test_losses_are_better_when_lower():
    """Labelled at random, a model's log loss falls; the comparison must not take that for a defeat."""
    result = simulate(X, Y, metric="log_loss", strategies=["random", {"name": "margin"}], **SMALL)
    random, margin = result.curves["random"], result.curves["margin"]
    assert not result.greater_is_better
    assert margin.comparison.difference == pytest.approx(random.area_mean - margin.area_mean)


def test_held_out_data_may_be_given():
    result = simulate(X[:100], Y[:100], test=(X[100:], Y[100:]), **(SMALL | {"embeddings": None}))
    assert result.settings["test"] == 60


def test_several_labels_an_item():
    tags = [{name for name, x in zip("pq", row, strict=False) if x > 0} for row in X]
    model = OneVsRestClassifier(LogisticRegression())
    result = simulate(X, tags, strategies=["mean_entropy", "random"], **(SMALL | {"model": model}))
    assert result.metric == "micro_f1"
    assert result.curves["mean_entropy"].mean[-1] > 0.7


def test_the_default_model_runs_over_embeddings():
    result = simulate(X, Y, **(SMALL | {"model": None, "seeds": 2}))
    assert result.curves["random"].mean[-1] > 0.5


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"rounds": 0}, InputError, "rounds has to be at least 1"),
        ({"seeds": 0}, InputError, "number of seeds has to be at least 1"),
        ({"seeds": [1, 1]}, InputError, "distinct"),
        ({"test": 1.5}, InputError, "test is a share"),
        ({"noise": 2}, InputError, "noise is a probability"),
        ({"metric": "acuracy"}, UnknownName, "Did you mean 'accuracy'"),
        ({"strategies": ["margn"]}, UnknownName, "Did you mean 'margin'"),
        ({"strategies": ["margin", "margin"]}, InputError, "named twice"),
        ({"strategies": "margin"}, InputError, "list with at least one strategy"),
    ],
)
def test_wrong_arguments(change, error, message):
    with pytest.raises(error, match=message):
        simulate(X, Y, **(SMALL | change))


def test_a_missing_label_is_named():
    with pytest.raises(InputError, match="row 2 has none"):
        simulate(X[:5], [0, 1, None, 1, 0], **(SMALL | {"embeddings": None}))


def test_one_class_alone_cannot_be_simulated():
    with pytest.raises(InputError, match=r"hold only the class 'x': nothing can be learned .* at least two classes"):
        simulate(X, ["x"] * 160, **SMALL)
    with pytest.raises(InputError, match=r"hold the same classes \['x'\] for every item"):
        simulate(X, [{"x"}] * 160, **SMALL)


def test_a_class_too_rare_for_the_initial_set_is_named_with_what_to_do():
    rare = ["x"] * 158 + ["y"] * 2
    with pytest.raises(InputError, match=r"another label than 'x'\. Raise initial=, bring more items of the rare"):
        simulate(X, rare, **(SMALL | {"initial": 1}))


def test_two_columns_of_numbers_are_several_labels_an_item():
    """Their classes are 0 and 1, which as a list could be taken for a row of zeros and ones."""
    both = np.column_stack([X[:, 0] > 0, X[:, 0] <= 0]).astype(int)
    result = simulate(X, both, strategies=["random"], **(SMALL | {"model": None}))
    assert result.curves["random"].mean[-1] > 0.8


def test_splits_keep_the_shares_of_the_classes():
    pool, test = split_rows(list("a" * 80 + "b" * 20), 0.2, seed=3)
    assert len(test) == 20
    assert (test >= 80).sum() == 4
    assert sorted([*pool, *test]) == list(range(100))


# ------------------------------------------------------------------ comparison


def test_saved_on_curves_that_are_known():
    """Random reaches .8 at 100 labels, the other at 60; all seeds alike, so the interval has no width."""
    labels = [20, 60, 100]
    saved = saved_against(labels, np.array([[0.5, 0.8, 0.9]] * 3), np.array([[0.5, 0.7, 0.8]] * 3))
    assert (saved.estimate, saved.low, saved.high, saved.share) == (40.0, 40.0, 40.0, 0.4)
    assert "40 of 100 labels saved (95 % interval over 3 seeds 40 to 40)" in saved.sentence


def test_saved_by_a_strategy_that_never_gets_there():
    saved = saved_against([20, 60, 100], np.array([[0.5, 0.6, 0.7]] * 3), np.array([[0.5, 0.7, 0.8]] * 3))
    assert (saved.estimate, saved.low, saved.high) == (None, None, None)
    assert "does not reach within 100 labels" in saved.sentence


def test_nothing_is_saved_where_nobody_answered():
    found = saved_against([0], np.array([[0.3]] * 2), np.array([[0.3]] * 2))
    assert (found.estimate, found.share) == (0.0, 0.0)


def test_wins_ties_and_losses():
    found = compare_with(np.array([0.9, 0.8, 0.7, 0.7]), np.array([0.8, 0.8, 0.7002, 0.8]))
    assert (found.wins, found.ties, found.losses) == (1, 2, 1)
    assert found.low < found.difference < found.high


# ------------------------------------------------------------------ oracles


def test_oracles_count_what_they_answer():
    perfect, noisy = PerfectOracle(list("aabb")), NoisyOracle(list("aabb") * 250, "abc", 0.3, seed=1)
    assert perfect.answer(np.array([3, 0])) == ["b", "a"]
    rows = np.arange(1000)
    answers = noisy.answer(rows)
    assert answers == noisy.answer(rows)
    assert (perfect.answered, noisy.answered) == (2, 2000)
    wrong = sum(given != true for given, true in zip(answers, "aabb" * 250, strict=True))
    assert noisy.wrong == 2 * wrong
    assert 250 < wrong < 350


def test_a_noisy_oracle_needs_another_class_to_say():
    with pytest.raises(InputError, match="two classes"):
        NoisyOracle(["a"], ["a"], 0.1)


# ------------------------------------------------------------------ real data


def test_margin_beats_random_on_digits():
    X10, y10 = load_digits(return_X_y=True)
    result = simulate(X10[:900] / 16, y10[:900], model=LogisticRegression(max_iter=300), rounds=6, batch=20, seeds=4)
    assert result.curves["margin"].comparison.wins >= 3
    assert result.curves["margin"].saved.estimate > 0


@needs("precomputed_embeddings")
def test_tweets():
    data = np.load(SHARED / "precomputed_embeddings" / "sentiment140_8k_minilm_pca128.npz", allow_pickle=False)
    X, y = data["x"][:2000].astype(np.float32), data["y"][:2000]
    result = simulate(X, y, model=None, embeddings=X, rounds=4, batch=50, seeds=2, metric="roc_auc")
    assert 0.7 < result.curves["random"].mean[-1] < 0.9
    assert result.curves["random"].mean[-1] > result.curves["random"].mean[0]


@needs("emotions_multilabel")
def test_emotions():
    lines = (SHARED / "emotions_multilabel" / "emotions.arff").read_text().split("@data")[1].split()
    table = np.array([[float(value) for value in line.split(",")] for line in lines])
    X, tags = table[:, :-6], table[:, -6:].astype(int)
    assert X.shape == (593, 72)
    spread = ((X - X.mean(axis=0)) / X.std(axis=0)).astype(np.float32)
    result = simulate(
        spread, tags, model=None, embeddings=spread, strategies=["mean_entropy", "random"], rounds=3, batch=30, seeds=2
    )
    assert result.curves["mean_entropy"].mean[-1] > 0.55
