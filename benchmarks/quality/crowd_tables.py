"""The results of `benchmarks.quality.crowd` as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy

__all__ = ["report"]

Found = Mapping[tuple[str, str, str], Any]

NAMES = {
    "majority": "majority",
    "wawa": "Wawa",
    "weighted": "weighted (log-odds)",
    "one_coin": "one-coin Dawid-Skene",
    "dawid_skene": "Dawid-Skene",
    "hierarchical": "hierarchical Dawid-Skene",
    "mace": "MACE",
    "mace_one_start": "MACE, one start",
    "glad": "GLAD",
    "mmsr": "M-MSR",
}


def report(
    found: Found, sets: Sequence[str], speed: str, numbers: Mapping[tuple[str, str], tuple[float, float]], peer: str
) -> str:
    """The page: accuracy on real crowds, numbers, and the cost on ``speed``."""
    real = [name for name in sets if name != speed]
    parts = [
        "# Consensus of crowds",
        "Made by `python -m benchmarks.quality.crowd`. " + _machine(peer),
        "## How often the consensus is right",
        "Share of items whose consensus is the gold label. Beside each method's figure that of crowd-kit with its "
        "defaults; majority is the mean over draws of ties. No gold is used. An empty cell was not run; one with a "
        "number of CPU-seconds did not finish in them; one with the name of an error ended so.",
        _accuracy(found, real),
        "## Numbers: affect of headlines",
        "Root mean squared error of the consensus, and its correlation with the experts' mean.",
        _number_table(numbers),
        "## What it costs",
        "100,000 items x 3 votes, 50 annotators right with chances from .40 to .95, 5 classes. CPU-seconds of one "
        "process with one thread, from arrays (here) or a data frame (crowd-kit) to labels, after a warm-up on 30 "
        "votes; memory is what the peak grew by over loading the votes and libraries. Ratio: crowd-kit's "
        "CPU-seconds over ours.",
        _cost(found, speed),
    ]
    return "\n\n".join(parts) + "\n"


def _accuracy(found: Found, sets: Sequence[str]) -> str:
    heads = ["method", *(head for name in sets for head in (name, "crowd-kit"))]
    rows = []
    for method in NAMES:
        cells = [_share(found.get((side, method, name))) for name in sets for side in ("own", "crowdkit")]
        if any(cells):
            rows.append([NAMES[method], *cells])
    return _table(heads, rows)


def _cost(found: Found, name: str) -> str:
    heads = ["method", "CPU-s", "MB", "right", "crowd-kit CPU-s", "MB", "right", "ratio"]
    rows = []
    for method, spoken in NAMES.items():
        own, peer = found.get(("own", method, name)), found.get(("crowdkit", method, name))
        beside = found.get(("own", "mace", name)) if method == "mace_one_start" else own
        if own is None and peer is None:
            continue
        comparable = peer is not None and beside is not None and not peer.failed and not beside.failed
        ratio = f"{peer.seconds / beside.seconds:.0f}x" if comparable else ""
        rows.append([spoken, *_three(own), *_three(peer), ratio])
    return _table(heads, rows)


def _three(outcome: Any) -> list[str]:
    if outcome is None:
        return ["", "", ""]
    if outcome.failed:
        return [outcome.failed, "", ""]
    return [f"{outcome.seconds:.3g}", f"{outcome.megabytes:.0f}", f"{outcome.accuracy:.4f}"]


def _share(outcome: Any) -> str:
    return "" if outcome is None else outcome.failed or f"{outcome.accuracy:.4f}"


def _number_table(numbers: Mapping[tuple[str, str], tuple[float, float]]) -> str:
    emotions = list(dict.fromkeys(emotion for emotion, _ in numbers))
    methods = list(dict.fromkeys(method for _, method in numbers))
    cells = {key: f"{error:.2f}, r {r:.3f}" for key, (error, r) in numbers.items()}
    return _table(["method", *emotions], [[method, *(cells[each, method] for each in emotions)] for method in methods])


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _machine(peer: str) -> str:
    info = Path("/proc/cpuinfo")
    found = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    cpu = found[0].partition(":")[2].strip() if found else platform.processor()
    return (
        f"{platform.system()}, {os.cpu_count()} cores, {cpu}; Python {platform.python_version()}, numpy "
        f"{np.__version__}, scipy {scipy.__version__}; load {os.getloadavg()[0]:.1f} at the end. "
        + (f"Peer: {peer}." if peer else "crowd-kit was not there.")
    )
