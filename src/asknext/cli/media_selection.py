"""``asknext select`` with media: what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from asknext.cli.console import Console
from asknext.cli.counted import counted

__all__ = ["select_from_media"]

_SHOWN = 5


def select_from_media(path: Path, output: Path | None, console: Console) -> None:
    """Choose as the file says, write the report, and say what came of it."""
    from asknext.report.selection import write_selection_report
    from asknext.selection import read_configuration, select_media

    config = read_configuration(path)
    if output is not None:
        config = replace(config, output=output)
    with console.progress("Choosing", left=True) as advance:
        made = select_media(config, advance)
        advance(0, None, "writing the report")
        reports = write_selection_report(made.output)
    result = made.result
    told = {key: result[key] for key in ("kind", "counts", "problems", "notes", "balance", "coverage", "took")}
    shown = {"output": str(made.output), "selected": len(result["chosen"]), "reports": [str(each) for each in reports]}
    console.result(shown | told, "\n".join(_lines(made.output, result, reports)))


def _lines(output: Path, result: dict[str, Any], reports: list[Path]) -> list[str]:
    counts = result["counts"]
    lines = [_files(name, counts[name]) for name in ("videos", "images", "sounds") if counts[name]]
    lines += [f"  {each['file']}: {each['reason']}{_lost(each['frames'])}" for each in result["problems"][:_SHOWN]]
    if len(result["problems"]) > _SHOWN:
        lines.append(f"  ... and {len(result['problems']) - _SHOWN:,} more in selection.json")
    lines.append(_items(counts["items"]))
    lines += [_balance(each) for each in result["balance"]]
    lines += [str(note) for note in result["notes"]]
    if reports:
        lines.append(f"Report: {', '.join(map(str, reports))}")
    lines.append(f"{counted(len(result['chosen']), 'item')} left in {output}.")
    return lines


def _files(name: str, counts: dict[str, int]) -> str:
    kind = {"videos": "video", "images": "image", "sounds": "recording"}[name]
    told = f"{counted(counts['input'], kind)}: {counts['corrupt']:,} corrupt, {counts['duplicate']:,} there twice"
    return f"{told}, {counts['selected']:,} with something chosen."


def _items(counts: dict[str, int]) -> str:
    words = {
        "corrupt": "corrupt", "near_duplicate": "near duplicates", "removed": "below a threshold",
        "processed": "seen before", "preselected": "chosen before",
    }  # fmt: skip
    rest = "".join(f", {counts[key]:,} {word}" for key, word in words.items() if counts[key])
    return f"{counted(counts['read'], 'item')} read{rest}; {counts['selected']:,} chosen."


def _balance(told: dict[str, Any]) -> str:
    shares = zip(told["names"], told["target"], told["selected"], strict=True)
    parts = [f"{name} {got:.3f} (wanted {target:.3f})" for name, target, got in shares if target is not None]
    return f"Balance of {told['of']}: {', '.join(parts[:10])}.{_why(told)}"


def _lost(frames: int | None) -> str:
    return f" ({counted(frames, 'frame')} lost)" if frames else ""


def _why(told: dict[str, Any]) -> str:
    return f" {told['why']}" if told["why"] else ""
