"""A study is checked whole before anything runs, and says everything that is wrong with it, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from asknext.errors import DataError, InputError
from asknext.lab import Cell, DataSet, Study, load_study, read_study
from asknext.strategies import build

IRIS = {"data": [{"builtin": "iris"}], "strategies": ["random", "margin"]}
TWO = {
    "data": [{"builtin": "iris"}],
    "strategies": ["margin"],
    "schedules": ["10 x 3"],
    "models": ["gaussian_nb"],
    "seeds": 1,
}


def written(folder: Path, text: str) -> Path:
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def cells_of(mapping: Any) -> list[Cell]:
    return load_study(Study.from_mapping(mapping)).cells


def complaint(mapping: Any) -> str:
    with pytest.raises(InputError) as caught:
        load_study(Study.from_mapping(mapping))
    return str(caught.value)


def test_everything_that_is_wrong_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """\
name: wrong
modles: [default]
data: [{builtin: iris}]
strategies:
  - margin
  - name: weighted_kmeans
    bta: 10
schedules:
  - {constant: 5, round: 3}
metrics: [acuracy]
limits: {secnds: 3}
""",
    )
    with pytest.raises(InputError) as caught:
        read_study(path)
    lines = str(caught.value).splitlines()
    assert lines[0] == "The study has 5 problems:"
    found = {line.split(": ")[0].removeprefix("- ").removeprefix(f"{path}:"): line for line in lines[1:]}
    assert set(found) == {"2", "7", "9", "10", "11"}
    assert "strategies[1].bta" in found["7"]
    for line, nearest in {"2": "models", "7": "beta", "9": "rounds", "10": "accuracy", "11": "seconds"}.items():
        assert repr(nearest) in found[line]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"strategies": []}, ["no strategies"]),
        ({"strategies": ["mean_entropy_of_nothing"]}, ["strategies[0]", "There is no strategy"]),
        ({"strategies": ["margin", "margin"]}, ["strategies[1]", "twice"]),
        ({"strategies": ["improved_greedy_sampling"]}, ["strategies[0]", "is for regression labels"]),
        ({"strategies": ["min_confidence"]}, ["strategies[0]", "multi-label"]),
        ({"strategies": ["disagreement"]}, ["strategies[0]"]),
        ({"models": ["linear_regression"]}, ["models[0]", "regressor"]),
        ({"models": ["logistic_regresion"]}, ["models[0]", "logistic_regression"]),
        ({"schedules": ["50 x 8"]}, ["schedules[0]", "50 x 8", "120 items"]),
        ({"initial": {"random": 500}}, ["initial", "120 items"]),
        ({"metrics": ["rmse"]}, ["metrics", "rmse", "classes"]),
        ({"one_vs_rest": ["setosaa"]}, ["one_vs_rest", "'setosa'"]),
        ({"oracles": [{"kind": "noisy", "rate": 2}]}, ["oracles[0]", "rate"]),
        ({"seeds": [1, 1]}, ["seeds"]),
        ({"seeds": 3, "splits": {"kind": "stratified_folds"}}, ["seeds", "leave one out"]),
        ({"keep": {"test": "int8"}}, ["keep", "float16"]),
        ({"limits": {"memory": "much"}}, ["limits.memory", "2GB"]),
        ({"stopping": ["stabilizing_predictions"]}, ["stopping", "stabilising_predictions"]),
        ({"data": [{"builtin": "irs"}]}, ["data[0]", "'iris'"]),
        ({"data": "iris"}, ["data"]),
        ({"name": 3}, ["name", "text"]),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], words: list[str]) -> None:
    message = complaint({**IRIS, **changes})
    for word in words:
        assert word in message


def test_a_strategy_that_needs_embeddings_is_refused_where_there_are_none() -> None:
    rows = np.arange(80, dtype=float).reshape(40, 2)
    data = DataSet(
        "bare", rows, ["a", "b"] * 20, ("a", "b"), False, None, {}, None, [str(i) for i in range(40)], "0" * 64
    )
    with pytest.raises(InputError, match="needs embeddings, which 'bare' does not bring"):
        load_study(Study([data], ["k_center_greedy"], models=["gaussian_nb"]))
    with pytest.raises(InputError, match="learns from embeddings"):
        load_study(Study([data], ["random"]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x [1]\nb: *x\n", "aliases"),
        ("a: 1\na: 2\n", "stands here twice"),
        ("data: [\n", "study.yaml:2"),
        ("data: !!python/object/apply:os.system [ls]\n", "study.yaml:1"),
        ("[" * 100 + "]" * 100, "nested too deeply"),
        ("- 1\n", "A study is a mapping"),
        ("", "A study is a mapping"),
        ("x" * 1_000_001, "1,000,000"),
    ],
)
def test_a_file_that_is_no_study_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises((DataError, InputError)) as caught:
        read_study(written(tmp_path, text))
    assert words in str(caught.value)


def test_a_study_that_was_written_down_is_the_same_study(tmp_path: Path) -> None:
    study = Study.from_mapping(
        {
            **TWO,
            "name": "told",
            "strategies": ["random", {"name": "weighted_kmeans", "beta": 5, "title": "spread"}],
            "schedules": [{"doubling": 5, "initial": {"random": 10, "both_classes": True}}],
            "oracles": ["perfect", {"kind": "noisy", "rate": 0.1}],
            "splits": {"kind": "shuffles", "test": 0.25},
            "keep": {"pool": "none"},
            "limits": {"memory": "1GB"},
        }
    )
    again = Study.from_mapping(study.as_mapping())
    assert again.as_mapping() == study.as_mapping()
    assert [cell.id for cell in load_study(again).cells] == [cell.id for cell in load_study(study).cells]


def test_python_objects_and_plain_values_make_the_same_cells() -> None:
    plain = Study.from_mapping({**TWO, "strategies": [{"name": "weighted_kmeans", "beta": 5}]})
    objects = Study(**{**TWO, "strategies": [build({"name": "weighted_kmeans", "beta": 5})]})
    assert [cell.id for cell in load_study(objects).cells] == [cell.id for cell in load_study(plain).cells]


@pytest.mark.parametrize(
    "changes",
    [
        {"strategies": ["entropy"]},
        {"models": [{"name": "gaussian_nb", "parameters": {"var_smoothing": 0.1}}]},
        {"schedules": ["10 x 4"]},
        {"initial": {"random": 12}},
        {"splits": {"test": 0.3}},
        {"seeds": [5]},
        {"oracles": [{"kind": "noisy", "rate": 0.1}]},
        {"data": [{"builtin": "iris", "scale": "standard"}]},
        {"one_vs_rest": ["setosa"]},
    ],
)
def test_whatever_decides_a_result_makes_another_cell(changes: dict[str, Any]) -> None:
    (before,), (after,) = cells_of(TWO), cells_of({**TWO, **changes})
    assert before.id != after.id


@pytest.mark.parametrize("changes", [{"metrics": ["roc_auc"]}, {"keep": {"pool": "none"}}, {"name": "other"}])
def test_what_decides_no_result_makes_the_same_cell(changes: dict[str, Any]) -> None:
    assert cells_of(TWO)[0].id == cells_of({**TWO, **changes})[0].id


def test_the_first_seed_of_each_combination_comes_before_any_second_one() -> None:
    cells = cells_of({**TWO, "strategies": ["random", "margin"], "seeds": [4, 2]})
    assert [(cell.seed, cell.strategy.name) for cell in cells] == [
        (4, "random"), (4, "margin"), (2, "random"), (2, "margin")
    ]  # fmt: skip


def test_without_a_schedule_a_small_pool_is_asked_as_far_as_it_goes() -> None:
    loaded = load_study(Study.from_mapping({**IRIS, "models": ["gaussian_nb"]}))
    assert loaded.planned_rounds(loaded.cells[0]) == 6
    again = load_study(Study.from_mapping(loaded.study.as_mapping()))
    assert again.cells[0].id == loaded.cells[0].id


def test_a_model_that_is_none_is_told_with_the_other_mistakes() -> None:
    with pytest.raises(InputError) as raised:
        Study.from_mapping({"data": [{"builtin": "iris"}], "models": ["logistic_regresion"], "strategies": ["margn"]})
    assert "'logistic_regression'" in str(raised.value)
    assert "'margin'" in str(raised.value)
