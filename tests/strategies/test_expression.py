"""Arithmetic of strategies as text."""

import contextlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import asknext
from asknext.errors import InputError
from asknext.strategies import Entropy, InformationDensity, Margin, WeightedKMeans, build

P = np.random.default_rng(0).dirichlet(np.ones(3), 20)
X = np.random.default_rng(1).normal(size=(20, 4))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("margin * information_density ** 2", Margin() * InformationDensity() ** 2),
        ("margin", Margin()),
        (" ( margin ) ", Margin()),
        ("0.5 * entropy + margin", 0.5 * Entropy() + Margin()),
        ("margin - entropy / 2", Margin() - Entropy() / 2),
        ("2 ** margin", 2 ** Margin()),
        ("-margin", -Margin()),
        ("1 / margin", 1 / Margin()),
        ("1 - margin", 1 - Margin()),
        ("margin ** entropy ** 2", Margin() ** Entropy() ** 2),
        ("(2 + 3) * margin", 5.0 * Margin()),
        ("entropy(base=2) * margin", Entropy(base=2) * Margin()),
        ("weighted_kmeans(scorer=margin * entropy, beta=5)", WeightedKMeans(Margin() * Entropy(), beta=5)),
        ("margin\n  * entropy", Margin() * Entropy()),
    ],
)
def test_text_is_what_python_would_make_of_it(text, same):
    assert build(text) == same
    assert build(json.loads(json.dumps(build(text).describe()))) == same


def test_select_takes_it():
    by_text = asknext.select("margin * information_density ** 2", 5, probabilities=P, embeddings=X)
    by_object = asknext.select(Margin() * InformationDensity() ** 2, 5, probabilities=P, embeddings=X)
    np.testing.assert_array_equal(by_text.indices, by_object.indices)
    nested = asknext.select({"name": "weighted_kmeans", "scorer": "margin * entropy"}, 3, probabilities=P, embeddings=X)
    assert len(nested) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("margn * entropy", r"no strategy 'margn' in .* at character 1 \(margn\)\. Did you mean 'margin'"),
        ("2 * (margin + entropi)", r"at character 15 \(entropi\)\. Did you mean 'entropy'"),
        ("entropy(bas=2) * margin", r"no parameter of strategy 'entropy' 'bas' in .* at character 1"),
        ("entropy(base=7) * margin", r"at character 1 \(entropy\(base=7\)\)"),
        ("k-means", r"no strategy 'k-means'\. Did you mean 'kmeans'"),
        ("kmeans * 2", r"at character 1 \(kmeans\): 'kmeans' chooses a batch and does not score"),
        ("margin *", "cannot be read"),
        ("", "cannot be read"),
        ("3 * 4", "is only a number"),
        ("margin % 2", r"at character 1 \(margin % 2\): this cannot be part of a strategy"),
        ("margin and entropy", "this cannot be part"),
        ("margin(2)", "this cannot be part"),
        ("margin(**{})", "this cannot be part"),
        ("'margin' * 2", "this cannot be part"),
        ("True * margin", "this cannot be part"),
        ("9 ** 9 ** 9 * margin", "the numbers cannot be calculated"),
        ("1 / 0 * margin", "the numbers cannot be calculated"),
        ("(0 - 8) ** 0.5 * margin", "not a finite number"),
        ("1e999 * margin", "not a finite number"),
        ("(" * 300, "cannot be read"),
        ("-" * 400 + "margin", "nested more than 80 deep"),
        ("margin + " * 80 + "margin", "has 726 characters; at most 500"),
    ],
)
def test_what_cannot_be_read_says_where(text, message):
    with pytest.raises(InputError, match=message):
        build(text)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('echo')", "margin.__class__", "[margin for x in (1,)]", "(lambda: margin)()",
        "margin if 1 else entropy", "f'{margin}'", "open('x')", "margin[0]", "(margin := entropy)", "await margin",
    ],
)  # fmt: skip
def test_nothing_is_ever_executed(text):
    with pytest.raises(InputError):
        build(text)


def test_parameters_beside_arithmetic_are_refused_with_the_remedy():
    with pytest.raises(InputError, match="takes no parameters beside it: write them inside"):
        asknext.select("margin * entropy", 3, probabilities=P, base=2)


@given(st.text(alphabet="margin *+-/()12.,=_e\n", max_size=40))
def test_any_text_is_a_strategy_or_a_clear_error(text):
    with contextlib.suppress(InputError):
        assert hasattr(build(text), "select")
