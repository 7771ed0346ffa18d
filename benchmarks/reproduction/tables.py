"""Our figures beside the published ones, as Markdown."""

from __future__ import annotations

from benchmarks.reproduction.data_sets import SETS
from benchmarks.reproduction.protocol import STRATEGIES
from benchmarks.reproduction.published import Cell, compared, gains, published

__all__ = ["cells_table", "gains_table"]

_ENOUGH = 10  # fewer say too little of the spread
Areas = dict[tuple[str, str], dict[int, float]]


def cells_table(areas: Areas) -> str:
    """One row a cell; it agrees where the means differ by less than 3 standard errors of both together."""
    known = published()
    rows, agreed, all_cells = [], 0, 0
    for name, strategy in _order(areas):
        runs, cell = list(areas[name, strategy].values()), known.get((name, strategy))
        if cell is None or len(runs) < 3:
            continue
        own, distance, agrees = compared(runs, cell)
        enough = len(runs) >= _ENOUGH
        agreed, all_cells = agreed + (agrees and enough), all_cells + enough
        verdict = f"under {_ENOUGH} seeds" if not enough else "agrees" if agrees else "**differs**"
        rows.append(f"| {name} | {strategy} | {_shown(cell)} | {_shown(own)} | {distance:+.1f} | {verdict} |")
    head = (
        "| data | strategy | published (seeds) | asknext (seeds) | standard errors apart | verdict |\n"
        "|---|---|---|---|---:|---|"
    )
    return (
        f"{agreed} of {all_cells} cells with at least {_ENOUGH} seeds agree (under 3 standard errors).\n\n{head}\n"
        + "\n".join(rows)
    )


def gains_table(areas: Areas) -> str:
    """US-C against Uniform, paired by seed."""
    known = published()
    head = (
        "| data | published US-C - Uniform | asknext (paired) | p | published p < 0.01 | verdict |\n"
        "|---|---:|---:|---:|---|---|"
    )
    rows = []
    for name in SETS:
        active, uniform = areas.get((name, "US-C"), {}), areas.get((name, "Uniform"), {})
        seeds = sorted(active.keys() & uniform.keys())
        if len(seeds) < 3:
            continue
        gain, p = gains([active[seed] for seed in seeds], [uniform[seed] for seed in seeds])
        theirs, claimed = known[name, "US-C"].mean - known[name, "Uniform"].mean, known[name, "US-C"].gains
        rows.append(
            f"| {name} | {theirs:+.4f} | {gain:+.4f} ({len(seeds)} seeds) | {p:.1g} "
            f"| {'yes' if claimed else 'no'} | {_verdict(gain, p, theirs, claimed)} |"
        )
    return head + "\n" + "\n".join(rows)


def _shown(cell: Cell) -> str:
    return f"{cell.mean:.4f} ± {cell.sd:.4f} ({cell.seeds})"


def _verdict(gain: float, p: float, theirs: float, claimed: bool) -> str:
    if not claimed:
        return "nothing was claimed"
    if gain * theirs > 0:
        return "confirmed" if p < 0.01 else "same sign, p not below 0.01"
    return "**not confirmed**"


def _order(areas: Areas) -> list[tuple[str, str]]:
    return [(name, strategy) for name in SETS for strategy in STRATEGIES if (name, strategy) in areas]
