"""Which column of a file is what, in files of others and in files that asknext exported itself."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from asknext.errors import UnknownName
from asknext.formats import AudioFolder, ImageFolder, JsonLinesFile, Source, TextFolder
from asknext.project.config import Config

__all__ = ["ANSWER", "DECISION", "META", "PROVENANCE", "Layout", "find_layout", "is_export"]

# what an export says about each label, after id, content, label and group
PROVENANCE = (
    *("annotator", "labelled_at", "seconds", "stream", "strategy", "score", "ranking"),
    *("copy_of", "flagged", "state", "comments"),
)
# and how the answers became the label, which exports of before did not say
DECISION = ("decided", "reviewer", "votes", "confidence", "ontology")
# put before a metadata column that has one of our own names, and before the answers to a class's questions
META, ANSWER = "meta.", "label."


@dataclass(frozen=True)
class Layout:
    """Column names: ``content`` is None where the whole row is the content; ``ignored`` go nowhere.

    ``exported`` : the file is an export, so cells are unescaped and metadata columns lose the prefix ``meta.``.
    ``right`` : the second content of a pair, whose first is ``content``.
    """

    content: str | None
    id: str | None
    label: str | None
    group: str | None
    ignored: frozenset[str] = frozenset()
    exported: bool = False
    skill: str | None = None
    gold: str | None = None
    right: str | None = None

    @property
    def taken(self) -> frozenset[str]:
        """Columns that are not metadata."""
        named = (self.content, self.right, self.id, self.label, self.group, self.skill, self.gold)
        return self.ignored | {name for name in named if name is not None}


def find_layout(config: Config, source: Source | None = None) -> Layout:
    """Say which columns to take; without a source nothing is known about the columns there are.

    Raises
    ------
    UnknownName : a column that is needed is not there; the nearest names are offered.
    """
    columns = source.columns if source is not None else ()
    exported = is_export(columns)
    layout = Layout(
        content=_content(config, columns),
        id=config.columns.id or _own_id(source, exported or (config.annotated and "id" in columns)),
        label=config.columns.label,
        group=config.columns.group or ("group" if exported and "group" in columns else None),
        ignored=frozenset((*_own(columns), *(("video", "count") if config.content == "frames" else ()))),
        exported=exported,
        skill=config.columns.skill,
        gold=config.columns.gold,
        right=(config.columns.right or "right") if config.content == "pair" else None,
    )
    if source is not None:
        _check(layout, source)
    return layout


def _own(columns: Sequence[str]) -> Sequence[str]:
    """Columns of an export that are no metadata of anybody."""
    if not is_export(columns):
        return ()
    return (*PROVENANCE, *_decision(columns), "label", "id", *_answers(columns))


def _answers(columns: Sequence[str]) -> list[str]:
    return [each for each in columns if each.startswith(ANSWER)]


def _decision(columns: Sequence[str]) -> Sequence[str]:
    """Those columns, where the export has them all: in an older one they would be somebody's own."""
    return DECISION if set(columns) >= set(DECISION) else ()


def is_export(columns: Sequence[str]) -> bool:
    """Whether these are the columns of an export."""
    return set(columns) >= {"id", "label", *PROVENANCE}


def _content(config: Config, columns: Sequence[str]) -> str | None:
    if config.content == "row":
        return None
    if config.content == "text":
        return config.columns.text or "text"
    if config.content == "frames":
        return config.columns.frames or "frames"
    if config.content == "pair":
        return config.columns.left or "left"
    if config.content == "audio":
        return config.columns.audio or ("path" if "path" in columns else "audio")
    return config.columns.image or ("path" if "path" in columns else "image")


def _own_id(source: Source | None, named: bool) -> str | None:
    """Of a folder the path; of a file the column id, where it is known to hold ids (``named``)."""
    if isinstance(source, AudioFolder | ImageFolder | TextFolder):
        return "path"
    return "id" if named else None


def _check(layout: Layout, source: Source) -> None:
    needed = [layout.content, layout.right, layout.id, layout.label, layout.group, layout.skill, layout.gold]
    for name in needed:
        if name is not None and name not in source.columns and not _may_come_later(name, layout, source):
            raise UnknownName("column", name, source.columns, where=source.name)


def _may_come_later(name: str, layout: Layout, source: Source) -> bool:
    """In JSON Lines a label or group may be absent from the first rows; a name that is nearly there is a mistake."""
    if not isinstance(source, JsonLinesFile):
        return isinstance(source, AudioFolder | ImageFolder | TextFolder) and name in (layout.label, layout.group)
    if not source.columns:
        return True
    return name in (layout.label, layout.group) and not difflib.get_close_matches(name, source.columns, cutoff=0.6)
