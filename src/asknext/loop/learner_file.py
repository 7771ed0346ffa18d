"""The saved form of an `ActiveLearner`: JSON and one NumPy array; nothing is ever unpickled.

A folder holds

``learner.json``
    ``format`` = "asknext-learner", ``version`` = 1; ``pool`` (fingerprint) and ``n``; ``seed``; ``strategy`` and
    ``rules`` as mappings with a name; ``cold_start``; ``price``; ``classes``, ``closed``, ``multilabel``;
    ``actions``, oldest first: ``{kind, before, after, ignored, rounds}`` with before and after as ``[[row, label],
    ...]`` (a multi-label label is a list); ``rounds``: ``{labels, scores, intervals, seconds, cost, remaining,
    predicted, train_scores, said, look}`` (said: the other fields of a `Round` that are known; look: a `BatchLook` or
    null; absent in files of earlier releases); ``digests``, one a round: a hash of its labels;
    ``task`` = "regression" where labels are numbers (else absent or null); ``committee`` = a number of members;
    ``notes`` = what strategies that learn between rounds noted: ``{kept: [[actions, note]], out: [[rows, note]]}``;
    ``form`` = how labels of several classes came ("matrix", "lists", null; absent = null);
    ``given`` = how many of the actions were labels known at the start; ``seconds``; ``predictions`` = name of the
    array file or null.
``predictions-<hash>.npy``
    (R', s) int64 or (R', s, L) uint8: the predictions on the stop set of the rounds that are ``predicted``.

The array is written first, under a name made from its content; then ``learner.json`` is replaced in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.loop.label_space import Label
from asknext.loop.ledger import Action
from asknext.loop.note_book import NoteBook
from asknext.loop.saved_round import round_in, round_out
from asknext.pool.task import REGRESSION
from asknext.stopping.history import Round

__all__ = ["LearnerFile", "read_learner", "write_learner"]

_FORMAT, _VERSION = "asknext-learner", 1
_NAME = "learner.json"
_ARRAY = re.compile(r"predictions-[0-9a-f]{32}\.npy")
_LARGEST = 1 << 30
_KINDS = ("tell", "relabel", "ignore")


@dataclass(frozen=True)
class LearnerFile:
    """Everything in a saved learner; see the module for what each field is."""

    pool: str
    n: int
    seed: int
    strategy: Mapping[str, Any]
    rules: Sequence[Mapping[str, Any]]
    cold_start: bool | int
    price: float
    classes: Sequence[Any]
    closed: bool
    multilabel: bool | None
    actions: Sequence[Action]
    rounds: Sequence[Round]
    digests: Sequence[str]
    given: int
    seconds: float
    form: str | None = None
    task: str | None = None
    committee: int = 5
    notes: Mapping[str, Any] = field(default_factory=dict)


def write_learner(folder: Path, saved: LearnerFile, predictions: Sequence[npt.NDArray[Any] | None]) -> None:
    """Write ``saved`` to ``folder``, which is made where it is absent; all or nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    name = _write_predictions(folder, [table for table in predictions if table is not None])
    plain = {
        "format": _FORMAT,
        "version": _VERSION,
        **{key: getattr(saved, key) for key in saved.__dataclass_fields__ if key not in ("actions", "rounds")},
        "actions": [_action_out(action) for action in saved.actions],
        "rounds": [round_out(each) for each in saved.rounds],
        "predictions": name,
    }
    _replace(folder / _NAME, json.dumps(plain, ensure_ascii=False, allow_nan=True).encode("utf-8", "surrogatepass"))
    for old in folder.glob("predictions-*.npy"):
        if old.name != name and _ARRAY.fullmatch(old.name):
            old.unlink(missing_ok=True)


