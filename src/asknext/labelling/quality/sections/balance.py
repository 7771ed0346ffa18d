"""The classes as labelled so far, against the shares that are wanted."""

from __future__ import annotations

import numpy as np

from asknext.labelling.quality.section import ACT, FINE, LOOK, UNKNOWN, Section, Table, bars, count_of, lines
from asknext.labelling.quality.studied import Studied
from asknext.quality.data_issues import ClassBalance, class_balance, running_shares

__all__ = ["balance_section"]

NAME, TITLE = "balance", "Balance of the classes"
SOURCE = "Shares with Wilson's interval (1927); a class is rare below a tenth of an even share, as in Datalab."
STEER = (
    "To have more of a rare class asked, set balance: {target: {CLASS: 0.8}, strength: 1} in asknext.yaml: of 1,000 "
    "asked, 800 are then of the class by prediction."
)
SHOWN = 12


def balance_section(studied: Studied) -> Section:
    """Counts, shares and what is missing; how shares ran; ``target`` of the settings beside them."""
    counts = _counts(studied)
    if counts.sum() == 0:
        return Section(NAME, TITLE, UNKNOWN, "Nothing is labelled yet.", source=SOURCE)
    target = _target(studied)
    found = class_balance(counts, target)
    rare = [name for name, is_rare in zip(studied.names, found.rare, strict=True) if is_rare]
    missed = [name for name, low in zip(studied.names, found.high < np.nan_to_num(target), strict=True) if low]
    wanted = [None if np.isnan(each) else float(each) * found.total for each in target]
    charts = [bars("Labels by class", studied.names, counts.tolist(), wanted)]
    if not studied.several:
        charts.append(_running(studied))
    numbers = {"counts": counts.tolist(), "shares": found.shares.tolist(), "rare": rare, "below_target": missed}
    level = ACT if missed else LOOK if rare else FINE
    sentence = _sentence(found.total, rare, missed)
    return Section(
        NAME,
        TITLE,
        level,
        sentence,
        STEER if rare or missed else "",
        SOURCE,
        numbers,
        (_table(studied, found),),
        tuple(charts),
    )


def _counts(studied: Studied) -> np.ndarray:
    known = studied.has_label & ~studied.is_gold
    if studied.several:
        return np.asarray(studied.labels[known].sum(axis=0))
    return np.bincount(studied.labels[known], minlength=len(studied.classes))


def _target(studied: Studied) -> np.ndarray:
    given = studied.config.balance.target
    return np.array([given.get(name, np.nan) for name in studied.names], dtype=np.float64)


def _running(studied: Studied) -> dict[str, object]:
    known = np.flatnonzero(studied.has_label & ~studied.is_gold)
    order = known[np.argsort(studied.label_seqs[known], kind="stable")]
    at, shares = running_shares(studied.labels[order], len(studied.classes))
    most = np.argsort(-_counts(studied), kind="stable")[:SHOWN]
    series = [(studied.names[code], shares[:, code].round(4).tolist()) for code in most]
    return lines("Share of each class among the labels so far", at.tolist(), series, x_label="labels")


def _table(studied: Studied, found: ClassBalance) -> Table:
    rows = [
        (
            name,
            int(n),
            float(share),
            f"{low:.1%} to {high:.1%}",
            None if np.isnan(goal) else float(goal),
            round(float(lack)),
        )
        for name, n, share, low, high, goal, lack in zip(
            studied.names, found.counts, found.shares, found.low, found.high, found.target, found.lacking, strict=True
        )
    ]
    return Table("Classes", ("class", "labels", "share", "95 % interval", "target", "missing"), tuple(rows))


def _sentence(total: int, rare: list[str], missed: list[str]) -> str:
    said = f"{count_of(total, 'label')}"
    if missed:
        return f"{said}: below target {'is' if len(missed) == 1 else 'are'} {', '.join(missed)}."
    if rare:
        return f"{said}: rare {'is' if len(rare) == 1 else 'are'} {', '.join(rare)}."
    return f"{said}, and no class is rare."
