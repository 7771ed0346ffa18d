"""``asknext lab overlap``: which classes go together, and which strategies ask about the same items."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.table import table
from asknext.errors import DataError

if TYPE_CHECKING:
    from asknext.lab.label_overlap import Overlap

__all__ = ["overlap"]


def overlap(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of clips, or of a study that was run.")],
    labels: Annotated[int, typer.Option(min=1, help="For a study: after how many labels to compare.")] = 200,
    as_json: Json = False,
) -> None:
    """Count what overlaps.

    For a folder of clips: how many hold each pair of classes, and where clips have several records of labels, how often
    they agree. For a study that was run: how many of their questions each pair of strategies has in common.

    \b
    asknext lab overlap clips
    asknext lab overlap results --labels 200
    """
    from asknext.lab.run_store.layout import RUNS_DB

    found, text = _of_study(folder, labels) if (folder / RUNS_DB).exists() else _of_clips(folder)
    Console(as_json=as_json).result(found, text)


def _of_clips(folder: Path) -> tuple[dict[str, Any], str]:
    from asknext.lab.clip_folder import read_clip_folder
    from asknext.lab.label_overlap import overlap as count
    from asknext.lab.label_overlap import vote_consensus

    clips = read_clip_folder(folder)
    held = {name: [row for row, each in enumerate(clips.labels) if name in each] for name in clips.classes}
    counts = count(held, len(clips.labels))
    consensus = vote_consensus([[vote.labels for vote in votes] for votes in clips.joined.votes])
    found = {
        "notes": list(clips.notes()), "classes": list(counts.names), "both": counts.both.tolist(),
        "clips_with_classes": counts.in_sets.tolist(), "consensus": consensus,
    }  # fmt: skip
    parts = [*clips.notes(), _both(counts), _by_number(counts)]
    agreed = [[name, all_of_them, any_of_them] for name, (all_of_them, any_of_them) in consensus.items()]
    return found, "\n\n".join(parts + ([table(["class", "all votes", "any vote"], agreed)] if agreed else []))


def _both(counts: Overlap) -> str:
    rows = [
        [name, *(f"{both} ({chance:.0f})" if other != place else str(both) for other, both, chance in cells)]
        for place, (name, cells) in enumerate(zip(counts.names, _cells(counts), strict=True))
    ]
    return "Clips that hold both (and how many would by chance):\n" + table(["", *counts.names], rows)


def _cells(counts: Overlap) -> list[list[tuple[int, int, float]]]:
    return [
        [(other, both, chance) for other, (both, chance) in enumerate(zip(row, expected, strict=True))]
        for row, expected in zip(counts.both.tolist(), counts.chance().tolist(), strict=True)
    ]


def _by_number(counts: Overlap) -> str:
    told = ", ".join(f"{clips:,} clips hold {held}" for held, clips in enumerate(counts.in_sets.tolist()) if clips)
    return f"Classes a clip: {told}."


def _of_study(folder: Path, labels: int) -> tuple[dict[str, Any], str]:
    from asknext.lab.label_overlap import asked_by_strategy, shared_questions
    from asknext.lab.run_store import RunStore

    with RunStore.open(folder) as store:
        asked = asked_by_strategy(store, labels)
    if not asked:
        raise DataError(f"has no finished cell with {labels} labels: choose fewer with --labels", source=str(folder))
    shares = shared_questions(asked)
    order = sorted(shares.items(), key=lambda pair: -pair[1])
    rows = [[first, second, share] for (first, second), share in order]
    found = {"labels": labels, "cells": len(asked), "shared": [list(row) for row in rows]}
    heads = ["strategy", "strategy", "in common"]
    return found, f"Share of questions in common, of those of either, after {labels} labels:\n" + table(heads, rows)