def read_learner(folder: Path, n: int) -> LearnerFile:
    """The learner saved in ``folder``; every value is checked.

    Raises
    ------
    DataError : no learner there, not JSON, another format or version, values of the wrong kind, rows outside 0..n-1.
    """
    source = folder / _NAME
    plain = _load(source)
    if not isinstance(plain, dict) or plain.get("format") != _FORMAT:
        raise DataError(f"is not a saved learner (its format is not {_FORMAT!r})", source=str(source))
    if plain.get("version") != _VERSION:
        raise DataError(
            f"has version {plain.get('version')!r}; this release reads version {_VERSION}", source=str(source)
        )
    try:
        return _checked(plain, n, folder)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"is damaged: {type(error).__name__}: {error}", source=str(source)) from error


def _load(source: Path) -> Any:
    if not source.is_file():
        raise DataError("there is no saved learner", source=str(source))
    if source.stat().st_size > _LARGEST:
        raise DataError("is larger than 1 GB, so it is no saved learner", source=str(source))
    try:
        return json.loads(source.read_bytes().decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise DataError(f"is not JSON: {error}", source=str(source)) from error


def _checked(plain: dict[str, Any], n: int, folder: Path) -> LearnerFile:
    if _kind(plain, "n", int) != n:
        raise DataError(f"belongs to a pool of {plain['n']} items, not {n}", source=str(folder / _NAME))
    several = _kind(plain, "multilabel", bool, type(None))
    rounds = _rounds_in(_kind(plain, "rounds", list), _read_predictions(folder, plain["predictions"]))
    return LearnerFile(
        pool=_kind(plain, "pool", str), n=n, seed=_kind(plain, "seed", int), strategy=_kind(plain, "strategy", dict),
        rules=[_is(rule, dict) for rule in _kind(plain, "rules", list)],
        cold_start=_kind(plain, "cold_start", bool, int), price=float(_kind(plain, "price", int, float)),
        classes=[_class_in(value) for value in _kind(plain, "classes", list)], closed=_kind(plain, "closed", bool),
        multilabel=several, actions=[_action_in(each, n, bool(several)) for each in _kind(plain, "actions", list)],
        rounds=rounds, digests=[_is(value, str) for value in _listed(plain, "digests", len(rounds))],
        given=_count(plain, "given"), seconds=float(_kind(plain, "seconds", int, float)),
        form=_form_in(plain.get("form")), task=_task_in(plain.get("task")),
        committee=_members_in(plain.get("committee", 5)), notes=_notes_in(plain.get("notes", {})),
    )  # fmt: skip


def _kind(plain: Mapping[str, Any], key: str, *kinds: type) -> Any:
    try:
        return _is(plain[key], *kinds)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from error


def _is(value: Any, *kinds: type) -> Any:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ValueError(f"expected {' or '.join(kind.__name__ for kind in kinds)}, found {type(value).__name__}")
    return value


def _count(plain: Mapping[str, Any], key: str) -> int:
    if _kind(plain, key, int) < 0:
        raise ValueError(f"{key}: expected a number of at least 0, found {plain[key]}")
    return int(plain[key])


def _listed(plain: Mapping[str, Any], key: str, length: int) -> list[Any]:
    found: list[Any] = _kind(plain, key, list)
    if len(found) != length:
        raise ValueError(f"{key}: expected {length} entries, found {len(found)}")
    return found


def _form_in(value: Any) -> str | None:
    if value not in ("matrix", "lists", None):
        raise ValueError(f"form: expected matrix, lists or null, found {value!r}")
    form: str | None = value
    return form


def _task_in(value: Any) -> str | None:
    if value not in (REGRESSION, None):
        raise ValueError(f"task: expected regression or null, found {value!r}")
    return REGRESSION if value else None


def _members_in(value: Any) -> int:
    if _is(value, int) < 2:
        raise ValueError(f"committee: expected a number of at least 2, found {value}")
    return int(value)


def _notes_in(value: Any) -> dict[str, Any]:
    return NoteBook.of(_is(value, dict)).plain()


def _class_in(value: Any) -> Any:
    return _is(value, str, int, float, bool)


def _action_out(action: Action) -> dict[str, Any]:
    return {
        "kind": action.kind,
        "before": list(action.before.items()),
        "after": list(action.after.items()),
        "ignored": list(action.ignored),
        "rounds": action.rounds,
    }


def _action_in(plain: Any, n: int, several: bool) -> Action:
    if _kind(_is(plain, dict), "kind", str) not in _KINDS:
        raise ValueError(f"unknown action {plain['kind']!r}")
    return Action(
        plain["kind"],
        _labels_in(_kind(plain, "before", list), n, several),
        _labels_in(_kind(plain, "after", list), n, several),
        tuple(_row_in(row, n) for row in _kind(plain, "ignored", list)),
        _count(plain, "rounds"),
    )


def _labels_in(pairs: list[Any], n: int, several: bool) -> dict[int, Label]:
    labels = {_row_in(row, n): _label_in(label, several) for row, label in pairs}
    if len(labels) != len(pairs):
        raise ValueError("a row occurs twice in one action")
    return labels


def _label_in(label: Any, several: bool) -> Label:
    if several:
        return tuple(_class_in(value) for value in _is(label, list))
    found: Label = _class_in(label)
    return found


def _row_in(row: Any, n: int) -> int:
    if not 0 <= _is(row, int) < n:
        raise ValueError(f"row {row} is outside the pool of {n} items")
    return int(row)


def _rounds_in(plain: list[Any], tables: Sequence[npt.NDArray[Any]]) -> list[Round]:
    waiting = iter(tables)
    rounds = [_round_in(_is(each, dict), waiting.__next__) for each in plain]
    if next(waiting, None) is not None:
        raise ValueError("there are more predictions than rounds")
    return rounds


def _round_in(plain: dict[str, Any], next_table: Callable[[], npt.NDArray[Any]]) -> Round:
    try:
        predictions = next_table() if _kind(plain, "predicted", bool) else None
    except StopIteration as error:
        raise ValueError("there are fewer predictions than rounds") from error
    return round_in(plain, predictions)


def _write_predictions(folder: Path, tables: Sequence[npt.NDArray[Any]]) -> str | None:
    if not tables:
        return None
    width = max(table.shape[-1] for table in tables)
    stacked = np.stack([_wide(table, width) for table in tables])
    name = f"predictions-{hashlib.blake2b(stacked.tobytes(), digest_size=16).hexdigest()}.npy"
    temporary = folder / f".{name}.{os.getpid()}"
    with temporary.open("wb") as file:
        np.save(file, stacked, allow_pickle=False)
        _flush(file)
    os.replace(temporary, folder / name)
    return name


def _wide(table: npt.NDArray[Any], width: int) -> npt.NDArray[Any]:
    """A label that came up later was predicted for nobody before."""
    return np.pad(table, [(0, 0)] * (table.ndim - 1) + [(0, width - table.shape[-1])])


def _read_predictions(folder: Path, name: Any) -> list[npt.NDArray[Any]]:
    if name is None:
        return []
    if not _ARRAY.fullmatch(_is(name, str)):
        raise ValueError(f"predictions: {name!r} is not the name of an array file")
    try:
        # Mapped, so that a header that claims more than the file holds is refused before memory is taken.
        table = np.load(folder / name, mmap_mode="r", allow_pickle=False)
    except (OSError, EOFError) as error:
        raise ValueError(f"predictions: {name} cannot be read: {error}") from error
    if table.dtype not in (np.dtype(np.int64), np.dtype(np.uint8)) or table.ndim not in (2, 3):
        raise ValueError(f"predictions: {name} holds {table.dtype} of shape {table.shape}")
    return list(np.array(table))


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(data)
        _flush(file)
    os.replace(temporary, path)
    _flush_folder(path.parent)


def _flush(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
