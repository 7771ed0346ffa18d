"""Rounds of projects whose answers are numbers or levels: what they learn, ask, measure and say."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import BayesianRidge
from sklearn.metrics import cohen_kappa_score, mean_absolute_error
from sklearn.preprocessing import StandardScaler

from asknext.cli import main
from asknext.labelling.dashboard import dashboard
from asknext.labelling.desk import Desk
from asknext.labelling.next_batch import next_batch
from asknext.labelling.ranking import Ranking, current_ranking
from asknext.labelling.snapshot import take_snapshot
from asknext.labelling.training import run_round
from asknext.project.annotate_config import AnnotateConfig
from asknext.project.config import Config
from asknext.project.data_config import Columns
from asknext.project.embeddings import pool_embeddings
from asknext.project.folder import Project, create_project
from asknext.project.goal_config import Target
from asknext.project.importing import import_data

LEVELS = ("low", "middle", "high")
Make = Callable[..., Project]


def truth(task: str, a: float, b: float) -> dict[str, Any]:
    value = 2 * a - b + 12 + 0.5 * np.sin(7 * a)
    if task == "number":
        return {"type": "number", "value": round(value, 3)}
    return {"type": "ordinal", "rank": int(np.searchsorted([10.5, 13.5], value)) + 1}


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """A project of 150 rows of two numbers, three in ten of them in the control stream."""
    made: list[Project] = []
    rng = np.random.default_rng(3)
    rows = [(f"r{at}", *rng.normal(size=2).round(4)) for at in range(150)]
    with open(tmp_path / "rows.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "a", "b"), *rows])

    def create(task: str, **settings: Any) -> Project:
        annotate = AnnotateConfig(levels=LEVELS) if task == "ordinal" else AnnotateConfig(least=0.0, unit="km")
        config = Config(task=task, annotate=annotate, content="row", control=0.3, columns=Columns(id="id"), **settings)
        project = create_project(tmp_path / f"p{len(made)}", config)
        import_data(project, [tmp_path / "rows.csv"])
        made.append(project)
        return project

    yield create
    for each in made:
        each.close()


def answer(project: Project, n: int) -> None:
    """Give the true answer to the next ``n`` items."""
    desk = Desk(project)
    while n > 0:
        items = desk.lease("s", "ann", min(n, 20), []).result()["items"]
        events = [event(project.config.task, each) for each in items]
        assert {each["status"] for each in desk.do("s", "ann", events).result()} == {"stored"}
        n -= len(items)
    desk.close()


def event(task: str, item: dict[str, Any]) -> dict[str, Any]:
    told = {key: float(value) for key, value in item["content"]["columns"] if key in "ab"}
    value = {"annotations": [truth(task, **told)]}
    return {"uid": f"u{item['item']}", "kind": "label", "item": item["item"], "value": value, "seconds": 1.0}


def ranked(project: Project) -> Ranking:
    found = current_ranking(project)
    assert found is not None
    return found


def refitted(project: Project) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """What scikit-learn says of the answered control items after learning from the others, and their answers."""
    known, vectors = take_snapshot(project), np.asarray(pool_embeddings(project), dtype=np.float64)
    scaler = StandardScaler().fit(vectors[known.rows])
    model = BayesianRidge().fit(scaler.transform(vectors[known.rows]), known.targets)
    return model.predict(scaler.transform(vectors[known.drawn_rows])), known.drawn_targets


def test_numbers_are_learned_and_measured_on_the_control_stream(make: Make) -> None:
    project = make("number", target=Target("mae", 0.5))
    answer(project, 70)
    result = run_round(project).result
    predicted, true = refitted(project)
    assert len(true) >= 10
    assert result["scores"]["mae"] == pytest.approx(mean_absolute_error(true, np.maximum(predicted, 0)), rel=1e-4)
    assert result["scores"]["mae"] < 0.2 * np.abs(true - true.mean()).mean()
    assert result["needed"]["sentence"].startswith("The target 0.5 is reached: mae is")
    told = {each["rule"]: each["sentence"] for each in result["advice"]["rules"]}
    assert list(told) == ["target_metric", "pool_exhausted"]
    assert "the target 0.5 is met" in told["target_metric"]
    assert len(result["shadow"]["points"]) > 2
    shown = dashboard(project)
    assert shown["metric_words"] == "mean absolute error (in km, lower is better)"
    assert "beside" not in shown


def test_each_item_has_a_number_and_an_interval_that_holds_what_may_be_answered(make: Make) -> None:
    project = make("number")
    answer(project, 60)
    run_round(project)
    ranking, embeddings = ranked(project), pool_embeddings(project)
    told = [ranking.number(row) for row in range(len(embeddings))]
    assert all(each is not None and 0 <= each["low"] <= each["value"] <= each["high"] for each in told)
    assert ranking.number(10_000) is None
    assert ranking.guess(0) is None
    desk = Desk(project)
    (item,) = desk.lease("s", "ann", 1, []).result()["items"]
    assert item["why"]["number"] == ranking.number(item["item"])
    desk.close()


def test_levels_are_learned_by_their_ranks(make: Make) -> None:
    project = make("ordinal")
    answer(project, 70)
    result = run_round(project).result
    predicted, true = refitted(project)
    within = np.clip(predicted, 1, 3)
    assert result["scores"]["mae"] == pytest.approx(mean_absolute_error(true, within), rel=1e-4)
    kappa = cohen_kappa_score(true.astype(int), np.rint(within).astype(int), weights="quadratic")
    assert result["beside"]["score"] == pytest.approx(kappa)
    assert result["beside"]["low"] <= kappa <= result["beside"]["high"]
    assert dashboard(project)["metric_words"] == "mean absolute error (in levels, lower is better)"
    numbers = np.asarray(ranked(project).numbers)
    assert (numbers.min(), numbers.max()) == (1.0, 3.0)


def test_too_few_answers_are_said_to_be_so_and_what_is_asked_is_diverse(make: Make) -> None:
    project = make("number", strategy="predictive_variance")
    answer(project, 6)
    done = run_round(project)
    assert "Too few labels to learn from yet" in done.sentence
    shown = dashboard(project)
    assert shown["curve"] == []
    assert shown["curve_sentence"].startswith("Nothing is learned yet: a model is fitted from 10 answers on")
    assert ranked(project).numbers is None
    assert ranked(project).sentence(int(ranked(project).order[0])).startswith("Unlike everything known so far")


@pytest.mark.parametrize(
    ("strategy", "reason"),
    [
        ("auto", "group"),
        ("committee_std", "The 5 models disagree"),
        ("predictive_variance", "unsure of its prediction"),
        ("improved_greedy_sampling", "in its predicted value"),
        ("expected_model_change_regression", "expected to change the model"),
    ],
)
def test_each_strategy_of_numbers_orders_all_that_is_open(make: Make, strategy: str, reason: str) -> None:
    project = make("number", strategy=strategy)
    answer(project, 30)
    assert run_round(project).strategy == strategy
    ranking = ranked(project)
    assert sorted(ranking.order.tolist()) == take_snapshot(project).open.tolist()
    assert reason in ranking.sentence(int(ranking.order[0]))
    scores = ranking.scores[np.isfinite(ranking.scores)]
    assert strategy not in ("committee_std", "predictive_variance") or (np.diff(scores) <= 0).all()


def test_another_strategy_orders_one_batch(make: Make) -> None:
    project = make("number")
    answer(project, 30)
    batch = next_batch(project, 5, strategy="committee_std")
    assert (batch.strategy, batch.ranking, len(batch.items)) == ("committee_std", None, 5)


@pytest.mark.parametrize(("task", "named"), [("number", []), ("ordinal", ["level", "level_low", "level_high"])])
def test_the_final_model_is_plain_numbers_that_make_its_predictions(
    make: Make, tmp_path: Path, task: str, named: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    project = make(task)
    answer(project, 40)
    vectors = np.asarray(pool_embeddings(project), dtype=np.float64)
    assert main(["train", str(project.folder), "--predictions", str(tmp_path / "out.csv")]) == 0
    assert "has a mean absolute error (in" in capsys.readouterr().out
    told = json.loads((project.folder / "model" / "model.json").read_text(encoding="utf-8"))
    with np.load(project.folder / "model" / "weights.npz", allow_pickle=False) as kept:
        z = (vectors - kept["mean"]) / kept["scale"]
        value = z @ kept["coef"] + told["form"]["intercept"]
        spread = np.sqrt(np.einsum("ij,jk,ik->i", z, kept["covariance"], z) + told["form"]["noise"])
    with open(tmp_path / "out.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "value", "low", "high", *named]
    assert len(rows) == 110
    least, most = (1, 3) if named else (0, np.inf)
    for row in rows:
        at = int(row["id"][1:])
        expected = np.clip(value[at] + np.array([0, -1.959964, 1.959964]) * spread[at], least, most)
        assert [float(row[name]) for name in ("value", "low", "high")] == pytest.approx(expected, abs=1e-4)
        if named:
            assert row["level"] == LEVELS[round(float(row["value"])) - 1]
    card = (project.folder / "model" / "README.md").read_text(encoding="utf-8")
    assert "spread = sqrt(" in card
    assert ("Levels: low, middle, high" in card) == bool(named)
