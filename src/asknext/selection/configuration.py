"""The configuration of a selection from media: a YAML file, read strictly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asknext.errors import DataError, InputError, UnknownName

__all__ = ["Detector", "Duplicates", "MediaSelection", "Predictions", "read_configuration"]

KINDS = ("image", "video", "audio")
_SIZES = ("n", "n_samples", "proportion", "proportion_samples")


@dataclass(frozen=True)
class Predictions:
    """Predictions that stand in a file or folder: ``format`` and ``task`` as `asknext convert` knows them.

    ``floor`` : objects with a lower score do not count. ``classes`` : only these count; all of them where empty.
    """

    path: Path
    format: str | None = None
    task: str | None = None
    floor: float = 0.0
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Detector:
    """A detector in an ONNX file that is run on every picture; ``overlap`` is from where on two boxes of a class are
    one object. ``names`` are the classes in the model's order, "coco" stands for its 80.
    """

    path: Path
    names: tuple[str, ...]
    floor: float = 0.15
    overlap: float = 0.5
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duplicates:
    """What counts as there twice: ``exact`` contents; perceptual hashes that differ in at most ``bits`` of 64;
    embeddings (scaled to length 1) at most ``distance`` apart. None is not looked at.
    """

    exact: bool = True
    bits: int | None = None
    distance: float | None = None


@dataclass(frozen=True)
class MediaSelection:
    """What to choose from which media, and where to leave it. Each field is a key of the file, but
    for ``text``, the whole of it, ``given``, what stands in it, and ``folder``, which names are relative to."""

    input: tuple[Path, ...]
    n: int | float
    strategies: tuple[Any, ...] = ("diversity",)
    output: Path | None = None
    kind: str | None = None
    column: str = "path"
    media: Path | None = None
    embeddings: str = "default"
    predictions: Predictions | None = None
    model: Detector | None = None
    queries: Mapping[str, Path] = field(default_factory=dict)
    preselected: tuple[Path, ...] = ()
    skip_processed: bool = False
    duplicates: Duplicates = Duplicates()
    frames_per_second: float | None = None
    most_per_video: int | None = None
    sequence_length: int = 1
    baseline: float | str | None = "auto"
    seed: int = 0
    files: str = "copy"
    frame_format: str = "jpg"
    cache: Path | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    folder: Path = Path()


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
    _known(given, ("selection", *_READERS), "the configuration")
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
    _known(given, (*_SIZES, "strategies"), "selection")
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
        return _whole(value, where, 1)
    share = _number(value, where, 0.0, 1.0)
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


def _known(given: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in given:
        if key not in known:
            raise UnknownName("key", key, known, where=where)


def _paths(value: Any, key: str, folder: Path) -> tuple[Path, ...]:
    names = value if isinstance(value, list) else [value]
    if not names:
        raise InputError(f"{key} is an empty list: name at least one folder or file.")
    return tuple(_path(name, key, folder) for name in names)


def _path(value: Any, key: str, folder: Path) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{key} is {value!r}, but must be the name of a file or folder.")
    return folder / Path(value).expanduser()


def _queries(value: Any, key: str, folder: Path) -> dict[str, Path]:
    named = value if isinstance(value, Mapping) else {"query": value}
    return {str(tag): _path(path, f"{key}.{tag}", folder) for tag, path in named.items()}


def _predictions(value: Any, key: str, folder: Path) -> Predictions:
    given = value if isinstance(value, Mapping) else {"path": value}
    _known(given, ("path", "format", "task", "floor", "classes"), key)
    return Predictions(
        _path(given.get("path"), f"{key}.path", folder),
        _text_or_none(given.get("format"), f"{key}.format"),
        _text_or_none(given.get("task"), f"{key}.task"),
        _number(given.get("floor", 0.0), f"{key}.floor", 0.0, 1.0),
        _names(given.get("classes", []), f"{key}.classes"),
    )


def _detector(value: Any, key: str, folder: Path) -> Detector:
    given = value if isinstance(value, Mapping) else {"path": value}
    _known(given, ("path", "names", "floor", "overlap", "classes"), key)
    names = given.get("names", "coco")
    if names == "coco":
        from asknext.selection.coco_names import COCO_NAMES

        names = list(COCO_NAMES)
    return Detector(
        _path(given.get("path"), f"{key}.path", folder),
        _names(names, f"{key}.names"),
        _number(given.get("floor", 0.15), f"{key}.floor", 0.0, 1.0),
        _number(given.get("overlap", 0.5), f"{key}.overlap", 0.0, 1.0),
        _names(given.get("classes", []), f"{key}.classes"),
    )


def _duplicates(value: Any, key: str, folder: Path) -> Duplicates:
    if not isinstance(value, Mapping):
        raise InputError(f"{key} is {value!r}, but must be a mapping such as {{exact: true, bits: 4}}.")
    _known(value, ("exact", "bits", "distance"), key)
    bits, distance = value.get("bits"), value.get("distance")
    return Duplicates(
        _yes_or_no(value.get("exact", True), f"{key}.exact", folder),
        None if bits is None else _whole(bits, f"{key}.bits", 0, 63),
        None if distance is None else _number(distance, f"{key}.distance", 0.0, 2.0),
    )


def _baseline(value: Any, key: str, folder: Path) -> float | str:
    return "auto" if value == "auto" else _positive(value, key, folder)


def _names(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise InputError(f"{key} is {value!r}, but must be a list of names.")
    return tuple(value)


def _text(value: Any, key: str, folder: Path) -> str:
    if not isinstance(value, str):
        raise InputError(f"{key} is {value!r}, but must be a text.")
    return value


def _text_or_none(value: Any, key: str) -> str | None:
    return None if value is None else _text(value, key, Path())


def _yes_or_no(value: Any, key: str, folder: Path) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"{key} is {value!r}, but must be true or false.")
    return value


def _whole(value: Any, key: str, least: int, most: int = 1_000_000_000) -> int:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or value != int(value)
        or not least <= value <= most
    ):
        raise InputError(f"{key} is {value!r}, but must be a whole number from {least} to {most:,}.")
    return int(value)


def _number(value: Any, key: str, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise InputError(f"{key} is {value!r}, but must be a number from {least:g} to {most:g}.")
    return float(value)


def _positive(value: Any, key: str, folder: Path) -> float:
    if _number(value, key, 0.0, 1e6) == 0:
        raise InputError(f"{key} is 0, but must be more than 0.")
    return float(value)


def _at_least_one(value: Any, key: str, folder: Path) -> int:
    return _whole(value, key, 1)


def _one_of(options: tuple[str, ...]) -> Callable[[Any, str, Path], str]:
    def read(value: Any, key: str, folder: Path) -> str:
        if value not in options:
            raise UnknownName("value", value, options, where=key)
        return str(value)

    return read


_READERS: dict[str, Callable[[Any, str, Path], Any]] = {
    "input": _paths,
    "output": _path,
    "kind": _one_of(KINDS),
    "column": _text,
    "media": _path,
    "embeddings": _text,
    "predictions": _predictions,
    "model": _detector,
    "queries": _queries,
    "preselected": _paths,
    "skip_processed": _yes_or_no,
    "duplicates": _duplicates,
    "frames_per_second": _positive,
    "most_per_video": _at_least_one,
    "sequence_length": _at_least_one,
    "baseline": _baseline,
    "seed": lambda value, key, folder: _whole(value, key, 0),
    "files": _one_of(("copy", "link")),
    "frame_format": _one_of(("jpg", "png")),
    "cache": _path,
}
