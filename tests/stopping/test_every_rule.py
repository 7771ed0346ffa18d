"""What holds for every rule of the registry, whatever it looks at."""

import copy
import dataclasses
import json
from functools import cache

import numpy as np
import pytest

from asknext.errors import InputError, UnknownName
from asknext.stopping import Advice, Round, Rule, build_rule, round_of, rules

GIVEN = {"budget": {"labels": 500}, "all_of": {"rules": ["half", "patience"]}, "any_of": {"rules": ["half", "goal"]}}
NAMES = sorted(rules())


def rule_named(name):
    return build_rule({"name": name, **GIVEN.get(name, {})})


def screening(rng, seen, n=60):
    relevance = rng.random(seen) < 0.3
    return {
        "relevance": relevance,
        "found_likely": rng.random(seen),
        "left_likely": rng.random(n - seen) * 0.2,
        "remaining": n - seen,
        "inclusion": 0.2 + 0.8 * rng.random(seen),
        "control": np.arange(20) < seen / 3,
    }


@cache
def full(kind):
    """14 rounds in which every field is known, on ``kind`` of stop set."""
    rng = np.random.default_rng(3)
    wide, several = {"binary": (2, False), "multi-class": (4, False), "multi-label": (3, True)}[kind]
    logits, rounds, before = rng.normal(size=(40, wide)), [], None
    for i in range(14):
        moved = 2 * logits + rng.normal(size=(40, wide)) / (1 + i)
        p = 1 / (1 + np.exp(-moved)) if several else np.exp(moved) / np.exp(moved).sum(axis=1, keepdims=True)
        answers = (p[:6] > 0.4).astype(int) if several else p[:6].argmax(axis=1)
        rounds.append(
            round_of(
                4 * (i + 1), multilabel=several, stop=p, stop_before=before, batch=before[:6] if i else None,
                answers=answers, batch_first=p[6:12], scores={"accuracy": 0.9 - 0.4 / (i + 1)},
                intervals={"accuracy": (0.8 - 0.4 / (i + 1), 0.95)}, train_scores={"accuracy": 0.99},
                posterior_divergence=1 / (1 + i) ** 2, support_vectors=10 + i // 4, cut_disagreement=0.3 / (1 + i),
                seconds=10.0 * i, cost=0.1 * i, **screening(rng, 4 * (i + 1)),
            )
        )  # fmt: skip
        before = p
    return rounds


@pytest.mark.parametrize("name", NAMES)
def test_without_a_history_it_cannot_tell_and_says_why(name):
    found = rule_named(name).check([])
    assert found.rule == name
    assert found.stop is None or name in ("budget", "max_rounds")
    assert found.stop is not True
    assert found.sentence.endswith(".")


@pytest.mark.parametrize("kind", ["binary", "multi-class", "multi-label"])
@pytest.mark.parametrize("name", NAMES)
def test_it_tells_when_everything_is_known(name, kind):
    found = rule_named(name).check(full(kind))
    assert (
        found.stop is not None
        or "does not apply" in found.sentence
        or "set aside at least" in found.sentence
        or ("are needed" in found.sentence)
    )
    assert found.sentence.endswith(".")
    assert "nan" not in found.sentence


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_pure_function_of_the_history(name):
    history = full("multi-class")
    before = copy.deepcopy(history)
    rule = rule_named(name)
    first = rule.check(history)
    rule.check(history[:5])
    assert rule.check(history) == first == rule_named(name).check(tuple(before))
    for one, other in zip(history, before, strict=True):
        for field in dataclasses.fields(Round):
            np.testing.assert_equal(getattr(one, field.name), getattr(other, field.name))


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_built_again_from_json(name):
    rule = rule_named(name)
    assert isinstance(rule, Rule)
    assert build_rule(json.loads(json.dumps(rule.describe()))) == rule
    assert build_rule(rule) is rule
    with pytest.raises(dataclasses.FrozenInstanceError):
        rule.name = "another"


@pytest.mark.parametrize("name", NAMES)
def test_what_it_says_is_plain(name):
    for history in ([], full("binary")):
        found = rule_named(name).check(history)
        assert type(found) is Advice
        assert found.stop in (None, True, False)
        assert type(found.stop) in (bool, type(None)), "not a numpy bool"
        json.dumps(dataclasses.asdict(found))


