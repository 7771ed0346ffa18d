"""The crowds on which consensus is measured: votes as they were given, and the truth."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from benchmarks.shared_data import read_text, shared_file

from asknext.quality.number_votes import NumberVotes
from asknext.quality.votes import Votes, votes_from_matrix, votes_from_triples

__all__ = ["CLASSES", "NUMBERS", "Crowd", "NumberCrowd", "affect", "made"]


@dataclass(frozen=True, eq=False)
class Crowd:
    """Votes of classes with the true class (n,) of each item."""

    votes: Votes
    truth: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class NumberCrowd:
    """Votes of numbers with the true number (n,) of each item."""

    votes: NumberVotes
    truth: npt.NDArray[np.float64]


def rte() -> Crowd:
    """Snow et al. 2008, textual entailment: 800 items, 164 annotators, 8,000 votes."""
    rows = _snow("crowd_snow2008_rte/rte.standardized.tsv")
    return _named([(row["orig_id"], row["!amt_worker_ids"], int(row["response"])) for row in rows], _gold(rows, int))


def bluebirds() -> Crowd:
    """Welinder et al. 2010: 108 items, 39 annotators who all voted on all."""
    given = yaml.safe_load(read_text(shared_file("crowd_bluebirds/labels.yaml")))
    gold = yaml.safe_load(read_text(shared_file("crowd_bluebirds/gt.yaml")))
    triples = [(item, who, int(label)) for who, labels in given.items() for item, label in labels.items()]
    return _named(triples, {item: int(label) for item, label in gold.items()})


def ducks() -> Crowd:
    """Welinder et al. 2010: 240 pictures, 53 annotators, 9,600 votes; Mallards and American Black Ducks are ducks."""
    lines = read_text(shared_file("crowd_ducks/labels.txt")).splitlines()[1:]
    species = yaml.safe_load(read_text(shared_file("crowd_ducks/classes.yaml")))["labels"]
    triples = [tuple(map(int, line.split())) for line in lines if line.strip()]
    votes = votes_from_triples([(item, who, label) for item, who, label in triples])
    return Crowd(votes.votes, _ducks_of(species, votes.items))


def face_sentiment() -> Crowd:
    """Mozafari et al. 2014: 584 faces, 27 annotators, 5,242 votes, 4 classes."""
    answers = csv.DictReader(read_text(shared_file("crowd_face_sentiment/answer.csv")).splitlines())
    truth = csv.DictReader(read_text(shared_file("crowd_face_sentiment/truth.csv")).splitlines())
    triples = [(row["question"], row["worker"], int(row["answer"])) for row in answers]
    return _named(triples, {row["question"]: int(row["truth"]) for row in truth})


def cifar10n() -> Crowd:
    """Wei et al. 2022: 3,000 images, three columns of votes by many people; each column stands for one annotator."""
    rows = list(csv.DictReader(read_text(shared_file("cifar10n_noisy_labels/cifar10n_3000.csv")).splitlines()))
    table = [[int(row[f"random_label{at}"]) for at in (1, 2, 3)] for row in rows]
    return Crowd(votes_from_matrix(table, 10), np.array([int(row["clean_label"]) for row in rows]))


def affect(emotion: str) -> NumberCrowd:
    """Snow et al. 2008, headlines: 100 items, 38 annotators, 1,000 votes from -100 or 0 to 100."""
    rows = _snow(f"crowd_snow2008_affect/{emotion}.standardized.tsv")
    items = sorted({row["orig_id"] for row in rows})
    people = sorted({row["!amt_worker_ids"] for row in rows})
    votes = NumberVotes(
        np.array([items.index(row["orig_id"]) for row in rows]),
        np.array([people.index(row["!amt_worker_ids"]) for row in rows]),
        np.array([float(row["response"]) for row in rows]),
        len(items),
        len(people),
    )
    gold = _gold(rows, float)
    return NumberCrowd(votes, np.array([gold[item] for item in items]))


def made(n: int = 100_000, each: int = 3, people: int = 50, classes: int = 5, seed: int = 0) -> Crowd:
    """``n`` items with ``each`` votes by ``people`` who are right with chances from 0.40 to 0.95, else anyhow wrong."""
    rng = np.random.default_rng(seed)
    truth, skill = rng.integers(0, classes, n), rng.uniform(0.4, 0.95, people)
    who = np.argsort(rng.random((n, people)), axis=1)[:, :each].ravel()
    items = np.repeat(np.arange(n), each)
    wrong = (truth[items] + rng.integers(1, classes, n * each)) % classes
    labels = np.where(rng.random(n * each) < skill[who], truth[items], wrong)
    return Crowd(Votes(items, who, labels, n, people, classes), truth)


CLASSES: dict[str, Callable[[], Crowd]] = {
    "rte": rte,
    "bluebirds": bluebirds,
    "ducks": ducks,
    "face_sentiment": face_sentiment,
    "cifar10n": cifar10n,
}
NUMBERS = ("valence", "anger", "joy")


def _snow(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(read_text(shared_file(name)).splitlines(), delimiter="\t"))


def _gold(rows: list[dict[str, str]], kind: Callable[[str], Any]) -> dict[Any, Any]:
    return {row["orig_id"]: kind(row["gold"]) for row in rows}


def _named(triples: list[tuple[Any, Any, int]], gold: dict[Any, int]) -> Crowd:
    found = votes_from_triples(triples)
    return Crowd(found.votes, np.array([gold[item] for item in found.items]))


def _ducks_of(species: dict[int, int], items: list[int]) -> npt.NDArray[np.int64]:
    return np.array([int(species[item] in (0, 2)) for item in items])
