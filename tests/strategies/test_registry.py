"""Strategies by name."""

import json
from dataclasses import dataclass

import numpy as np
import pytest

import asknext
from asknext.errors import InputError, UnknownName
from asknext.strategies import Margin, Random, Scorer, WeightedKMeans, build, register
from asknext.strategies import registry as registry_module

INPUTS = {
    "probabilities", "embeddings", "committee", "predictions", "labels", "detections", "columns",
    "annotations", "sequences",
}  # fmt: skip


def test_a_name_a_mapping_and_an_object_are_the_same():
    assert build("weighted_kmeans") == build({"name": "weighted_kmeans", "beta": 10}) == WeightedKMeans()
    strategy = Margin()
    assert build(strategy) is strategy


def test_an_unknown_name_offers_the_nearest():
    with pytest.raises(UnknownName, match=r"There is no strategy 'margn'\. Did you mean 'margin'"):
        build("margn")


def test_an_unknown_parameter_offers_the_nearest():
    with pytest.raises(UnknownName, match=r"no parameter of strategy 'weighted_kmeans' 'betta'\. Did you mean 'beta'"):
        build({"name": "weighted_kmeans", "betta": 3})


@pytest.mark.parametrize("value", [0.5, "10", None, float("nan"), True, float("inf")])
def test_a_parameter_out_of_range_says_what_it_must_be(value):
    with pytest.raises(
        InputError, match=r"'beta' of strategy 'weighted_kmeans' is .*, but must be a number of at least 1"
    ):
        WeightedKMeans(beta=value)


def test_a_mapping_needs_a_name():
    with pytest.raises(InputError, match=r"needs the key 'name'; found \['beta'\]"):
        build({"beta": 3})


def test_a_class_is_not_an_object():
    with pytest.raises(InputError, match=r"is the class Margin; pass an object: Margin\(\)"):
        build(Margin)


@pytest.mark.parametrize("spec", [None, 3, ["margin"]])
def test_what_is_no_strategy(spec):
    with pytest.raises(InputError, match="A strategy is a name, a mapping"):
        build(spec)


@pytest.mark.parametrize("name", asknext.strategies())
def test_each_describes_itself_in_json_and_is_built_again_from_it(name):
    strategy = build(name)
    assert build(json.loads(json.dumps(strategy.describe()))) == strategy


INPUTS = {"probabilities", "embeddings", "committee", "labels", "predictions"}
INPUTS |= {"annotations", "columns", "detections", "sequences"}


@pytest.mark.parametrize("name", asknext.strategies())
def test_each_says_what_it_is(name):
    info = asknext.strategies()[name]
    assert info.summary.endswith((".", ":")) or "``" in info.summary
    assert info.time != "?"
    assert info.memory != "?"
    assert set(info.needs) <= INPUTS
    assert info.tasks
    assert all(info.help[parameter] for parameter in info.parameters)


def test_the_table_prints_a_line_a_strategy():
    lines = repr(asknext.strategies()).splitlines()
    assert len(lines) == 1 + len(asknext.strategies())
    assert any(line.startswith("weighted_kmeans") and "beta=10.0" in line for line in lines)


def test_a_strategy_of_ones_own(monkeypatch):
    monkeypatch.setattr(registry_module, "_CLASSES", dict(registry_module._CLASSES))

    @register
    @dataclass(frozen=True)
    class Last(Scorer):
        """The last row first."""

        name = "last"

        def score_rows(self, view):
            return view.unlabelled.astype(np.float64)

    assert asknext.select("last", 2, labels=[None] * 5).indices.tolist() == [4, 3]
    with pytest.raises(InputError, match="The strategy name 'last' is already taken by Last"):
        register(type("Other", (Random,), {"name": "last"}))
    with pytest.raises(InputError, match="Nameless has no name"):
        register(type("Nameless", (Random,), {"name": ""}))