@pytest.mark.parametrize("name", NAMES)
def test_it_never_fails_for_a_field_that_is_missing(name):
    rule, history = rule_named(name), full("binary")
    fields = [each for each in dataclasses.fields(Round) if each.name != "labels"]
    for field in fields:
        default = field.default if field.default is not dataclasses.MISSING else field.default_factory()
        rule.check([dataclasses.replace(each, **{field.name: default}) for each in history])
        rule.check([*history[:-1], dataclasses.replace(history[-1], **{field.name: default})])
    rule.check([Round(10), *history, Round(60)])


@pytest.mark.parametrize("name", NAMES)
def test_its_page_says_what_it_is(name):
    page = rules()[name]
    assert page["summary"].endswith(".")
    assert page["source"]
    for parameter in page["parameters"]:
        assert not parameter.startswith("_")


@pytest.mark.parametrize(
    ("spec", "error", "message"),
    [
        ({"name": "max_confidence", "bound": 0}, InputError, "bound above 0; found 0"),
        ({"name": "max_entropy", "bound": -1}, InputError, "bound above 0; found -1"),
        ({"name": "selected_accuracy", "bound": 1.1}, InputError, "0 < bound <= 1 and rounds >= 1; found 1.1"),
        ({"name": "minimum_expected_error", "bound": 1}, InputError, "0 < bound < 1; found 1"),
        ({"name": "overall_uncertainty", "bound": 0}, InputError, "bound above 0"),
        ({"name": "classification_change", "bound": -0.1}, InputError, "0 <= bound < 1"),
        ({"name": "multi_criteria", "of": "max_confidense"}, UnknownName, "Did you mean 'max_confidence'"),
        ({"name": "multi_criteria", "tighten": 1}, InputError, "0 < tighten < 1"),
        ({"name": "stabilising_predictions", "pairwise": True, "window": 1}, InputError, "window >= 2"),
        ({"name": "predicted_change_of_f", "positive": 2}, InputError, "positive 0 or 1"),
        ({"name": "variance", "rounds": 0}, InputError, "rounds >= 1"),
        ({"name": "confidence_drop", "of": "stopset"}, UnknownName, "Did you mean 'stop_set'"),
        ({"name": "confidence_drop", "fall": -1}, InputError, "fall >= 0"),
        ({"name": "performance_convergence", "window": 0}, InputError, "performance_convergence needs window >= 1"),
        ({"name": "uncertainty_convergence", "bound": 0}, InputError, "uncertainty_convergence needs window >= 1"),
        ({"name": "support_vectors", "rounds": 0}, InputError, "rounds >= 1"),
        ({"name": "total_variation", "bound": 0}, InputError, "0 < bound < 1"),
        ({"name": "error_stability", "ratio": 1}, InputError, "0 < ratio < 1"),
        ({"name": "goal", "alpha": 0}, InputError, "alpha above 0"),
        ({"name": "derivative", "of": "kappa"}, UnknownName, "stabilising_predictions"),
        ({"name": "derivative", "at": "minimim"}, UnknownName, "Did you mean 'minimum'"),
        ({"name": "derivative", "order": 3}, InputError, "order 1 or 2"),
        ({"name": "max_rounds", "rounds": 0}, InputError, "rounds >= 1"),
        ({"name": "diminishing_returns", "rounds": 1}, InputError, "rounds >= 2"),
        ({"name": "patience", "least": -1}, InputError, "least >= 0"),
        ({"name": "overfitting_guard", "bound": 0}, InputError, "bound > 0"),
        ({"name": "ssncut", "rounds": 0}, InputError, "rounds >= 1"),
        ({"name": "batch_precision", "finds": -1}, InputError, "finds >= 0"),
        ({"name": "rule_2399", "offset": -1}, InputError, "at least 0"),
        ({"name": "half", "share": 1}, InputError, "share above 0 and below 1"),
        ({"name": "sal_tau", "recall": 1}, InputError, "recall above 0 and below 1"),
        ({"name": "autostop", "z": -1}, InputError, "z of at least 0"),
        ({"name": "ipp", "rate": "linear"}, UnknownName, "exponential, power"),
        ({"name": "ipp", "confidence": 1}, InputError, "confidence above 0"),
        ({"name": "all_of", "rules": []}, InputError, "at least one rule"),
        ({"name": "all_of", "rules": "half"}, InputError, "a list of at least one rule; found 'half'"),
        ({"name": "any_of", "rules": ["halff"]}, UnknownName, "Did you mean 'half'"),
        ("any_of", InputError, "cannot use"),
    ],
)
def test_parameters_that_cannot_be(spec, error, message):
    with pytest.raises(error, match=message):
        build_rule(spec)
