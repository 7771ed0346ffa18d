from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from asknext.errors import DataError, InputError
from asknext.selection import read_configuration
from asknext.selection.configuration import configuration_of

LIGHTLY = {
    "n_samples": 50,
    "strategies": [{"input": {"type": "EMBEDDINGS"}, "strategy": {"type": "DIVERSITY"}}],
}


def test_a_file_is_read_with_its_names_beside_it(tmp_path: Path) -> None:
    text = "input: [a, b]\nselection: {proportion: 0.1}\nduplicates: {bits: 3}\nmodel: {path: m.onnx}\n"
    (tmp_path / "c.yaml").write_text(text)
    found = read_configuration(tmp_path / "c.yaml")
    assert found.input == (tmp_path / "a", tmp_path / "b")
    assert (found.n, found.strategies, found.duplicates.bits, found.text) == (0.1, ("diversity",), 3, text)
    assert found.model is not None
    assert (found.model.path, len(found.model.names), found.baseline) == (tmp_path / "m.onnx", 80, "auto")


def test_lightlys_configuration_stands_unchanged_under_selection() -> None:
    found = configuration_of({"input": "a", "selection": LIGHTLY}, Path())
    assert found.n == 50
    assert list(found.strategies) == LIGHTLY["strategies"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "has no input"),
        ({"input": "a"}, "selection is None"),
        ({"input": "a", "selection": {}}, "needs one of n, n_samples, proportion, proportion_samples; found none"),
        ({"input": "a", "selection": {"n": 1, "proportion": 0.5}}, "found n and proportion"),
        ({"input": "a", "selection": {"n": 0}}, r"selection\.n is 0, but must be a whole number from 1"),
        ({"input": "a", "selection": {"n": True}}, r"selection\.n is True"),
        ({"input": "a", "selection": {"proportion": 2}}, r"selection\.proportion is 2"),
        ({"input": "a", "selection": {"n": 1, "strategy": []}}, "no key 'strategy' in selection. Did you mean 'strat"),
        ({"input": "a", "selection": {"n": 1}, "outptu": "b"}, "no key 'outptu' in the configuration.*'output'"),
        ({"input": 3, "selection": {"n": 1}}, "input is 3, but must be the name of a file or folder"),
        ({"input": [], "selection": {"n": 1}}, "input is an empty list"),
        ({"input": "a", "selection": {"n": 1}, "kind": "film"}, "no value 'film' in kind"),
        ({"input": "a", "selection": {"n": 1}, "duplicates": {"bit": 1}}, "no key 'bit' in duplicates"),
        ({"input": "a", "selection": {"n": 1}, "duplicates": {"exact": "no"}}, r"duplicates\.exact is 'no'"),
        ({"input": "a", "selection": {"n": 1}, "model": {"floor": 1}}, r"model\.path is None"),
        ({"input": "a", "selection": {"n": 1}, "predictions": {"path": "p", "floor": 3}}, r"predictions\.floor is 3"),
        ({"input": "a", "selection": {"n": 1}, "predictions": "p", "model": "m"}, "predictions and model are both"),
        ({"input": "a", "selection": {"n": 1}, "baseline": 0}, "baseline is 0, but must be more than 0"),
    ],
)
def test_mistakes_name_the_key(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        configuration_of(given, Path())


@pytest.mark.parametrize("text", ["a: &x [1]\nb: *x\n", "input: a\ninput: b\n", "a: [", "- a\n"])
def test_what_is_no_mapping_of_yaml_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "c.yaml").write_text(text)
    with pytest.raises((DataError, InputError)):
        read_configuration(tmp_path / "c.yaml")
