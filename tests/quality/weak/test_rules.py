"""Labelling functions written down, and what they say of items."""

import numpy as np
import pytest

from asknext.errors import DataError
from asknext.quality.weak import apply_functions, labelling_function, rules


def said(entry, *items):
    (function,) = rules([{"name": "it", **entry}])
    return [function(item) for item in items]


def test_keywords_are_whole_words_in_any_case():
    texts = [{"text": text} for text in ("You WON!", "wonder", "", "a top prize, now")] + [{}, {"text": None}]
    assert said({"keywords": ["won", "top prize"], "label": "spam"}, *texts) == ["spam", None, None, "spam", None, None]
    assert said({"keywords": ["£", "c++"], "label": "x"}, {"text": "costs £5"}, {"text": "C++."}) == ["x", "x"]


def test_patterns_lookups_and_limits():
    assert said({"regex": r"\d{5}", "label": "spam"}, {"text": "call 12345"}, {"text": "call 1234"}) == ["spam", None]
    assert said({"regex": "FREE", "ignore_case": True, "label": "s"}, {"text": "free"}) == ["s"]
    lookup = {"lookup": {"bank": "ham", 7: "spam"}, "field": "sender"}
    assert said(lookup, {"sender": "bank"}, {"sender": 7}, {"sender": "me"}, {}) == ["ham", "spam", None, None]
    limits = {"above": 10, "below": 20, "field": "length", "label": "ham"}
    assert said(limits, {"length": 15}, {"length": "12.5"}, {"length": 20}, {"length": "long"}, {}) == [
        "ham",
        "ham",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "list of functions"),
        ([], "list of functions"),
        ("keywords", "list of functions"),
        ([{"keywords": ["a"]}], "function 1 has no name"),
        ([{"name": "a", "label": "x"}], "found none"),
        ([{"name": "a", "keywords": ["b"], "regex": "b", "label": "x"}], "keywords, regex"),
        ([{"name": "a", "keywords": ["b"]}], "needs a label"),
        ([{"name": "a", "keywords": [], "label": "x"}], "words or phrases"),
        ([{"name": "a", "keywords": ["b"], "label": "x", "labl": 1}], "unknown keys: labl"),
        ([{"name": "a", "regex": "(", "label": "x"}], "cannot be used"),
        ([{"name": "a", "lookup": {"b": 1}}], "mapping from values"),
        ([{"name": "a", "above": "high", "label": "x"}], "cannot be used"),
        ([{"name": "a", "regex": "b", "label": "x"}] * 2, "two functions are called 'a'"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_file(given, word):
    with pytest.raises(DataError, match=word) as told:
        rules(given, "rules.yaml")
    assert "rules.yaml" in str(told.value)


def test_functions_of_both_kinds_make_a_table():
    @labelling_function
    def shouting(item):
        return "spam" if item["text"].isupper() else None

    @labelling_function(name="politeness")
    def _(item):
        return "ham" if "please" in item["text"] else None

    functions = [shouting, _, *rules({"functions": [{"name": "free", "keywords": ["free"], "label": "spam"}]})]
    assert [each.name for each in functions] == ["shouting", "politeness", "free"]
    told = []
    items = [{"text": "FREE"}, {"text": "please call"}, {"text": "hello"}] * 1000
    matrix = apply_functions(functions, iter(items), ["ham", "spam"], told.append)
    assert matrix[:3].tolist() == [[1, -1, 1], [-1, 0, -1], [-1, -1, -1]]
    assert told == [1000, 2000, 3000]
    assert apply_functions(functions, [], ["ham"]).shape == (0, 3)


def test_a_function_that_fails_or_invents_a_class_is_named():
    @labelling_function
    def broken(item):
        return item["nothing"]

    with pytest.raises(DataError, match="'broken' failed on item 'a7': KeyError"):
        apply_functions([broken], [{"id": "a7"}], ["ham"])

    @labelling_function
    def inventive(item):
        return np.str_("spom")

    with pytest.raises(DataError, match=r"gave .*'spom'.* for item 0"):
        apply_functions([inventive], [{}], ["ham", "spam"])
