"""Whether a library's answer is what a definition says, and if not, where it first differs."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from tests.conformance.adapter import Answer, Library, unlabelled_scores
from tests.conformance.cases import cases_of
from tests.conformance.definition import DEFINITIONS, Case, Definition

__all__ = ["ABSENT", "CRASHES", "REFUSES", "RIGHT", "VARIANT", "WRONG", "Verdict", "complaint", "verdict"]

RIGHT, WRONG, VARIANT = "right", "wrong", "variant"
CRASHES, REFUSES, ABSENT = "crashes", "refuses", "absent"

FALSE_ALARM = 1e-5  # how often a test of chances may fail a library that draws rightly; seeds are fixed
_SEEDS = (0, 1, 2)  # for what is deterministic up to ties
_LEAST_EXPECTED = 5.0  # cells of a chi-square test that expect less are put together


@dataclass(frozen=True)
class Verdict:
    """``kind`` is one of the words above; ``how`` says in a sentence what was found, and on which pool;
    ``right`` on how many pools all was well where it was not on others."""

    kind: str
    how: str = ""
    right: int = 0


def verdict(library: Library, definition: Definition) -> Verdict:
    """What comes of checking one strategy on every pool of its definition, and of its other readings where it fails."""
    answer = library.answer(definition)
    if answer is None:
        return Verdict(ABSENT)
    cases = [case for case in cases_of(definition) if not answer.cases or case.name in answer.cases]
    if not cases:
        return Verdict(ABSENT)
    found = [_on(case, library, answer, definition) for case in cases]
    failed = [(case, one) for case, one in zip(cases, found, strict=True) if one.kind != RIGHT]
    if not failed:
        return Verdict(RIGHT)
    if any(one.kind == WRONG for _, one in failed) and (reading := _other_reading(library, answer, definition)):
        return Verdict(VARIANT, reading)
    worst = min((one.kind for _, one in failed), key=[WRONG, CRASHES, REFUSES].index)
    case, first = next((case, one) for case, one in failed if one.kind == worst)
    where = f"{case.name} ({sum(one.kind == worst for _, one in failed)} of {len(found)} pools)"
    return Verdict(worst, f"on {where}: {first.how}", len(found) - len(failed))


def complaint(definition: Definition, case: Case, answer: Answer, seeds: int = 400) -> str:
    """What is wrong with ``answer`` on one pool, in a sentence; empty where nothing is."""
    return _CHECKS[definition.kind](definition, case, answer, seeds)


def _on(case: Case, library: Library, answer: Answer, definition: Definition) -> Verdict:
    try:
        found = complaint(definition, case, answer, library.seeds)
    except Exception as error:
        kind = REFUSES if _is_refusal(error, library) else CRASHES
        first = str(error).strip().split("\n")[0][:160]
        return Verdict(kind, f"{type(error).__name__}: {first}")
    return Verdict(WRONG, found) if found else Verdict(RIGHT)


def _is_refusal(error: Exception, library: Library) -> bool:
    """Whether the library itself raised it on purpose, rather than stumbled."""
    if isinstance(error, library.refusals):
        return True
    last = traceback.extract_tb(error.__traceback__)[-1]
    own = bool(library.package) and f"/{library.package}/" in last.filename
    return own and isinstance(error, ValueError | NotImplementedError) and (last.line or "").startswith("raise")


def _other_reading(library: Library, answer: Answer, definition: Definition) -> str:
    """The variant of the strategy that the answer agrees with on every pool, or nothing."""
    for other in DEFINITIONS.values():
        if other.strategy != definition.strategy or other is definition or other.ours:
            continue
        if all(_on(case, library, answer, other).kind == RIGHT for case in cases_of(other)):
            return other.variant
    return ""


def _batch(case: Case, answer: Answer, n: int, seed: int, definition: Definition) -> list[int]:
    rows = answer.select(case, n, seed, **definition.parameters)
    return [int(row) for row in np.asarray(rows).ravel()]


def _improper(case: Case, rows: Sequence[int], n: int) -> str:
    """What every strategy promises: ``n`` distinct unlabelled rows."""
    if len(rows) != n:
        return f"asked for {n}, it gave {len(rows)} rows."
    if len(set(rows)) != n:
        twice = next(row for row, count in Counter(rows).items() if count > 1)
        return f"row {twice} is twice in one batch."
    if known := sorted(set(rows) - set(case.unlabelled.tolist())):
        return f"row {known[0]} is labelled already."
    return ""


def _check_scores(definition: Definition, case: Case, answer: Answer, _: int) -> str:
    wanted = np.asarray(definition.function(case), dtype=np.float64)
    if answer.scores is not None:
        found = unlabelled_scores(case, answer.scores(case, **definition.parameters))
        askable = np.isfinite(wanted)
        off = np.abs(found - wanted) > definition.tolerance * np.maximum(1.0, np.abs(wanted))
        if (off & askable).any():
            at = int(np.argmax(off & askable))
            return f"row {case.unlabelled[at]} has the score {found[at]:.6g}, by definition {wanted[at]:.6g}."
    askable = int(np.isfinite(wanted).sum())
    for n in dict.fromkeys((min(case.n, askable), askable)):
        rows = _batch(case, answer, n, 0, definition)
        found_wrong = _improper(case, rows, n) or _not_highest(case, wanted, rows, answer.ordered, definition.tolerance)
        if found_wrong:
            return found_wrong
    return ""


def _not_highest(
    case: Case, wanted: npt.NDArray[np.float64], rows: Sequence[int], ordered: bool, tolerance: float
) -> str:
    """Whether some row was passed over for one of a lower score."""
    score = dict(zip(case.unlabelled.tolist(), wanted.tolist(), strict=True))
    left = dict(score)
    for place, row in enumerate(rows if ordered else sorted(rows, key=score.__getitem__, reverse=True)):
        best = max(left, key=left.__getitem__)
        if left[row] < left[best] - tolerance * max(1.0, abs(left[best])):
            return f"pick {place + 1} is row {row} with {left[row]:.6g}, but row {best} has {left[best]:.6g}."
        del left[row]
    return ""


def _check_values(definition: Definition, case: Case, answer: Answer, _: int) -> str:
    n = min(case.n, len(case.unlabelled))

    @cache  # most seeds begin alike, and definitions are slow
    def worths(chosen: tuple[int, ...]) -> npt.NDArray[np.float64]:
        return np.array(definition.function(case, list(chosen)), dtype=np.float64)

    for seed in _SEEDS:
        rows = _batch(case, answer, n, seed, definition)
        if found := _improper(case, rows, n):
            return found
        if found := _not_worth_most(definition, case, rows, worths):
            return found
    return ""


def _not_worth_most(
    definition: Definition,
    case: Case,
    rows: Sequence[int],
    worths: Callable[[tuple[int, ...]], npt.NDArray[np.float64]],
) -> str:
    place = {int(row): position for position, row in enumerate(case.unlabelled)}
    for i, row in enumerate(rows):
        worth = worths(tuple(rows[:i])).copy()
        if np.isnan(worth).all():
            continue
        worth[[place[chosen] for chosen in rows[:i]]] = -np.inf
        best = float(np.max(worth))
        own = float(worth[place[row]])
        if own < best - definition.tolerance * max(1.0, abs(best)):
            other = int(case.unlabelled[int(np.argmax(worth))])
            return f"pick {i + 1} is row {row}, worth {own:.6g}, but row {other} is worth {best:.6g}."
    return ""


def _check_chances(definition: Definition, case: Case, answer: Answer, seeds: int) -> str:
    """One test of the whole batch: how often each sequence of at most two picks comes, against its chance."""
    n = min(case.n, 2, len(case.unlabelled))
    counts: Counter[tuple[int, ...]] = Counter()
    for seed in range(seeds):
        rows = _batch(case, answer, n, seed, definition)
        if found := _improper(case, rows, n):
            return found
        counts[tuple(rows if answer.ordered else sorted(rows))] += 1
    wanted = _sequences(definition, case, n)
    if not answer.ordered:
        merged: Counter[tuple[int, ...]] = Counter()
        for rows_, chance in wanted.items():
            merged[tuple(sorted(rows_))] += chance  # type: ignore[assignment]
        wanted = dict(merged)
    return _unlikely(counts, wanted, seeds)


def _sequences(definition: Definition, case: Case, n: int) -> dict[tuple[int, ...], float]:
    """The chance of each sequence of ``n`` picks."""
    found: dict[tuple[int, ...], float] = {(): 1.0}
    for _ in range(n):
        longer: dict[tuple[int, ...], float] = {}
        for rows, before in found.items():
            chances = np.asarray(definition.function(case, list(rows)), dtype=np.float64)
            for row, chance in zip(case.unlabelled.tolist(), chances.tolist(), strict=True):
                if chance > 0:
                    longer[(*rows, row)] = before * chance
        found = longer
    return found


def _unlikely(counts: Counter[tuple[int, ...]], wanted: dict[tuple[int, ...], float], seeds: int) -> str:
    from scipy.stats import binomtest, chi2

    for rows, count in counts.items():
        if wanted.get(rows, 0.0) <= 1e-12:
            return f"it drew rows {list(rows)} {count} times in {seeds}, which have no chance."
    observed = np.array([counts[rows] for rows in wanted], dtype=np.float64)
    expected = seeds * np.array(list(wanted.values()))
    rare = expected < _LEAST_EXPECTED
    if (~rare).sum() + rare.any() < 2:
        return ""
    cells = [(observed[~rare], expected[~rare])]
    if rare.any():
        cells.append((observed[rare].sum(keepdims=True), expected[rare].sum(keepdims=True)))
    o, e = (np.concatenate(part) for part in zip(*cells, strict=True))
    likely = float(chi2.sf(((o - e) ** 2 / e).sum(), len(e) - 1))
    if likely >= FALSE_ALARM:
        return ""
    at = int(np.argmax(np.abs(o - e) / np.sqrt(e)))
    named = np.array(list(wanted), dtype=object)[~rare]
    which = f"rows {list(named[at])}" if at < len(named) else "rare batches"
    exact = float(binomtest(int(o[at]), seeds, min(1.0, e[at] / seeds)).pvalue)
    return f"{which} came {int(o[at])} times in {seeds}, expected {e[at]:.1f} (p = {min(likely, exact):.1g})."


def _check_picks(definition: Definition, case: Case, answer: Answer, _: int) -> str:
    wanted = [int(row) for row in definition.function(case)]
    rows = _batch(case, answer, len(wanted), 0, definition)
    if found := _improper(case, rows, len(wanted)):
        return found
    if answer.ordered and rows != wanted:
        at = next(i for i, (a, b) in enumerate(zip(rows, wanted, strict=True)) if a != b)
        return f"pick {at + 1} is row {rows[at]}, by definition {wanted[at]}."
    return "" if answer.ordered else _other_rows(rows, wanted)


def _check_sets(definition: Definition, case: Case, answer: Answer, _: int) -> str:
    wanted = sorted(int(row) for row in definition.function(case))
    for seed in _SEEDS:
        rows = _batch(case, answer, len(wanted), seed, definition)
        if found := _improper(case, rows, len(wanted)) or _other_rows(rows, wanted):
            return found
    return ""


def _other_rows(rows: Sequence[int], wanted: Sequence[int]) -> str:
    if set(rows) == set(wanted):
        return ""
    return f"it chose row {min(set(rows) - set(wanted))} in place of row {min(set(wanted) - set(rows))}."


def _check_holds(definition: Definition, case: Case, answer: Answer, _: int) -> str:
    n = min(case.n, len(case.unlabelled))
    for seed in _SEEDS:
        rows = _batch(case, answer, n, seed, definition)
        if found := _improper(case, rows, n) or str(definition.function(case, rows)):
            return found
    return ""


_CHECKS: dict[str, Callable[[Definition, Case, Answer, int], Any]] = {
    "scores": _check_scores,
    "values": _check_values,
    "chances": _check_chances,
    "picks": _check_picks,
    "sets": _check_sets,
    "holds": _check_holds,
}
