"""Rules made of rules: three answers, nesting, and how they are written down."""

import pytest
import yaml

from asknext.stopping import AllOf, AnyOf, Half, MaxRounds, Patience, Round, build_rule, rules

YES, NO, SILENT = {"name": "max_rounds", "rounds": 1}, {"name": "max_rounds", "rounds": 99}, "patience"
HISTORY = [Round(10), Round(20)]


@pytest.mark.parametrize(
    ("parts", "every", "one"),
    [
        ([YES, YES], True, True),
        ([YES, NO], False, True),
        ([NO, NO], False, False),
        ([YES, SILENT], None, True),
        ([NO, SILENT], False, None),
        ([SILENT, SILENT], None, None),
    ],
)
def test_yes_no_and_not_known(parts, every, one):
    assert build_rule({"name": "all_of", "rules": parts}).check(HISTORY).stop is every
    assert build_rule({"name": "any_of", "rules": parts}).check(HISTORY).stop is one


def test_it_says_who_agrees_and_who_does_not():
    found = build_rule({"name": "all_of", "rules": [YES, SILENT, NO]}).check(HISTORY)
    assert found.sentence == "1 of 3 rules say that it is enough. 2 of 99 rounds are finished."
    assert (found.value, found.bound) == (1.0, 3.0)
    found = build_rule({"name": "any_of", "rules": [NO, YES]}).check(HISTORY)
    assert found.sentence.startswith("2 of 1 rounds are finished")
    assert found.sentence.endswith("By 1 of 2 rules it is enough; one will do.")


def test_written_in_yaml_and_nested():
    text = """
    name: any_of
    rules:
      - {name: max_rounds, rounds: 50}
      - name: all_of
        rules: [half, {name: patience, rounds: 2}]
    """
    rule = build_rule(yaml.safe_load(text))
    assert rule == AnyOf((MaxRounds(50), AllOf((Half(), Patience(rounds=2)))))
    assert build_rule(rule.describe()) == rule
    assert yaml.safe_load(yaml.safe_dump(rule.describe())) == rule.describe()


def test_what_its_rules_look_at():
    assert build_rule({"name": "all_of", "rules": ["goal", "support_vectors"]}).looks_at == {
        "batch_right_first",
        "support_vectors",
    }


def test_the_looks_are_fields_of_a_round():
    fields = set(Round.__dataclass_fields__)
    for name in rules():
        if name not in ("budget", "all_of", "any_of"):
            assert getattr(build_rule(name), "looks_at", frozenset()) <= fields
