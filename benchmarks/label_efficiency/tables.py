"""What the runs show, as Markdown and CSV."""

from __future__ import annotations

import numpy as np
from benchmarks.label_efficiency.results import Results, left_out

__all__ = ["left_out_table", "ranks_table", "rows_for_csv", "sets_table"]


def ranks_table(results: Results, strategies: list[str], sets: list[str]) -> str:
    """Mean rank over data sets, mean gain over random, wins, ties and losses, and the price, best first."""
    ranks = np.array([results.ranks(name, strategies) for name in sets])
    head = (
        "| strategy | mean rank | area minus random, mean over sets | wins / ties / losses against random "
        "| seconds a choice |\n|---|---:|---:|---|---:|"
    )
    lines = [_rank_row(results, sets, each, float(ranks[:, at].mean())) for at, each in enumerate(strategies)]
    ordered = [line for _, line in sorted(lines)]
    seeds = sorted({len(results.seeds(name, strategies)) for name in sets})
    told = " to ".join(str(each) for each in (seeds[0], seeds[-1])[: len(seeds)])
    return "\n".join([head, *ordered, "", f"{told} seeds, {_friedman(ranks, strategies)}"])


def sets_table(results: Results, strategies: list[str], sets: list[str], shown: list[str]) -> str:
    """The gain over random on each set with its interval, and the rank among ``strategies``."""
    head = "| data | seeds | random | " + " | ".join(f"{each} (rank)" for each in shown) + " |"
    lines = [head, "|---|---:|---:|" + "---:|" * len(shown)]
    for name in sets:
        seeds = results.seeds(name, strategies)
        counts = {len(results.seeds(name, [each, "random"])) for each in shown}
        ranks = dict(zip(strategies, results.ranks(name, strategies), strict=True))
        cells = [f"{_gain(results, name, each)} ({ranks[each]:.0f})" for each in shown]
        base = float(np.mean([results.areas[name]["random"][seed] for seed in seeds]))
        told = " to ".join(str(each) for each in sorted(counts))
        lines.append(f"| {name} | {told} | {base:.3f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def left_out_table(results: Results, recipes: list[str], fixed: list[str], sets: list[str]) -> str:
    """On each set the recipe that all other sets would have chosen: its rank, and against random."""
    picked = left_out(results, recipes, fixed, sets)
    lines = ["| left out | recipe chosen on the others | rank | area minus random | |", "|---|---|---:|---:|---|"]
    table = []
    for name in sets:
        ranks = results.ranks(name, [picked[name], *fixed])
        table.append(ranks)
        verdict = results.against_random(name, picked[name]).verdict
        lines.append(f"| {name} | {picked[name]} | {ranks[0]:.1f} | {_gain(results, name, picked[name])} | {verdict} |")
    return "\n".join([*lines, "", *_against_fixed(results, picked, fixed, np.array(table))])


def rows_for_csv(results: Results, protocol: str, model: str) -> list[list[str]]:
    """One row a data set and strategy: seeds, mean area, gain over random with its 95 % interval."""
    rows = []
    for name, by_strategy in sorted(results.areas.items()):
        for strategy, areas in sorted(by_strategy.items()):
            if len(results.seeds(name, [strategy, "random"])) < 3:
                continue
            gap = results.against_random(name, strategy)
            numbers = [float(np.mean(list(areas.values()))), gap.mean, gap.low, gap.high]
            rows.append([protocol, model, name, strategy, str(gap.seeds), *(f"{value:.5f}" for value in numbers)])
    return rows


def _rank_row(results: Results, sets: list[str], strategy: str, rank: float) -> tuple[float, str]:
    gaps = [results.against_random(name, strategy) for name in sets] if strategy != "random" else []
    verdicts = [gap.verdict for gap in gaps]
    told = " / ".join(str(verdicts.count(each)) for each in ("win", "tie", "loss")) if gaps else "-"
    gain = f"{np.mean([gap.mean for gap in gaps]):+.4f}" if gaps else "0"
    seconds = float(np.mean(results.seconds[strategy]))
    return rank, f"| {strategy} | {rank:.2f} | {gain} | {told} | {seconds:.3f} |"


def _gain(results: Results, name: str, strategy: str) -> str:
    if strategy == "random":
        return "0"
    gap = results.against_random(name, strategy)
    return f"{gap.mean:+.3f} ({gap.low:+.3f} to {gap.high:+.3f})"


def _against_fixed(results: Results, picked: dict[str, str], fixed: list[str], ranks: np.ndarray) -> list[str]:
    """The left-out recipe against each fixed strategy: ranks, sets, areas, Wilcoxon's test with Holm's correction."""
    from scipy.stats import wilcoxon

    gaps = np.array([-np.diff(results.means(name, [picked[name], each])) for each in fixed for name in picked])
    gaps = gaps.reshape(len(fixed), len(picked))
    p = _holm(np.array([wilcoxon(row).pvalue for row in gaps]))
    lines = [
        f"The left-out recipe has mean rank {ranks[:, 0].mean():.2f} of 1 to {len(fixed) + 1}.\n",
        "| fixed strategy | its mean rank | left-out recipe above / below on | area, left-out recipe minus it | p |",
        "|---|---:|---|---:|---:|",
    ]
    for at in np.argsort(ranks[:, 1:].mean(axis=0)):
        above, below = int((gaps[at] > 0).sum()), int((gaps[at] < 0).sum())
        rank, gap = ranks[:, at + 1].mean(), gaps[at].mean()
        lines.append(f"| {fixed[at]} | {rank:.2f} | {above} / {below} sets | {gap:+.4f} | {p[at]:.2g} |")
    return [*lines, "", "p: Wilcoxon's signed-rank test over data sets, corrected for the number of strategies (Holm)."]


def _holm(p: np.ndarray) -> np.ndarray:
    order = np.argsort(p)
    corrected = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    found = np.empty(len(p))
    found[order] = np.minimum(corrected, 1.0)
    return found


def _friedman(ranks: np.ndarray, strategies: list[str]) -> str:
    """The Friedman test over sets, and Nemenyi's critical difference of mean ranks at 5 %."""
    from scipy.stats import friedmanchisquare, studentized_range

    count, k = ranks.shape
    if k < 3 or count < 2:
        return f"{count} data sets, {k} strategies: too few for a test."
    p = float(friedmanchisquare(*ranks.T).pvalue)
    critical = float(studentized_range.ppf(0.95, k, np.inf)) / np.sqrt(2) * np.sqrt(k * (k + 1) / (6 * count))
    return (
        f"{count} data sets, {k} strategies; Friedman p = {p:.1g}; mean ranks that differ by less than {critical:.2f} "
        f"cannot be told apart (Nemenyi, 5 %)."
    )
