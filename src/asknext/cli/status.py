"""``asknext status``: how far a project is, and the advice to go on or to stop."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from asknext.cli.console import Console
from asknext.cli.options import Folder, Json

__all__ = ["status"]


def status(folder: Folder, as_json: Json = False) -> None:
    """Show how far it is, whether to stop, and what to do next.

    Progress, classes, the unbiased score, what selection has saved, what a target still needs, and the advice, each
    piece with the course of its number, oldest round first. --json has the numbers and series.

    \b
    asknext status tweets
    asknext status tweets --json
    """
    from asknext.labelling.dashboard import dashboard
    from asknext.project.folder import open_project

    with open_project(folder) as project:
        found = {"title": project.config.title, "task": project.config.task, **dashboard(project)}
    Console(as_json=as_json).result(found, _text(found, folder))


def _text(found: Mapping[str, Any], folder: Path) -> str:
    from asknext.cli.advice_text import advice_text

    blocks = [
        f"{found['title']}: {_progress(found['progress'])}",
        _classes(found),
        _sentences(found),
        advice_text(found["advice"]["pieces"], str(folder)),
    ]
    return "\n\n".join(block for block in blocks if block)


def _progress(progress: Mapping[str, int]) -> str:
    drawn = f"{progress['control_labels']:,} of them drawn at random"
    if progress["control_skipped"]:
        every = progress["control_labels"] + progress["control_skipped"]
        drawn += f"; {progress['control_skipped']:,} of {every:,} drawn were skipped or ignored"
    counts = [
        f"{progress['labelled']:,} labelled ({drawn})",
        *(f"{progress[name]:,} {name}" for name in ("skipped", "ignored", "flagged") if progress[name]),
        f"{progress['open']:,} open",
    ]
    return f"{progress['items']:,} items, " + ", ".join(counts) + "."


def _classes(found: Mapping[str, Any]) -> str:
    from asknext.cli.table import table
    from asknext.project.annotate_config import WHOLE

    rows = [(each["name"], each["count"], each["control_count"]) for each in found["classes"]]
    without = "" if found["task"] in WHOLE else "No classes yet."
    return table(["class", "labels", "at random"], rows) if rows else without


def _sentences(found: Mapping[str, Any]) -> str:
    lines = [*_score(found)]
    lines += [found[name]["sentence"] for name in ("saved", "needed", "advice") if found[name].get("sentence")]
    return "\n".join(dict.fromkeys(lines))


def _score(found: Mapping[str, Any]) -> list[str]:
    points = [each for each in found["curve"] if each["score"] is not None]
    if not points:
        return []
    last = points[-1]
    metric = found.get("metric_words") or str(found["metric"]).replace("_", " ")
    lines = [
        f"With {last['labels']:,} labels the {metric} is {last['score']:.3f} "
        f"(95 % interval {last['low']:.3f} to {last['high']:.3f}, from {last['n']:,} items drawn at random)."
    ]
    if beside := found.get("beside"):
        name = beside["name"].replace("_", " ")
        lines.append(
            f"The {name} of the levels is {beside['score']:.3f} ({beside['low']:.3f} to {beside['high']:.3f})."
        )
    return lines
