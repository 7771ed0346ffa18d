"""What several answers on one item come to, and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asknext.store.label_value import classes_in, decoded_value, encoded_value

__all__ = ["UNKNOWN_SKILL", "Consensus", "consensus", "newest_of_most"]

UNKNOWN_SKILL = 0.8
"""How often somebody is taken to be right of whom nothing is known yet."""


@dataclass(frozen=True)
class Consensus:
    """The outcome of answers.

    Attributes
    ----------
    vote : the newest answer that says what came out (of several classes at once: the newest of all where none does).
    value : what came out, as a label is stored. confidence : 0 to 1. unanimous : whether all said the same.
    """

    vote: Any
    value: str
    confidence: float
    unanimous: bool


def newest_of_most(votes: Sequence[Any]) -> Any:
    """The newest of the answers given most often; of answers given equally often the one given last.

    ``votes`` are events in the order in which they were given, at least one.
    """
    said = [_classes(each) for each in votes]
    counts = Counter(said)
    best = max(range(len(votes)), key=lambda place: (counts[said[place]], place))
    return votes[best]


def consensus(
    votes: Sequence[Any],
    *,
    n_classes: int,
    multilabel: bool,
    skills: Mapping[str, float] | None = None,
) -> Consensus:
    """Weigh the answers of one item by Bayes' rule; classes that are equally likely: the one given last.

    Parameters
    ----------
    votes : events with ``annotator`` and ``value``, oldest first, at least one; one of each annotator.
    n_classes : how many there are to choose from. skills : how often annotators are right; None: all alike.
    """
    said = [_classes(each) for each in votes]
    accuracies = [_skill(each.annotator, skills) for each in votes]
    if multilabel:
        value, sure = _several(said, accuracies)
    else:
        value, sure = _one(said, accuracies, n_classes)
    vote = next((each for each, what in zip(votes[::-1], said[::-1], strict=True) if what == value), votes[-1])
    text = vote.value if _classes(vote) == value else encoded_value(sorted(value))
    return Consensus(vote, text, sure, len(set(said)) == 1)


def _classes(vote: Any) -> frozenset[str]:
    return frozenset(classes_in(decoded_value(vote.value)))


def _skill(annotator: str, skills: Mapping[str, float] | None) -> float:
    return UNKNOWN_SKILL if skills is None else skills.get(annotator, UNKNOWN_SKILL)


def _one(said: Sequence[frozenset[str]], accuracies: Sequence[float], n_classes: int) -> tuple[frozenset[str], float]:
    from asknext.quality.vote_posterior import vote_posterior

    named = list(dict.fromkeys(said))
    votes = [(who, named.index(what)) for who, what in enumerate(said)]
    chances = vote_posterior(votes, accuracies, n_classes=max(n_classes, len(named), 2))[: len(named)]
    # rounding must not decide between classes that are equally likely
    best = max(range(len(named)), key=lambda code: (round(float(chances[code]), 12), _last(said, named[code])))
    return named[best], float(chances[best])


def _several(said: Sequence[frozenset[str]], accuracies: Sequence[float]) -> tuple[frozenset[str], float]:
    """Each class by itself: given or not; the consensus is as sure as its least sure class."""
    from asknext.quality.vote_posterior import vote_posterior

    names = sorted(frozenset().union(*said))
    chances = {name: _given(said, name, accuracies) for name in names}
    if not names:  # everybody says that it has no class
        return frozenset(), float(vote_posterior([(who, 1) for who in range(len(said))], accuracies, n_classes=2)[1])
    kept = {name for name, chance in chances.items() if chance > 0.5 or (chance == 0.5 and name in said[-1])}
    return frozenset(kept), min(max(chance, 1 - chance) for chance in chances.values())


def _given(said: Sequence[frozenset[str]], name: str, accuracies: Sequence[float]) -> float:
    from asknext.quality.vote_posterior import vote_posterior

    votes = [(who, int(name in what)) for who, what in enumerate(said)]
    return round(float(vote_posterior(votes, accuracies, n_classes=2)[1]), 12)


def _last(said: Sequence[frozenset[str]], what: frozenset[str]) -> int:
    return max(place for place, each in enumerate(said) if each == what)
