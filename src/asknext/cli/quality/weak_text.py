"""What labelling functions make of a project, as text for a person and as values for a program."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from asknext.cli.table import table

if TYPE_CHECKING:
    from asknext.labelling.weak import WeakStudy

__all__ = ["weak_data", "weak_text"]

COPIES = 5.0
WHY = {"conflict": "functions differ", "model": "the model differs", "silence": "no function labels it"}


def weak_text(found: WeakStudy, least: float) -> str:
    """The functions in a table, what is covered, what to mend, and the items to ask people about."""
    heads = ["function", "labels", "covers", "overlaps", "conflicts", "right", "interval", "of"]
    blocks = [_covered(found), table(heads, [_row(found, at) for at in range(len(found.names))], wide="function")]
    blocks += [_soft(found, least), *_warnings(found)]
    if found.queries:
        rows = [(found.ids[query.row], WHY[query.reason]) for query in found.queries]
        blocks.append("To ask people about:\n\n" + table(["id", "why"], rows))
    return "\n\n".join(blocks)


def weak_data(found: WeakStudy, least: float) -> dict[str, Any]:
    """The same as plain values."""
    heads = ("function", "labels", "coverage", "overlap", "conflict", "right", "low", "high", "judged")
    return {
        "items": len(found.ids),
        "covered": int(found.soft.covered.sum()),
        "conflicts": int(found.conflicts.sum()),
        "model": found.soft.model,
        "sure": _sure(found, least),
        "least": least,
        "right": _number(found.right.value),
        "judged": int(found.right.tries),
        "functions": [dict(zip(heads, _values(found, at), strict=True)) for at in range(len(found.names))],
        "copies": [{"first": a, "second": b, "z": z} for a, b, z in _copies(found)],
        "given_up": _given_up(found),
        "ask": [{"id": found.ids[query.row], "reason": query.reason} for query in found.queries],
    }


def _covered(found: WeakStudy) -> str:
    n, covered, differ = len(found.ids), int(found.soft.covered.sum()), int(found.conflicts.sum())
    share = covered / max(1, n)
    return (
        f"{len(found.names)} functions on {n:,} items: {covered:,} ({share:.0%}) are labelled by one or more, and on "
        f"{differ:,} of these functions differ."
    )


def _row(found: WeakStudy, at: int) -> list[object]:
    name, labels, coverage, overlap, conflict, right, low, high, judged = _values(found, at)
    shares = [f"{share:.1%}" for share in (coverage, overlap, conflict)]
    interval = "" if right is None else f"{low:.0%} to {high:.0%}"
    return [name, ", ".join(labels), *shares, "?" if right is None else f"{right:.0%}", interval, judged]


def _values(found: WeakStudy, at: int) -> list[Any]:
    parts, seen = found.analysis, found.analysis.accuracy
    labels = [each.name for each, gives in zip(found.classes, parts.polarity[at], strict=True) if gives]
    measures = [float(each[at]) for each in (parts.coverage, parts.overlap, parts.conflict)]
    right = _number(seen.value[at])
    ends = [None, None] if right is None else [float(seen.low[at]), float(seen.high[at])]
    return [found.names[at], labels, *measures, right, *ends, int(seen.tries[at])]


def _soft(found: WeakStudy, least: float) -> str:
    sure = _sure(found, least)
    text = f"Soft labels by {found.soft.model}: {sure:,} items have a class with a probability of {least:.0%} or more."
    if int(found.right.tries) == 0:
        return text + " How good they are is not known: label some of these items by hand."
    right, tries = float(found.right.value), int(found.right.tries)
    return text + (
        f" Of {tries:,} items that people labelled they say the same for {right:.1%} "
        f"({float(found.right.low):.1%} to {float(found.right.high):.1%})."
    )


def _sure(found: WeakStudy, least: float) -> int:
    from asknext.quality.weak import training_set

    return len(training_set(found.soft, least=least).rows)


def _warnings(found: WeakStudy) -> list[str]:
    lines = [
        f"{a!r} and {b!r} say the same more often than two separate witnesses would (z = {z:.0f}); together they count "
        "twice. Join them or drop one."
        for a, b, z in _copies(found)
    ]
    for name in _given_up(found):
        lines.append(
            f"Functions give the class {name!r}, but no soft label has it: this label model has given the class up. "
            "Take another: --model weighted."
        )
    return lines


def _copies(found: WeakStudy) -> list[tuple[str, str, float]]:
    z, m = found.dependence.z, len(found.names)
    pairs = [(float(z[a, b]), a, b) for a in range(m) for b in range(a + 1, m) if z[a, b] > COPIES]
    return [(found.names[a], found.names[b], value) for value, a, b in sorted(pairs, reverse=True)[:3]]


def _given_up(found: WeakStudy) -> list[str]:
    from asknext.quality.weak import given_up

    return [found.classes[code].name for code in given_up(found.soft, found.matrix)]


def _number(value: Any) -> float | None:
    return None if math.isnan(float(value)) else float(value)
