"""The sections of the report that are drawn: maps, classes, moments, and columns of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from asknext.embed.projection import NAMES, project_to_plane
from asknext.errors import AsknextError
from asknext.report.selection.bars import Shares, bars_drawing, histogram_drawing
from asknext.report.selection.result import SelectionResult
from asknext.report.selection.scatter import scatter_drawing
from asknext.report.selection.section import Part, Section, Table, Words
from asknext.report.selection.timeline import timeline_drawing

__all__ = ["category_section", "class_section", "column_section", "map_section", "timeline_section"]

ENOUGH, SAMPLE = 50, 3_000
BARS, ROWS, VIDEOS = 20, 100, 60
CHOSEN = ("selected", "preselected")
FIRST = ("sharpness", "luminance", "contrast", "bytes")
PLACES = ("frame", "seconds", "width", "height")
"""Numbers of where and how large an item is: told by their mean, not drawn."""


def map_section(result: SelectionResult) -> Section | None:
    """The embeddings by PCA, and where there are enough of them by UMAP and t-SNE."""
    if not len(result.vectors):
        return None
    chosen, groups = np.isin(result.states(), CHOSEN), _groups(result)
    parts: list[Part] = []
    methods = ("pca", "umap", "tsne") if len(result.vectors) >= ENOUGH else ("pca",)
    for method in methods:
        try:
            made = project_to_plane(result.vectors, method, seed=int(result.told["seeds"]["embedding"]), sample=SAMPLE)
        except AsknextError as error:
            parts.append(Words([f"{NAMES[method]}: {error}"]))
            continue
        parts += [Words([made.sentence]), scatter_drawing(NAMES[method], made.positions, groups, chosen)]
    if len(methods) == 1:
        parts.append(Words([f"UMAP and t-SNE are drawn of {ENOUGH} items or more."]))
    return Section("The embeddings, before and after", parts)


def _groups(result: SelectionResult) -> list[str | None]:
    """The video of a frame, else the class that an image has most of."""
    if any(each.get("video") for each in result.items):
        return [each.get("video") for each in result.items]
    classes = [each.get("classes") or {} for each in result.items]
    return [max(sorted(each), key=lambda name: each[name]) if each else None for each in classes]


def class_section(result: SelectionResult) -> Section | None:
    """Shares of the classes in what was read and chosen beside the target, and why it was not reached."""
    held, balance = result.told["distributions"]["classes"], result.told["balance"]
    if not held and not balance:
        return None
    parts: list[Part] = _objects(result, held) if held else []
    for each in balance:
        parts += _balanced(each)
    return Section("Classes", parts)


def _objects(result: SelectionResult, held: Mapping[str, Any]) -> list[Part]:
    sets = [("input", held["input"]), ("selected", held["selected"])]
    baseline = result.told["baseline"]
    shares = [Shares(name, _shares(counts)) for name, counts in sets]
    if held.get("target"):
        shares.append(Shares("target", held["target"]))
    if baseline and baseline.get("classes"):
        shares.append(Shares(baseline["name"], _shares(baseline["classes"])))
        sets.append((baseline["name"], baseline["classes"]))
    order = sorted(range(len(held["names"])), key=lambda at: (-held["input"][at], at))
    drawn = [Shares(each.name, [each.values[at] for at in order[:BARS]]) for each in shares]
    names = [str(held["names"][at]) for at in order]
    rows = [[names[place], *(counts[at] for _, counts in sets)] for place, at in enumerate(order[:ROWS])]
    mean = result.told["distributions"]["objects_per_item"]
    words = (
        [] if not mean else [f"{mean['input']:.2f} objects an item on average; {mean['selected']:.2f} in the chosen."]
    )
    heads = ["class", *(f"objects, {name}" for name, _ in sets)]
    drawing = bars_drawing("Share of objects by class", names[:BARS], drawn)
    return [Words(words), drawing, Table("Objects by class", heads, rows)]


def _shares(counts: Sequence[float]) -> list[float | None]:
    whole = sum(counts)
    return [each / whole if whole else None for each in counts]


def _balanced(told: Mapping[str, Any]) -> list[Part]:
    rows = [
        [name, *(None if each is None else float(each) for each in (told["input"][at], told["selected"][at], target))]
        for at, (name, target) in enumerate(zip(told["names"], told["target"], strict=True))
    ]
    reached = "The target was reached" if told["reached"] else "The target was not reached"
    why = f": {told['why']}" if told.get("why") else "."
    words = f"{reached} for {told['of']} (error {told['error']:.3f}){why}"
    return [Words([words]), Table(f"Balance of {told['of']}", ["", "input", "selected", "target"], rows[:ROWS])]


def timeline_section(result: SelectionResult) -> Section | None:
    """The chosen moments along each video."""
    videos = result.told.get("videos") or []
    if not videos:
        return None
    parts: list[Part] = [timeline_drawing(videos[:VIDEOS])]
    if len(videos) > VIDEOS:
        parts.append(Words([f"The first {VIDEOS} of {len(videos):,} videos."]))
    names = ("frames", "duration", "fps", "corrupt", "near_duplicate", "removed")
    rows = [[each["name"], *(each.get(name) for name in names), len(each["selected"])] for each in videos[:ROWS]]
    heads = ["video", "frames", "seconds", "frames a second", "corrupt", "near duplicates", "removed", "chosen"]
    return Section("Chosen moments", [*parts, Table("Videos", heads, rows)])


def column_section(result: SelectionResult) -> Section | None:
    """How sharpness, brightness, contrast, file size and the user's own numbers lie before and after."""
    columns = result.told["distributions"]["columns"]
    names = sorted(columns, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))
    parts: list[Part] = []
    for name in names:
        each = columns[name]
        if len(each["edges"]) > 1 and name not in PLACES:
            parts.append(histogram_drawing(name, each["edges"], each["input"], each["selected"], _unit(name)))
    rows = [[name, columns[name].get("mean_input"), columns[name].get("mean_selected")] for name in names]
    if not rows:
        return None
    return Section("Statistics", [*parts, Table("Means", ["", "all that was read", "chosen"], rows)])


def _unit(name: str) -> str:
    return {"bytes": "file size, bytes", "luminance": "luminance, 0 to 1"}.get(name, name)


def category_section(result: SelectionResult) -> Section | None:
    """Shares of the values of columns that are no numbers."""
    categories = result.told["distributions"].get("categories") or {}
    parts: list[Part] = []
    for name, held in categories.items():
        sets = [Shares("input", _shares(held["input"])), Shares("selected", _shares(held["selected"]))]
        drawn = [Shares(each.name, each.values[:BARS]) for each in sets]
        parts.append(bars_drawing(str(name), [str(each) for each in held["names"][:BARS]], drawn))
    return Section("Own columns", parts) if parts else None
