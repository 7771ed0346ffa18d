"""The report of all runs that are kept: Markdown, and a CSV of one row a data set and strategy."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from benchmarks.label_efficiency.candidates import AUTO, COLD, FIXED, RECIPES
from benchmarks.label_efficiency.results import Results
from benchmarks.label_efficiency.tables import left_out_table, ranks_table, rows_for_csv, sets_table
from benchmarks.run_store import Store

__all__ = ["report", "write_csv"]

_HEAD = ("protocol", "model", "data", "strategy", "seeds", "area", "minus_random", "low", "high")
_MULTI = {"emotions", "scene", "yeast"}
_LEAST_SEEDS = 3
_SHOWN = ("auto", "wk cosine + 10 % random", "wk cosine", "weighted_kmeans", "margin", "mean_entropy", "entropy")


def report(store: Store) -> str:
    """A table of ranks and one of data sets for every group of runs, then the test with one set left out."""
    parts = []
    for protocol, model in _groups(store):
        results = Results(store, protocol, model)
        if protocol == "cold":
            parts.append(f"### nothing labelled at first, model: {model}\n\n{_cold_table(results)}")
            continue
        for title, names in _kinds(results):
            parts += [f"### {protocol}, model: {model}, {title}", *_tables(results, names)]
            if title == "one label an item" and (recipes := _recipes(results, names)) and len(names) > 2:
                fixed = [each for each in _everywhere(results, names, _LEAST_SEEDS) if each in FIXED]
                parts += ["One data set left out:", left_out_table(results, recipes, fixed, names)]
                if AUTO in recipes:
                    parts += [f"What auto is ({AUTO}) among the fixed strategies:"]
                    parts += [ranks_table(results, [AUTO, *fixed], names)]
    return "\n\n".join(parts) + "\n"


def write_csv(store: Store, path: Path) -> None:
    """One row a protocol, model, data set and strategy, with the gain over random and its interval."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(_HEAD)
        for protocol, model in _groups(store):
            out.writerows(rows_for_csv(Results(store, protocol, model), protocol, model))


def _groups(store: Store) -> list[tuple[str, str]]:
    return sorted({(run["key"]["protocol"], run["key"]["model"]) for run in store})


def _kinds(results: Results) -> Iterator[tuple[str, list[str]]]:
    """The data sets of each kind that have random sampling to compare with."""
    known = sorted(name for name in results.areas if len(results.seeds(name, ["random"])) >= _LEAST_SEEDS)
    for title, names in (
        ("one label an item", [name for name in known if name not in _MULTI]),
        ("several labels an item", [name for name in known if name in _MULTI]),
    ):
        if len(names) > 1:
            yield title, names


def _everywhere(results: Results, names: list[str], seeds: int) -> list[str]:
    """The strategies that have at least ``seeds`` seeds on each of the sets."""
    found = {strategy for name in names for strategy in results.areas[name]}
    return sorted(each for each in found if all(len(results.seeds(name, [each])) >= seeds for name in names))


def _tables(results: Results, names: list[str]) -> Iterator[str]:
    """All strategies with the seeds they share; then, where some have more seeds, those alone."""
    every = _everywhere(results, names, _LEAST_SEEDS)
    yield ranks_table(results, every, names)
    most = max(min(len(results.seeds(name, [each])) for name in names) for each in every)
    core = _everywhere(results, names, most)
    if core != every and len(core) > 2:
        yield f"With {most} seeds:"
        yield ranks_table(results, core, names)
    yield sets_table(results, core, names, [each for each in _SHOWN if each in core])


def _recipes(results: Results, names: list[str]) -> list[str]:
    return [each for each in _everywhere(results, names, _LEAST_SEEDS) if each in RECIPES]


def _cold_table(results: Results) -> str:
    names = sorted(results.areas)
    strategies = [each for each in COLD if all(len(results.seeds(name, [each])) >= _LEAST_SEEDS for name in names)]
    ranks = np.array([results.ranks(name, strategies) for name in names]).mean(axis=0)
    areas = np.array([results.means(name, strategies) for name in names]).mean(axis=0)
    lines = ["| first batch, while a class is unseen, then | mean rank | mean area |", "|---|---:|---:|"]
    for at in np.argsort(ranks):
        lines.append(f"| {strategies[at]} | {ranks[at]:.2f} | {areas[at]:.4f} |")
    return "\n".join([*lines, "", f"{len(names)} data sets: {', '.join(names)}."])
