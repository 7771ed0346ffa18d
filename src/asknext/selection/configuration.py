"""The configuration of a selection from media: a YAML file, read strictly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from asknext.errors import DataError, InputError
from asknext.selection.configured_value import (
    at_least_one,
    known_keys,
    names_of,
    number,
    one_of,
    path_of,
    paths,
    positive,
    text_of,
    text_or_none,
    whole,
    yes_or_no,
)
from asknext.selection.media_selection import Detector, Duplicates, MediaSelection, Predictions

__all__ = ["configuration_of", "read_configuration"]

KINDS = ("image", "video", "audio")
_SIZES = ("n", "n_samples", "proportion", "proportion_samples")


def read_configuration(path: Path) -> MediaSelection:
    """The selection in a YAML file; names of files in it are relative to it.

    Raises
    ------
    DataError : not YAML. InputError, UnknownName : a key is missing, unknown or of another kind; names the key.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", source=str(path)) from None
    except UnicodeDecodeError:
        raise DataError("is not UTF-8 text", source=str(path)) from None
    return configuration_of(_mapping(text, path), path.parent, text)


def configuration_of(given: Mapping[str, Any], folder: Path, text: str = "") -> MediaSelection:
    """The selection in a mapping; names of files are relative to ``folder``. Raises as `read_configuration`."""
    known_keys(given, ("selection", *_READERS), "the configuration")
    if given.get("input") is None:
        raise InputError("The configuration has no input: add e.g. 'input: clips/', a folder of images or videos.")
    n, strategies = _selection(given.get("selection"))
    read = {
        key: _READERS[key](value, key, folder)
        for key, value in given.items()
        if key != "selection" and value is not None
    }
    if isinstance(given.get("baseline", ""), type(None)):
        read["baseline"] = None
    made = MediaSelection(n=n, strategies=strategies, given=dict(given), text=text, folder=folder, **read)
    _check(made)
    return made


def _mapping(text: str, path: Path) -> Mapping[str, Any]:
    import yaml  # type: ignore[import-untyped]

    from asknext.project.strict_yaml import StrictLoader

    try:
        given = yaml.load(text, Loader=StrictLoader)  # noqa: S506 - a stricter kind of the safe loader
    except DataError as error:
        raise DataError(error.reason, source=str(path), line=error.line, column=error.column) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise DataError(f"is not YAML: {' '.join(str(error).split())}", source=str(path)) from None
    if not isinstance(given, Mapping):
        raise InputError(f"{path} holds {type(given).__name__}; expected keys such as input and selection.")
    return given


def _selection(given: Any) -> tuple[int | float, tuple[Any, ...]]:
    """How many and by what, in our words or in Lightly's."""
    if not isinstance(given, Mapping):
        raise InputError(f"selection is {given!r}, but must be a mapping with n (or proportion) and strategies.")
    known_keys(given, (*_SIZES, "strategies"), "selection")
    sizes = [key for key in _SIZES if given.get(key) is not None]
    if len(sizes) != 1:
        found = " and ".join(sizes) or "none"
        raise InputError(f"selection needs one of {', '.join(_SIZES)}; found {found}.")
    strategies = given.get("strategies", ["diversity"])
    if not isinstance(strategies, list) or not strategies:
        raise InputError(f"selection.strategies is {strategies!r}, but must be a list of at least one strategy.")
    return _size(sizes[0], given[sizes[0]]), tuple(strategies)


def _size(key: str, value: Any) -> int | float:
    where = f"selection.{key}"
    if key.startswith("n"):
        return whole(value, where, 1)
    share = number(value, where, 0.0, 1.0)
    if share == 0:
        raise InputError(f"{where} is 0, but must be a share above 0, at most 1.")
    return share


def _check(made: MediaSelection) -> None:
    if made.predictions is not None and made.model is not None:
        raise InputError("predictions and model are both given: bring predictions, or let a model make them.")
    if made.sequence_length > 1 and isinstance(made.n, int) and made.n % made.sequence_length:
        raise InputError(
            f"selection.n is {made.n}, but n counts frames and must be a multiple of sequence_length, "
            f"{made.sequence_length}."
        )


def _queries(value: Any, key: str, folder: Path) -> dict[str, Path]:
    named = value if isinstance(value, Mapping) else {"query": value}
    return {str(tag): path_of(path, f"{key}.{tag}", folder) for tag, path in named.items()}


def _predictions(value: Any, key: str, folder: Path) -> Predictions:
    given = value if isinstance(value, Mapping) else {"path": value}
    known_keys(given, ("path", "format", "task", "floor", "classes"), key)
    return Predictions(
        path_of(given.get("path"), f"{key}.path", folder),
        text_or_none(given.get("format"), f"{key}.format"),
        text_or_none(given.get("task"), f"{key}.task"),
        number(given.get("floor", 0.0), f"{key}.floor", 0.0, 1.0),
        names_of(given.get("classes", []), f"{key}.classes"),
    )


def _detector(value: Any, key: str, folder: Path) -> Detector:
    given = value if isinstance(value, Mapping) else {"path": value}
    known_keys(given, ("path", "names", "floor", "overlap", "classes"), key)
    names = given.get("names", "coco")
    if names == "coco":
        from asknext.selection.coco_names import COCO_NAMES

        names = list(COCO_NAMES)
    return Detector(
        path_of(given.get("path"), f"{key}.path", folder),
        names_of(names, f"{key}.names"),
        number(given.get("floor", 0.15), f"{key}.floor", 0.0, 1.0),
        number(given.get("overlap", 0.5), f"{key}.overlap", 0.0, 1.0),
        names_of(given.get("classes", []), f"{key}.classes"),
    )


def _duplicates(value: Any, key: str, folder: Path) -> Duplicates:
    if not isinstance(value, Mapping):
        raise InputError(f"{key} is {value!r}, but must be a mapping such as {{exact: true, bits: 4}}.")
    known_keys(value, ("exact", "bits", "distance"), key)
    bits, distance = value.get("bits"), value.get("distance")
    return Duplicates(
        yes_or_no(value.get("exact", True), f"{key}.exact", folder),
        None if bits is None else whole(bits, f"{key}.bits", 0, 63),
        None if distance is None else number(distance, f"{key}.distance", 0.0, 2.0),
    )


def _baseline(value: Any, key: str, folder: Path) -> float | str:
    return "auto" if value == "auto" else positive(value, key, folder)


_READERS: dict[str, Callable[[Any, str, Path], Any]] = {
    "input": paths,
    "output": path_of,
    "kind": one_of(KINDS),
    "column": text_of,
    "media": path_of,
    "embeddings": text_of,
    "predictions": _predictions,
    "model": _detector,
    "queries": _queries,
    "preselected": paths,
    "skip_processed": yes_or_no,
    "duplicates": _duplicates,
    "frames_per_second": positive,
    "most_per_video": at_least_one,
    "sequence_length": at_least_one,
    "baseline": _baseline,
    "seed": lambda value, key, folder: whole(value, key, 0),
    "files": one_of(("copy", "link")),
    "frame_format": one_of(("jpg", "png")),
    "cache": path_of,
}
