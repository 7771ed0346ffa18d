"""Every registered strategy can be chosen for a project, or one sentence says what is lacking."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import asknext
from asknext.errors import AsknextError, DataError
from asknext.labelling.desk import Desk
from asknext.labelling.round_model import fitted_model
from asknext.labelling.snapshot import take_snapshot
from asknext.labelling.strategy_view import StrategyView, predicted, strategy_view, with_cold_start
from asknext.labelling.tell import tell
from asknext.project.config import ClassConfig, Config
from asknext.project.config_file import load_config
from asknext.project.data_config import Columns
from asknext.project.embeddings import pool_embeddings
from asknext.project.folder import Project, create_project
from asknext.project.importing import import_data
from asknext.project.usable_strategy import check_strategy
from asknext.strategies import build

ROWS, TASKS = 60, ("single_label", "multi_label", "number")
SPECS: dict[str, Any] = {  # strategies that do not work with their defaults alone
    "cost_aware": {"name": "cost_aware", "column": "price"},
    "threshold": {"name": "threshold", "column": "a"},
    "weights": {"name": "weights", "column": "b"},
    "similarity": {"name": "similarity", "near": "marked"},
}


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Of each task a project of rows of two numbers, half of them answered, as a strategy sees it after a round."""
    folder, opened = tmp_path_factory.mktemp("every"), []
    rows = np.random.default_rng(3).normal(size=(ROWS, 2)).round(4)
    with (folder / "rows.csv").open("w", newline="", encoding="utf-8") as file:
        further = [(f"r{at}", *row, 1 + at % 4, at % 2) for at, row in enumerate(rows)]
        csv.writer(file).writerows([("id", "a", "b", "price", "marked"), *further])

    def answer(project: Project, task: str) -> None:
        several = task == "multi_label"
        given = {at: ["abc"[at % 3], "abc"[(at + 1) % 3]][: 1 + several * at % 2] for at in range(ROWS // 2)}
        if task != "number":
            tell(project, {f"r{at}": names for at, names in given.items()}, annotator="me")
            return
        desk = Desk(project)
        for at in given:
            value = {"annotations": [{"type": "number", "value": float(rows[at].sum())}]}
            done = {"uid": f"u{at}", "kind": "label", "item": at, "value": value, "seconds": 1.0}
            assert desk.do("s", "me", [done]).result()[0]["status"] == "stored"
        desk.close()

    @cache
    def seen(task: str) -> StrategyView:
        classes = () if task == "number" else tuple(ClassConfig(name, name) for name in "abc")
        config = Config(task=task, classes=classes, content="row", control=0.0, columns=Columns(id="id"))
        project = create_project(folder / task, config)
        opened.append(project)
        import_data(project, [folder / "rows.csv"])
        answer(project, task)
        snapshot, embeddings = take_snapshot(project), pool_embeddings(project)
        model = fitted_model(project, snapshot, embeddings)
        return StrategyView(project, snapshot, predicted(project, snapshot, model, embeddings), embeddings)

    yield seen
    for project in opened:
        project.close()


def refusal(name: str, task: str) -> str:
    """What is said where a project of the task cannot have the strategy; nothing where it can."""
    try:
        check_strategy(SPECS.get(name, name), task)
    except AsknextError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", sorted(asknext.strategies()))
def test_it_orders_the_items_of_a_project_or_says_what_is_lacking(name: str, views: Any) -> None:
    refused = {task: refusal(name, task) for task in TASKS}
    for task in [task for task in TASKS if not refused[task]][:1]:
        seen = views(task)
        chosen = with_cold_start(build(SPECS.get(name, name)), seen.project, seen.snapshot)
        order = chosen.rank(strategy_view(seen), np.random.default_rng(0), 5).indices
        assert sorted(order.tolist()) == list(range(ROWS // 2, ROWS))
    for sentence in filter(None, refused.values()):
        assert "project" in sentence or "simulation" in sentence or "are learned as" in sentence
        assert 20 < len(sentence) < 400
        assert "choose" in sentence or "use " in sentence


@pytest.mark.parametrize("task", TASKS)
def test_the_settings_take_what_can_order_the_project_and_nothing_else(task: str, tmp_path: Path) -> None:
    file, wrong = tmp_path / "asknext.yaml", []
    for name in asknext.strategies():
        file.write_text(f"task: {task}\nstrategy: {name}\n", encoding="utf-8")
        ought, told = refusal(name, task), ""
        try:
            load_config(file)
        except DataError as error:
            told = str(error)
        if bool(told) != bool(ought) or ought not in told:
            wrong.append((name, told))
    assert not wrong
