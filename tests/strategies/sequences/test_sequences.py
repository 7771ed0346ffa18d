"""Texts by their tokens: worked numbers, documents, paths given, refusals."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies.sequences.path_scorer import log_best_path

ONE = np.array([[0.9, 0.1], [0.6, 0.4], [0.8, 0.2]])
TWO = np.array([[0.5, 0.5]])
H = -(ONE * np.log(ONE)).sum(axis=1)


@pytest.mark.parametrize(
    ("spec", "of_one", "of_two"),
    [
        ("viterbi_least_confidence", 1 - 0.9 * 0.6 * 0.8, 0.5),
        ("mnlp", -np.log(0.432) / 3, np.log(2)),
        ("mean_token_entropy", H.mean(), np.log(2)),
        ("total_token_entropy", H.sum(), np.log(2)),
        ("longest_span", 2, 1),
        ({"name": "longest_span", "sure": 0.7}, 1, 1),
    ],
)
def test_worked_numbers(score, spec, of_one, of_two):
    np.testing.assert_allclose(score(spec, sequences=[ONE, TWO]), [of_one, of_two])


def test_two_normalisations_two_winners():
    """A long sentence of fairly sure tokens against one unsure token."""
    long = np.tile([[0.8, 0.2]], (20, 1))
    assert asknext.select("viterbi_least_confidence", 1, sequences=[long, TWO]).indices[0] == 0
    assert asknext.select("mnlp", 1, sequences=[long, TWO]).indices[0] == 1
    assert asknext.select("total_token_entropy", 1, sequences=[long, TWO]).indices[0] == 0
    assert asknext.select("mean_token_entropy", 1, sequences=[long, TWO]).indices[0] == 1


@pytest.mark.parametrize(("document", "value"), [("mean", 0.534), ("max", 0.568), ("sum", 1.068)])
def test_sentences_of_a_document_come_together(score, document, value):
    spec = {"name": "viterbi_least_confidence", "document": document}
    np.testing.assert_allclose(score(spec, sequences=[[ONE, TWO], TWO]), [value, 0.5])


def test_a_path_that_the_tagger_gives_is_taken(score):
    items = [{"probabilities": ONE, "path": 0.25}, {"probabilities": ONE}]
    np.testing.assert_allclose(score("viterbi_least_confidence", sequences=items), [0.75, 0.568])
    np.testing.assert_allclose(score("mnlp", sequences=items)[0], np.log(4) / 3)


def test_transitions_decide_between_readings(score):
    """Tags that never change: 0 0 weighs .6 * .3, 1 1 weighs .4 * .7."""
    p = np.array([[0.6, 0.4], [0.3, 0.7]])
    spec = {"name": "viterbi_least_confidence", "transitions": [[1, 0], [0, 1]]}
    assert score(spec, sequences=[p])[0] == pytest.approx(1 - 0.28 / 0.46)


def test_long_sentences_do_not_underflow():
    p = np.tile([[0.6, 0.4]], (5000, 1))
    even = log_best_path(p, np.ones((2, 2)), "a test")
    assert even == pytest.approx(5000 * np.log(0.6))


def test_lists_of_numbers_and_equal_sentences_are_told_apart(score):
    listed, stacked = ONE.tolist(), np.stack([ONE, ONE])
    np.testing.assert_allclose(
        score({"name": "total_token_entropy", "document": "sum"}, sequences=[listed, stacked]), [H.sum(), 2 * H.sum()]
    )


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (np.zeros((0, 2)), r"item 1 of sequences has shape \(0, 2\), expected \(T, C\)"),
        ([], "item 1 of sequences has no sentence"),
        (np.array([0.5, 0.5]), r"shape \(2,\)"),
        (np.array([[0.5, 0.5], [0.7, 0.7]]), r"item 1 of sequences: token 1 has \[0.7, 0.7\]"),
        (np.array([[0.5, np.nan]]), "token 0 has"),
        ([ONE, np.array([[2.0, -1.0]])], "item 1 of sequences, sentence 1: token 0 has"),
        ({"probabilities": ONE, "path": 0}, "path is 0, expected the probability of the best path"),
        ([["a", "b"]], "must hold numbers"),
        ({"path": 0.5}, "expected"),
    ],
)
def test_refusals_name_the_item(item, message):
    with pytest.raises(InputError, match=message):
        asknext.select("mnlp", 1, sequences=[ONE, item])


@pytest.mark.parametrize(
    ("transitions", "message"),
    [
        ([[1, 0]], r"has shape \(1, 2\), but must be a square table"),
        ([[1, -1], [0, 1]], "finite weights of at least 0"),
        ("high", "but must be a square table"),
        (np.eye(3).tolist(), "is for 3 tags, but the sequences have 2"),
        ([[0, 0], [0, 0]], "leave no path of tags"),
    ],
)
def test_transitions_that_cannot_be_used(transitions, message):
    with pytest.raises(InputError, match=message):
        asknext.select("mnlp", 1, sequences=[ONE], transitions=transitions)


def test_as_many_sequences_as_items():
    with pytest.raises(InputError, match="sequences has 1"):
        asknext.select("mnlp", 1, sequences=[ONE], labels=[None, None])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("viterbi_least_confidence", "The tagger's best reading of it has a probability of only 0.43."),
        ("mnlp", "For its length the tagger is unsure of it: about 0.76 for each token."),
        ("longest_span", "The tagger is unsure of up to 2 tokens in a row here."),
    ],
)
def test_reasons(name, sentence):
    assert asknext.select(name, 1, sequences=[ONE]).reasons[0] == sentence


def test_tokens_of_a_rare_tag_weigh_more(score):
    """Of 4 tokens 3 are likeliest tag 0: they weigh 4 / (2 * 3), the one of tag 1 weighs 4 / (2 * 1)."""
    texts = [np.array([[0.9, 0.1], [0.8, 0.2]]), np.array([[0.9, 0.1], [0.2, 0.8]])]
    h9, h8 = -0.9 * np.log(0.9) - 0.1 * np.log(0.1), -0.8 * np.log(0.8) - 0.2 * np.log(0.2)
    wanted = [(2 / 3 * h9 + 2 / 3 * h8) / 2, (2 / 3 * h9 + 2 * h8) / 2]
    np.testing.assert_allclose(score("class_balanced_tokens", sequences=texts), wanted)
    highest = {"name": "class_balanced_tokens", "reduce": "max"}
    np.testing.assert_allclose(score(highest, sequences=texts), [2 / 3 * h8, 2 * h8])


def test_balanced_tokens_need_one_set_of_tags():
    with pytest.raises(InputError, match="sequences have 2 and 3 tags"):
        asknext.select("class_balanced_tokens", 1, sequences=[ONE, np.array([[0.5, 0.2, 0.3]])])
