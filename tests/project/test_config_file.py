from __future__ import annotations

from pathlib import Path

import pytest

from asknext.errors import DataError, UnknownName
from asknext.project.config import Budget, ClassConfig, Columns, Config, Reading, Target
from asknext.project.config_file import load_config, save_config


def _load(folder: Path, text: str) -> Config:
    path = folder / "asknext.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    config = Config(
        title="tweets: a “test”",
        task="multi-label",
        columns=Columns(text="body", id="key"),
        classes=(ClassConfig("no", "1"), ClassConfig("2024-01-01", description="a date")),
        strategy={"name": "weighted_kmeans", "scorer": "mean_entropy", "beta": 10},
        target=Target("accuracy", 0.9),
        stopping=("half", {"name": "any_of", "rules": ["patience", {"name": "cost_optimal", "uses": 5_000}]}),
        budget=Budget(labels=100, money=12.5),
        reading=Reading(delimiter="\t", header=False),
    )
    save_config(config, tmp_path / "asknext.yaml")
    assert load_config(tmp_path / "asknext.yaml") == config
    assert [path.name for path in tmp_path.iterdir()] == ["asknext.yaml"]


@pytest.mark.parametrize("given", ["single", "single-label", "single_label"])
def test_every_spelling_of_a_task_is_taken(tmp_path: Path, given: str) -> None:
    assert _load(tmp_path, f"task: {given}").task == "single_label"


def test_classes_may_be_bare_names(tmp_path: Path) -> None:
    assert _load(tmp_path, "classes: [spam, 1]").classes == (ClassConfig("spam"), ClassConfig("1"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stratgy: margin", "no setting 'stratgy' in .*asknext.yaml.*'strategy'"),
        ("columns: {txt: a}", "no setting below columns 'txt'.*'text'"),
        ("task: sorting", "no task 'sorting'"),
        ("guess: afterwards", "no guess 'afterwards'.*'after'"),
        ("control: 1.5", "asknext.yaml, column 'control': Found 1.5, expected a share"),
        ("seed: soon", "column 'seed': Found 'soon', expected int"),
        ("seed: true", "column 'seed': Found True, expected int"),
        ("retrain: {answers: 0}", "column 'answers': Found 0, expected 1 or more"),
        ("queue: [1]", r"column 'queue': Found \[1\], expected names with values"),
        ("target: {metric: accuracy}", "missing.*value"),
        ("stopping: budget", "column 'stopping': Found 'budget', expected a list of stopping rules"),
        ("stopping: [budget]", "column 'stopping': A budget needs at least one of labels="),
        ("stopping: [{name: cost_optimal, usess: 5}]", "no parameter of stopping rule 'cost_optimal' 'usess'"),
        ("stopping: [3]", "column 'stopping': A stopping rule is a name"),
        ("classes: {a: b}", "expected a list of classes"),
        ("classes: [a, a]", "class names that differ"),
        ("classes: [yes]", "Found True, expected text; put it in quotes"),
        ("- a", "column 'asknext.yaml': Found"),
        ("a: [", "asknext.yaml:.*This is not YAML"),
        ("title: a\ntitle: b", "asknext.yaml:2, column 'title': The key stands here twice"),
        ("title: &a [x]\nclasses: [*a, *a]", "asknext.yaml:2.*aliases"),
        ("title: !!python/object/apply:os.system [ls]", "This is not YAML"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises((DataError, UnknownName), match=message):
        _load(tmp_path, text)


def test_huge_settings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="settings may have 1,000,000 at most"):
        _load(tmp_path, "title: " + "a" * 1_000_001)


def test_settings_nested_without_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nested too deeply"):
        _load(tmp_path, "strategy: " + "[" * 100_000)


def test_settings_in_another_encoding_are_refused(tmp_path: Path) -> None:
    (tmp_path / "asknext.yaml").write_bytes("title: café".encode("latin-1"))
    with pytest.raises(DataError, match="save the file as UTF-8"):
        load_config(tmp_path / "asknext.yaml")
