"""Settings as they are typed on the command line: classes, a target, where embeddings come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from asknext.errors import InputError, UnknownName

if TYPE_CHECKING:
    from asknext.project.config import ClassConfig, Embeddings, Target

__all__ = ["embeddings_of", "typed_classes", "typed_target"]


def typed_classes(labels: str | None) -> tuple[ClassConfig, ...]:
    """Names with commas between them; the first ten have a digit as their key. Raises InputError."""
    import csv

    from asknext.project.config import ClassConfig

    try:
        names = next(csv.reader([labels or ""], skipinitialspace=True, strict=True), [])
    except csv.Error as error:
        raise InputError(
            f"--labels {labels!r} cannot be read ({error}): give names with commas between them, on one line."
        ) from None
    named = [name.strip() for name in names if name.strip()]
    return tuple(ClassConfig(name, key=key) for name, key in zip(named, _keys(len(named)), strict=True))


def _keys(count: int) -> list[str | None]:
    digits: list[str | None] = [*"1234567890"]
    return (digits + [None] * count)[:count]


def typed_target(text: str | None) -> Target | None:
    """METRIC=VALUE. Raises InputError; UnknownName of the metric."""
    from asknext.measures import metric_named
    from asknext.project.config import Target

    if text is None:
        return None
    metric, _, value = text.partition("=")
    try:
        return Target(metric_named(metric.strip()).name, float(value))
    except UnknownName:
        raise
    except ValueError:
        raise InputError(f"Found --target {text!r}, expected METRIC=VALUE, e.g. accuracy=0.9.") from None


def embeddings_of(text: str) -> Embeddings:
    """The setting that ``--embeddings`` stands for; a file must be there."""
    from asknext.project.config import Embeddings

    if not text.lower().endswith((".npy", ".parquet")):
        return Embeddings(model=text)
    path = Path(text)
    if not path.is_file():
        raise InputError(f"Found --embeddings {text!r}, and there is no such file.")
    return Embeddings(file=str(path.resolve()))
