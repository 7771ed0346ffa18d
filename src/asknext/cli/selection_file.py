"""The configuration of ``asknext select``: a YAML file that names files, a strategy and how many items to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asknext.errors import DataError, InputError, UnknownName
from asknext.formats.array_file import read_array, read_columns, read_lines, read_values

__all__ = ["Selection", "is_of_media", "read_selection_file", "written"]

_ARRAYS = ("probabilities", "embeddings", "committee", "predictions", "labelled")
_VALUES = ("labels",)
_LISTS = ("detections", "sequences")
_OPTIONS = ("seed", "task", "multilabel", "allow_fewer", "max_memory", "threads")
_KEYS = (
    "strategy", "n", "output", "columns", "annotations", "selection_config", *_ARRAYS, *_VALUES, *_LISTS, *_OPTIONS
)  # fmt: skip
_WRITTEN = (".csv", ".json", ".npy")


@dataclass(frozen=True)
class Selection:
    """What to choose, from what, and where to write it.

    Attributes
    ----------
    strategy, n : as `asknext.select` takes them.  arguments : its keyword arguments, arrays memory-mapped.
    output : the file to write, or None.
    """

    strategy: Any
    n: int | float
    arguments: dict[str, Any]
    output: Path | None


def read_selection_file(path: Path) -> Selection:
    """The selection in a YAML file; names of files in it are relative to it.

    Raises
    ------
    DataError : not YAML, or a file in it cannot be read.  InputError : a key is missing, unknown or of another kind.
    """
    given = _mapping(path)
    strategy, n = _what(given, path)
    arguments = {key: given[key] for key in _OPTIONS if given.get(key) is not None}
    for key in (*_ARRAYS, *_VALUES, *_LISTS, "columns", "annotations"):
        if given.get(key) is not None:
            arguments[key] = _input(key, given[key], path)
    return Selection(strategy, n, arguments, _output(given.get("output"), path))


def is_of_media(path: Path) -> bool:
    """Whether the file has the key ``input``; what is wrong with it is for its reader to say."""
    import yaml  # type: ignore[import-untyped]

    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return False
    return isinstance(given, Mapping) and "input" in given


def _mapping(path: Path) -> Mapping[str, Any]:
    import yaml

    if not path.is_file():
        raise DataError("there is no such file", source=str(path))
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"is not YAML: {' '.join(str(error).split())}", source=str(path)) from error
    if not isinstance(given, Mapping):
        raise InputError(f"{path} holds {type(given).__name__}; expected keys such as strategy, n and embeddings.")
    for key in given:
        if key not in _KEYS:
            raise UnknownName("key", key, _KEYS, where=str(path))
    return given


def _what(given: Mapping[str, Any], path: Path) -> tuple[Any, int | float]:
    """The strategy and the number, given as such or as Lightly's selection configuration."""
    from asknext.strategies.curation.selection_configuration import read_selection

    if "selection_config" in given:
        if "strategy" in given or "n" in given:
            raise InputError(f"{path} holds selection_config beside strategy or n, which it replaces: leave them out.")
        return read_selection(given["selection_config"])
    for key in ("strategy", "n"):
        if given.get(key) is None:
            raise InputError(f"{path} has no {key}: add e.g. {_EXAMPLES[key]}.")
    return given["strategy"], given["n"]


_EXAMPLES = {"strategy": "'strategy: margin'", "n": "'n: 100', or 'n: 0.1' for a tenth of the items"}


def _input(key: str, value: Any, path: Path) -> Any:
    if key == "columns" and isinstance(value, Mapping):
        return {str(name): _one(str(name), each, path, read_values) for name, each in value.items()}
    readers: dict[str, Callable[[str | Path], Any]] = {
        "columns": read_columns, "annotations": _annotations, "labels": read_values, "detections": read_lines,
        "sequences": read_lines,
    }  # fmt: skip
    return _one(key, value, path, readers.get(key, _labelled if key == "labelled" else read_array))


def _one(key: str, value: Any, path: Path, read: Callable[[str | Path], Any]) -> Any:
    """A file by name, or a list that stands in the configuration itself."""
    if isinstance(value, list):
        return value
    if not isinstance(value, str):
        raise InputError(f"{path}: {key} is {value!r}, but must be the name of a file, or a list.")
    return read(path.parent / value)


def _labelled(name: str | Path) -> Any:
    """Row numbers or a mask; a table has one column of them."""
    import numpy as np

    found = read_array(name)
    if found.ndim == 2 and found.shape[1] == 1:
        found = found[:, 0]
    whole = found.dtype.kind == "f" and bool((found == np.floor(found)).all())
    return found.astype(np.int64) if whole else found


def _annotations(name: str | Path) -> Any:
    """(n, A): a table of one column an annotator, or an array."""
    import numpy as np

    if str(name).lower().endswith((".csv", ".tsv", ".parquet")):
        columns = list(read_columns(name).values())
        if all(column.dtype.kind == "f" for column in columns):
            return np.column_stack(columns)
        return np.column_stack([column.astype(object) for column in columns])
    return read_array(name)


def _output(name: Any, path: Path) -> Path | None:
    if name is None:
        return None
    if not isinstance(name, str):
        raise InputError(f"{path}: output is {name!r}, but must be the name of a file.")
    return written(path.parent / name)


def written(path: Path) -> Path:
    """``path`` as it is; raises `UnknownName` where its suffix is no format that can be written."""
    if path.suffix.lower() not in _WRITTEN:
        raise UnknownName("output format", path.suffix or path.name, _WRITTEN)
    return path
