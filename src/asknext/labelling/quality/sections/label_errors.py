"""Labels that are probably wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.quality.section import ACT, FINE, LISTED, LOOK, UNKNOWN, Section, count_of, listed, matrix
from asknext.labelling.quality.studied import Studied
from asknext.quality.label_errors import label_errors, multi_label_errors, noise_posterior

__all__ = ["label_errors_section"]

NAME, TITLE = "label_errors", "Labels that are probably wrong"
SOURCE = (
    "Confident learning (Northcutt, Jiang & Chuang 2021) lists; a noise model fitted by EM ranks and says how sure. "
    "The model has not seen the labels it judges (5-fold cross-validation)."
)
TODO = (
    "Look at them from the top: fix, accept as it is, or send back. Below a probability of a half expect false alarms."
)


def label_errors_section(studied: Studied) -> Section:
    """What confident learning lists, ranked by the probability that the label is right."""
    if len(studied.judged) == 0:
        return Section(NAME, TITLE, UNKNOWN, studied.why_not or "No label could be judged.", source=SOURCE)
    found = _several(studied) if studied.several else _single(studied)
    rows, right, items, numbers, charts = found
    wrong = int((right < 0.5).sum())
    level = ACT if wrong else LOOK if len(rows) else FINE
    return Section(
        NAME,
        TITLE,
        level,
        _sentence(len(rows), wrong, numbers),
        TODO if len(rows) else "",
        SOURCE,
        {**numbers, "suspected": len(rows), "probably_wrong": wrong},
        charts=charts,
        items=tuple(items),
        found=len(rows),
    )


_Found = tuple[
    npt.NDArray[np.int64], npt.NDArray[np.float64], list[dict[str, Any]], dict[str, Any], tuple[dict[str, Any], ...]
]


def _single(studied: Studied) -> _Found:
    judged, names = studied.judged, studied.names
    labels, table = studied.labels[judged], studied.probabilities[judged]
    found, posterior = label_errors(labels, table), noise_posterior(labels, table, seed=studied.config.seed)
    at = np.flatnonzero((found.mask | (posterior.right < 0.5)) & ~studied.settled[judged])
    at = at[np.argsort(posterior.right[at], kind="stable")]
    items = [
        listed(
            studied,
            int(judged[one]),
            _why(names, table[one], labels[one], posterior.other[one], posterior.right[one]),
            suggested=[studied.classes[int(posterior.other[one])].id],
            sure=1 - posterior.right[one],
        )
        for one in at[:LISTED]
    ]
    joint = found.found.joint
    chart = matrix(
        "Labels as given and as probably meant", names, names, joint.tolist(), row_label="given", column_label="meant"
    )
    numbers = {
        "judged": len(judged),
        "estimated_noise": found.found.noise,
        "expected_wrong": float((1 - posterior.right).sum()),
        "joint": joint.tolist(),
        "temperature": posterior.temperature,
    }
    return at, posterior.right[at], items, numbers, (chart,) if len(names) <= 30 else ()


def _several(studied: Studied) -> _Found:
    judged = studied.judged
    found = multi_label_errors(studied.labels[judged], studied.probabilities[judged])
    rows = np.array([row for row in found.rows if not studied.settled[judged[row]]], dtype=np.int64)
    right = np.where(found.mask, found.right, 1.0).min(axis=1, initial=1.0)
    items = [_of_several(studied, int(judged[row]), found.mask[row], right[row]) for row in rows[:LISTED]]
    numbers = {"judged": len(judged), "expected_wrong": float((1 - found.right).sum())}
    return rows, right[rows], items, numbers, ()


def _of_several(studied: Studied, row: int, mask: npt.NDArray[np.bool_], right: float) -> dict[str, Any]:
    changed = np.where(mask, 1 - studied.labels[row], studied.labels[row])
    said = [
        f"{'without' if studied.labels[row, code] else 'with'} {studied.names[code]} "
        f"(the model gives it {studied.probabilities[row, code]:.2f})"
        for code in np.flatnonzero(mask)
    ]
    suggested = [studied.classes[int(code)].id for code in np.flatnonzero(changed)]
    return listed(studied, row, f"Probably {', '.join(said)}.", suggested=suggested, sure=1 - right)


def _why(names: list[str], p: npt.NDArray[np.float64], given: int, other: int, right: float) -> str:
    return (
        f"The model gives {names[other]} {p[other]:.2f} and {names[given]} {p[given]:.2f}; with the noise of all "
        f"labels the label is right with a probability {_spoken(right)}."
    )


def _sentence(suspected: int, wrong: int, numbers: dict[str, Any]) -> str:
    if suspected == 0:
        return f"Of {numbers['judged']:,} labels none is suspect."
    return (
        f"Of {count_of(numbers['judged'], 'label')} {suspected:,} are suspect, {wrong:,} of them more probably wrong "
        f"than right; by a cautious estimate about {numbers['expected_wrong']:,.0f} labels are wrong in all."
    )


def _spoken(chance: float) -> str:
    return "below 0.01" if chance < 0.01 else f"of {chance:.2f}"
