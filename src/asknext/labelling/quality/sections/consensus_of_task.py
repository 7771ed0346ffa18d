"""What several answers come to where they are annotations: numbers, levels and choices; of what is marked nothing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.agreeing.measured import rounded
from asknext.labelling.quality.agreeing.several import Several, several_answers
from asknext.labelling.quality.agreeing.whole import CHOICES, stored_numbers
from asknext.labelling.quality.section import FINE, LOOK, UNKNOWN, Section, Table, count_of
from asknext.labelling.quality.studied import Studied
from asknext.quality.consensus import consensus
from asknext.quality.consensus.numbers import number_consensus
from asknext.quality.number_votes import NumberVotes
from asknext.quality.votes import Votes
from asknext.store.label_value import whole_answer

__all__ = ["consensus_of_task"]

NAME, TITLE = "consensus", "Consensus"
MARKED = (
    "Nothing is mixed from what several people marked: the label is the answer that agrees most with the others, and "
    "where they differ too much adjudication decides."
)
ONE = "Every item has one answer: the answer is the label."
MOST = 1_000_000
NEAREST = "A label is one answer as it was given, the one nearest to the others."


def consensus_of_task(studied: Studied) -> Section:
    """The consensus of the task, beside how the label came about."""
    several = several_answers(studied, MOST)
    if several.total == 0:
        return Section(NAME, TITLE, UNKNOWN, ONE)
    made = _BY_TASK.get(studied.config.task)
    if made is None:
        source = "Medoid by F1 of pairs (Hripcsak & Rothschild 2005)."
        return Section(NAME, TITLE, FINE, MARKED, "", source, {"answered_twice": several.total})
    return made(studied, several)


def _numbers(studied: Studied, several: Several) -> Section:
    """Mean, median, and numbers weighed by how vague and how biased each annotator is."""
    said = stored_numbers(studied)[several.places]
    votes = NumberVotes(several.items, several.who, said, len(several.rows), len(studied.annotators))
    found = {name: number_consensus(name, votes) for name in ("mean", "median", "weighted")}
    weighted, unit = found["weighted"], studied.config.annotate.unit or ""
    gap = np.abs(found["mean"].value - found["median"].value)
    far = int((gap > np.nanstd(said) / 2).sum())
    people = np.bincount(several.who, minlength=len(studied.annotators))
    rows = tuple(
        (studied.annotators[who], int(people[who]), rounded(weighted.bias[who]), rounded(weighted.deviation[who]))
        for who in np.argsort(-weighted.deviation, kind="stable").tolist()
        if people[who]
    )
    sentence = (
        f"{NEAREST} Of {count_of(several.total, 'item')} with several answers the mean and the median lie more than "
        f"half a standard deviation of all answers apart on {far:,}: there one answer is far off."
    )
    heads = ("annotator", "answers", f"too high by{_in(unit)}", f"spread{_in(unit)}")
    return Section(
        NAME,
        TITLE,
        LOOK if far else FINE,
        sentence,
        "Look at these items in Agreement; use the median where numbers are used." if far else "",
        "Mean, median, and a normal error of each annotator by expectation maximisation (Dempster et al. 1977).",
        {"answered_twice": several.total, "mean_far_from_median": far},
        (Table("Each annotator against the weighted consensus", heads, rows),),
    )


def _levels(studied: Studied, several: Several) -> Section:
    """The middle level of each item, the lower one of two."""
    ranks = stored_numbers(studied)[several.places]
    order = np.lexsort((ranks, several.items))
    number = np.bincount(several.items, minlength=len(several.rows))
    middle = ranks[order][np.cumsum(number) - number + (number - 1) // 2]
    return _beside_labels(studied, several, middle, "the median level", "Median of the levels.")


def _choices(studied: Studied, several: Several) -> Section:
    """The choice that the answers, weighed by skill, come to."""
    assert studied.answers is not None
    codes = [CHOICES.index(whole_answer(studied.answers.values[place])) for place in several.places.tolist()]
    size = (len(several.rows), len(studied.annotators), len(CHOICES))
    votes = Votes(several.items, several.who, np.array(codes, dtype=np.int64), *size)
    found = consensus("weighted", votes, seed=studied.config.seed).labels.astype(np.float64)
    return _beside_labels(studied, several, found, "the choice weighed by skill", "Votes weighed by their log-odds.")


def _beside_labels(
    studied: Studied, several: Several, found: npt.NDArray[np.float64], what: str, source: str
) -> Section:
    split = int(_split(studied, several).sum())
    names = studied.config.annotate.levels if studied.config.task == "ordinal" else CHOICES
    codes = found.astype(np.int64) - (studied.config.task == "ordinal")
    counts = np.bincount(codes, minlength=len(names)).tolist()
    sentence = (
        f"{NEAREST} By {what}, {count_of(several.total, 'item')} with several answers were reckoned; on {split:,} of "
        "them no answer has more than half of the votes."
    )
    return Section(
        NAME,
        TITLE,
        LOOK if split else FINE,
        sentence,
        "Ask once more, or adjudicate, where no answer has more than half." if split else "",
        source,
        {"answered_twice": several.total, "no_majority": split},
        (Table(f"Items by {what}", ("answer", "items"), tuple(zip(names, counts, strict=True))),),
    )


def _split(studied: Studied, several: Several) -> npt.NDArray[np.bool_]:
    assert studied.answers is not None
    said = [str(whole_answer(studied.answers.values[place])) for place in several.places.tolist()]
    values, codes = np.unique(said, return_inverse=True)
    cells = np.bincount(several.items * len(values) + codes, minlength=len(several.rows) * len(values))
    votes = cells.reshape(len(several.rows), len(values))
    found: npt.NDArray[np.bool_] = 2 * votes.max(axis=1) <= votes.sum(axis=1)
    return found


def _in(unit: str) -> str:
    return f" ({unit})" if unit else ""


_BY_TASK: dict[str, Callable[[Studied, Several], Section]] = {
    "number": _numbers,
    "ordinal": _levels,
    "pairwise": _choices,
}
