"""Expectation maximisation: against loops, on made-up annotators, and on real crowds."""

import os
from pathlib import Path

import numpy as np
import pytest
from tests.conformance.definitions.annotators import dawid_skene as by_loops

from asknext import PoolView
from asknext.strategies.annotators.answers import answers_of, most_given
from asknext.strategies.annotators.dawid_skene import dawid_skene

SHARED = Path(os.environ.get("ASKNEXT_SHARED", Path(__file__).parents[4] / "shared")) / "data"


def crowd(n, skills, classes, share, seed=0):
    """A table of answers by annotators that are right with the probability in ``skills``, and the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(classes, size=n)
    wrong = (truth[:, None] + rng.integers(1, classes, (n, len(skills)))) % classes
    table = np.where(rng.random((n, len(skills))) < skills, truth[:, None], wrong).astype(float)
    table[rng.random(table.shape) > share] = np.nan
    return table, truth


def read(table):
    return answers_of(PoolView(len(table), annotations=table), "a test")


@pytest.mark.parametrize(("share", "smoothing"), [(0.6, 0.0), (0.6, 0.01), (0.2, 0.5)])
def test_it_is_what_loops_give(share, smoothing):
    table, _ = crowd(30, [0.9, 0.7, 0.5, 0.8], 3, share)
    skill = dawid_skene(read(table), iterations=5, tolerance=-np.inf, smoothing=smoothing)
    posterior, confusion = by_loops(table, 3, 5, smoothing)
    np.testing.assert_allclose(skill.posterior, posterior, atol=1e-12)
    np.testing.assert_allclose(skill.confusion, confusion, atol=1e-12)


def test_skills_of_made_up_annotators_are_found():
    skills = np.array([0.95, 0.9, 0.8, 0.7, 0.6, 0.55])
    table, truth = crowd(3000, skills, 3, 0.7)
    answers = read(table)
    skill = dawid_skene(answers)
    found = (np.diagonal(skill.confusion, axis1=1, axis2=2) * skill.shares).sum(axis=1)
    np.testing.assert_allclose(found, skills, atol=0.04)
    majority = most_given(answers.counts())
    by_vote = (majority[np.arange(3000), truth] / majority.sum(axis=1).clip(1)).mean()
    assert (skill.posterior.argmax(axis=1) == truth).mean() > by_vote + 0.02


def test_an_annotator_who_always_says_the_opposite_is_useful():
    """At first two of four vote right; the mistakes of the fourth are as regular as the answers of the others."""
    rng = np.random.default_rng(1)
    truth = rng.integers(2, size=800)
    good = [np.where(rng.random(800) < 0.85, truth, 1 - truth) for _ in range(3)]
    table = np.column_stack([*good, np.where(rng.random(800) < 0.95, 1 - truth, truth)]).astype(float)
    skill = dawid_skene(read(table))
    assert skill.confusion[3, 0, 1] > 0.9
    assert (skill.posterior.argmax(axis=1) == truth).mean() > 0.95


def test_without_answers_nothing_is_known():
    skill = dawid_skene(read(np.full((4, 2), np.nan)))
    np.testing.assert_array_equal(skill.posterior, np.ones((4, 1)))


def test_what_a_model_says_counts_like_the_share_of_a_class():
    table = np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    model = np.array([[0.9, 0.1], [0.5, 0.5], [0.5, 0.5], [0.1, 0.9]])
    posterior = dawid_skene(read(table), known=model).posterior
    assert posterior[0, 0] > 0.8
    assert posterior[3, 1] > 0.8


def recognising_textual_entailment():
    lines = (SHARED / "crowd_snow2008_rte" / "rte.standardized.tsv").read_text().splitlines()[1:]
    triples = [(line.split("\t")[2], line.split("\t")[1], int(line.split("\t")[3])) for line in lines if line]
    gold = {line.split("\t")[2]: int(line.split("\t")[4]) for line in lines if line}
    return triples, gold


def face_sentiment():
    folder = SHARED / "crowd_face_sentiment"
    triples = [(a, b, int(c)) for a, b, c in (line.split(",") for line in _lines(folder / "answer.csv"))]
    return triples, {a: int(b) for a, b in (line.split(",") for line in _lines(folder / "truth.csv"))}


def _lines(file):
    return file.read_text().splitlines()[1:]


@pytest.mark.parametrize(
    ("read_crowd", "at_least"), [(recognising_textual_entailment, 0.925), (face_sentiment, 0.63)], ids=["rte", "faces"]
)
def test_real_crowds(read_crowd, at_least):
    """Dawid & Skene reach 92.7 % on the textual entailment pairs of Snow et al. 2008, where the majority has 89.9 %."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent: set ASKNEXT_SHARED to the folder with the shared data")
    triples, gold = read_crowd()
    items, people = sorted({a for a, _, _ in triples}), sorted({b for _, b, _ in triples})
    row, column = {a: i for i, a in enumerate(items)}, {b: i for i, b in enumerate(people)}
    table = np.full((len(items), len(people)), np.nan)
    for item, who, answer in triples:
        table[row[item], column[who]] = answer
    posterior = dawid_skene(read(table), iterations=100).posterior
    right = [posterior[row[item]].argmax() == answer for item, answer in gold.items() if item in row]
    assert np.mean(right) >= at_least
