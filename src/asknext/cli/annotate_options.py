"""What ``asknext init`` is told about tasks of annotations, as settings."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asknext.errors import InputError

if TYPE_CHECKING:
    from asknext.project.annotate_config import AnnotateConfig

__all__ = ["annotate_settings", "annotated_content", "checked_label_column", "listed_names", "pair_kind"]

_MEDIA = {"objects": ("frames", "image"), "regions": ("audio",), "spans": ("text",)}


def listed_names(text: str | None) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(each.strip() for each in (text or "").split(",") if each.strip())


def annotate_settings(
    task: str, *, shapes: str | None, relations: str | None, levels: str | None, span: str | None, unit: str | None
) -> AnnotateConfig:
    """The section ``annotate`` of the options; ``span`` is LEAST:MOST or LEAST:MOST:STEP.

    Raises
    ------
    InputError, UnknownName, DataError : an option cannot be used, or not in this task.
    """
    from asknext.project.annotate_config import AnnotateConfig
    from asknext.project.config import SHAPES_OF, TASKS

    plain = TASKS.get(task, task)
    for name, given, wanted in (
        ("shapes", shapes, "objects"),
        ("relations", relations, "spans"),
        ("levels", levels, "ordinal"),
        ("range", span, "number"),
        ("unit", unit, "number"),
    ):
        if given is not None and plain != wanted:
            raise InputError(f"--{name} is for --task {wanted}, and this is --task {task}.")
    drawn = listed_names(shapes) or SHAPES_OF.get(task, ("box",))
    least, most, step = _range(span)
    return AnnotateConfig(drawn, listed_names(relations), least, most, step, unit, listed_names(levels))


def _range(text: str | None) -> tuple[float | None, float | None, float | None]:
    parts: list[float | None] = []
    try:
        parts = [float(each) if each.strip() else None for each in (text or "").split(":")]
    except ValueError:
        parts = [None] * 4
    if len(parts) > 3:
        raise InputError(f"Found --range {text!r}, expected LEAST:MOST or LEAST:MOST:STEP, e.g. 0:10:0.5.")
    least, most, step = (*parts, None, None, None)[:3]
    return least, most, step


def annotated_content(task: str, sources: Sequence[Path], named: str | None, found: str) -> str:
    """What items are, where the task is one of annotations: what the options named, else what the data holds.

    Raises
    ------
    InputError : the task has no use for such items.
    """
    from asknext.project.annotate_config import ANNOTATED
    from asknext.project.config import TASKS

    plain = TASKS.get(task, task)
    if plain not in ANNOTATED:
        return named or found
    if plain == "pairwise":
        return "pair"
    if named is None and any(each.is_file() for each in sources):
        named = _column_content(sources[0])
    content = named or found
    fitting = _MEDIA.get(plain)
    if fitting is not None and content not in fitting:
        wanted = {"objects": "images or frames", "regions": "recordings", "spans": "texts"}[plain]
        raise InputError(
            f"--task {task} is for {wanted}, and the data holds {_WORDS[content]}: name a folder of them, or the "
            f"column with {' or '.join(f'--{each}' for each in fitting)}."
        )
    return content


_WORDS = {"audio": "recordings", "frames": "frames", "image": "images", "row": "table rows", "text": "texts"}


def _column_content(path: Path) -> str | None:
    """What a file's columns speak of by their usual names."""
    from asknext.formats.opening import open_source

    columns = open_source(path, "row").columns
    return next((each for each in ("frames", "image", "audio", "text") if each in columns), None)


def pair_kind(path: Path, left: str, media: Path | None) -> str:
    """Whether the first pairs of a file are of images or of texts."""
    from asknext.formats.folder import IMAGE_NAMES
    from asknext.formats.opening import open_source
    from asknext.formats.rows import Row

    first: Any = next((each for each in itertools.islice(open_source(path, "row"), 20) if isinstance(each, Row)), None)
    value = None if first is None else first.values.get(left)
    if not isinstance(value, str) or not value.lower().endswith(IMAGE_NAMES):
        return "text"
    return "image" if ((media or path.parent) / value).is_file() else "text"


def checked_label_column(task: str, label: str | None) -> None:
    """Labels that are annotations come from a file of their own. Raises InputError."""
    from asknext.project.annotate_config import ANNOTATED
    from asknext.project.config import TASKS

    if label is not None and TASKS.get(task, task) in ANNOTATED:
        raise InputError(
            "--label names a column of classes, and labels of this task are annotations: make the project without it, "
            "and bring them in with: asknext import DIR FILE"
        )
