"""Labels that the model would not have given."""

from __future__ import annotations

import numpy as np

from asknext.labelling.quality.section import FINE, LISTED, LOOK, UNKNOWN, Section, Table, count_of, listed
from asknext.labelling.quality.studied import Studied
from asknext.quality.label_errors import mismatches

__all__ = ["mismatches_section"]

NAME, TITLE = "mismatches", "Where model and label differ"
SOURCE = "The likeliest class of a model that has not seen the label (5-fold cross-validation)."
TODO = "Compare side by side. Where the label is right, the model lacks examples of this kind: label more of them."


def mismatches_section(studied: Studied) -> Section:
    """Items whose likeliest class is not the label, the widest gap first."""
    judged = studied.judged
    if len(judged) == 0:
        return Section(NAME, TITLE, UNKNOWN, studied.why_not or "No label could be judged.", source=SOURCE)
    rows, said, gap = _several(studied) if studied.several else _single(studied)
    kept = ~studied.settled[rows] if len(rows) else np.zeros(0, dtype=bool)
    rows, said, gap = rows[kept], [one for one, is_in in zip(said, kept, strict=True) if is_in], gap[kept]
    items = [_listed(studied, int(row), one, away) for row, one, away in zip(rows[:LISTED], said, gap, strict=False)]
    share = len(rows) / len(judged)
    sentence = f"The model agrees with {1 - share:.1%} of {count_of(len(judged), 'label')}; {len(rows):,} differ."
    return Section(
        NAME,
        TITLE,
        LOOK if len(rows) else FINE,
        sentence,
        TODO if len(rows) else "",
        SOURCE,
        {"judged": len(judged), "differ": len(rows), "agreement": 1 - share},
        () if studied.several else (_by_class(studied),),
        items=tuple(items),
        found=len(rows),
    )


def _single(studied: Studied) -> tuple[np.ndarray, list[list[str]], np.ndarray]:
    found = mismatches(studied.labels[studied.judged], studied.probabilities[studied.judged])
    return studied.judged[found.rows], [[studied.classes[int(code)].id] for code in found.said], found.gap


def _several(studied: Studied) -> tuple[np.ndarray, list[list[str]], np.ndarray]:
    rows = studied.judged
    table, given = studied.probabilities[rows], studied.labels[rows]
    gap = np.where((table >= 0.5) != given, np.abs(table - 0.5) * 2, 0.0).max(axis=1, initial=0.0)
    order = np.argsort(-gap, kind="stable")
    order = order[gap[order] > 0]
    said = [[studied.classes[int(code)].id for code in np.flatnonzero(table[at] >= 0.5)] for at in order]
    return rows[order], said, gap[order]


def _listed(studied: Studied, row: int, said: list[str], gap: float) -> dict[str, object]:
    p = studied.probabilities[row]
    names = {each.id: f"{each.name} {p[code]:.2f}" for code, each in enumerate(studied.classes)}
    model, label = (", ".join(names[one] for one in ids) or "no class" for ids in (said, studied.said(row)))
    return listed(studied, row, f"Model: {model}. Label: {label}.", suggested=said, sure=gap)


def _by_class(studied: Studied) -> Table:
    given = studied.labels[studied.judged]
    said = studied.probabilities[studied.judged].argmax(axis=1)
    rows = [
        (name, int((given == code).sum()), int((said == code).sum()), int(((given == code) & (said != code)).sum()))
        for code, name in enumerate(studied.names)
    ]
    return Table(
        "Labels and predictions by class", ("class", "labelled", "predicted", "of the labelled differ"), tuple(rows)
    )
