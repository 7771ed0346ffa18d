"""`selection_sections`: the sections of the report, in their order; what there is nothing to say of is left out."""

from __future__ import annotations

from asknext.report.selection.charts import (
    category_section,
    class_section,
    column_section,
    map_section,
    timeline_section,
)
from asknext.report.selection.result import SelectionResult
from asknext.report.selection.section import Code, Part, Pictures, Section, Table, Words
from asknext.report.selection.thumbnails import pictured

__all__ = ["selection_sections"]

SHOWN = 200
_FILES = {"videos": "Videos", "images": "Images", "sounds": "Recordings"}


def selection_sections(result: SelectionResult) -> list[Section]:
    """Counts, maps, classes, moments, pictures, statistics, distances, what was chosen, and how to do it again."""
    made = (
        *(_counts, _problems, map_section, class_section, timeline_section, _pictures),
        *(column_section, category_section, _coverage, _chosen, _configuration),
    )
    found = (each(result) for each in made)
    return [each for each in found if each is not None]


def _counts(result: SelectionResult) -> Section:
    counts = result.told["counts"]
    parts: list[Part] = [Words(list(result.told["notes"]))] if result.told["notes"] else []
    files = [[name, *(counts[key][each] for each in _OF_FILES)] for key, name in _FILES.items() if counts.get(key)]
    if files:
        heads = ["", "input", "corrupt", "there twice", "read", "with chosen ones"]
        parts.append(Table("Files", heads, files))
    named = [(name.replace("_", " "), counts["items"][name]) for name in counts["items"]]
    parts.append(Table("Items: frames of videos, images, recordings", ["", "count"], [list(each) for each in named]))
    return Section("What there was and what was chosen", parts)


_OF_FILES = ("input", "corrupt", "duplicate", "read", "selected")


def _problems(result: SelectionResult) -> Section | None:
    problems = result.told["problems"]
    if not problems:
        return None
    rows = [[each["file"], each["reason"], _lost(each["frames"])] for each in problems[:SHOWN]]
    return Section("What could not be read", [Table(_first(problems, "files"), ["file", "reason", "lost"], rows)])


def _lost(frames: int | None) -> str:
    return "the whole file" if frames is None else f"{frames:,} frames"


def _first(all_: list[object], what: str) -> str:
    return f"The first {SHOWN:,} of {len(all_):,} {what}" if len(all_) > SHOWN else f"{len(all_):,} {what}"


def _pictures(result: SelectionResult) -> Section | None:
    found = pictured(result)
    if not found:
        return None
    prediction = result.told["prediction"]
    words = (
        "Nothing was predicted on them."
        if prediction is None
        else f"With what {prediction['by']} predicted at {prediction['floor']:g} or more."
    )
    return Section("Some of the chosen", [Words([words]), Pictures(found)])


def _coverage(result: SelectionResult) -> Section:
    rows = [["chosen", *_distances(result.told["coverage"])]]
    baseline = result.told["baseline"]
    if baseline:
        rows.append([baseline["name"], *_distances(baseline["coverage"])])
    words = (
        "How far each item is from the nearest one chosen, in the space of embeddings: the radius is the largest of "
        "these distances, so nothing that was read is farther than that from something chosen."
    )
    heads = ["", "radius", "mean", "median", "90 %", "99 %"]
    return Section("How well the chosen stand for the rest", [Words([words]), Table("Distances", heads, rows)])


def _distances(coverage: dict[str, object]) -> list[object]:
    percentiles = coverage.get("percentiles")
    held = percentiles if isinstance(percentiles, dict) else {}
    return [coverage.get("radius"), coverage.get("mean"), *(held.get(each) for each in ("50", "90", "99"))]


def _chosen(result: SelectionResult) -> Section:
    chosen = result.told["chosen"]
    rows = [
        [each["name"], each.get("video"), each.get("seconds"), each.get("score"), each.get("reason")]
        for each in chosen[:SHOWN]
    ]
    heads = ["name", "video", "seconds", "score", "why"]
    return Section("The chosen, in their order", [Table(_first(chosen, "chosen"), heads, rows)])


def _configuration(result: SelectionResult) -> Section:
    told = result.told
    facts = [
        ["made", f"{told['made']}, asknext {told['asknext']}"],
        ["embedding", _embedding(told["embedding"])],
        *([f"seed of the {name}", str(seed)] for name, seed in told["seeds"].items()),
        *([f"seconds of {name}", seconds] for name, seconds in told["took"].items()),
    ]
    parts: list[Part] = [Table("The run", ["", ""], facts), Words(["The configuration, as it was given:"])]
    return Section("How to do it again", [*parts, Code(str(told["configuration_text"]))])


def _embedding(told: dict[str, object]) -> str:
    return f"{told['model']}, {told['dimensions']} numbers an item, fingerprint {told['fingerprint']}"
