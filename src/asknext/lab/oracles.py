"""`build_oracle`: who answers in a cell, from a study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, MissingInput, UnknownName
from asknext.lab.settings import Settings, plain_number
from asknext.loop.label_space import Label
from asknext.loop.oracles import (
    AbstainingOracle,
    Annotator,
    AnnotatorsOracle,
    ConfusionOracle,
    CostedOracle,
    NoisyOracle,
    PerfectOracle,
    RowByRow,
    UncertainOracle,
    confusion_matrix_of,
)

__all__ = ["build_oracle", "check_oracle"]

Answers = Sequence[Any]
Columns = Mapping[str, npt.NDArray[Any]]
_KEYS = {
    "perfect": (),
    "noisy": ("rate",),
    "confusion": ("chances",),
    "annotators": ("annotators", "votes"),
    "uncertain": ("low", "high"),
    "abstaining": ("rate", "then", "of"),
    "costs": ("cost", "per_row", "seconds", "of"),
}


def build_oracle(
    spec: Any,
    labels: Sequence[Label],
    classes: Sequence[Any],
    seed: int,
    columns: Columns | None = None,
    where: str = "oracle",
) -> RowByRow:
    """An oracle over the rows of a pool.

    Parameters
    ----------
    spec : a kind, or a mapping with ``kind`` and

        - ``noisy`` : ``rate``.
        - ``confusion`` : ``chances: {true class: {answer: chance}}``; what is left is the true class's.
        - ``annotators`` : a list of ``{name, skill, cost, seconds, share}`` (skill: a number, or class -> number), and
          ``votes``, how many answer each row (1).
        - ``uncertain`` : ``low`` (0) and ``high`` (0.5), chances of a mistake where the model is sure and where it is
          not.
        - ``abstaining`` : ``rate`` (a number, or class -> number), ``then: set_aside | returns``, ``of``: the oracle
          that answers (perfect).
        - ``costs`` : ``cost`` (a number, or class -> number), ``per_row`` (a column of the data), ``seconds``, ``of``.
    labels : the true labels of the pool's rows, a tuple of classes each where an item may hold several.
    classes, columns : of the data set; columns of the pool's rows.
    seed : of the cell.  where : what to call the spec in messages.

    Raises
    ------
    InputError, UnknownName : names the key.  MissingInput : no such column.
    """
    # As sets: a tuple of the classes 0 and 1 could be taken for an indicator row.
    answers = [frozenset(label) if isinstance(label, tuple) else label for label in labels]
    return _built(_settings(spec, where), answers, list(classes), seed, columns or {})


def check_oracle(spec: Any, classes: Sequence[Any], where: str = "oracle") -> str:
    """Build it over nothing, for the errors; the kind, with those it is made of, e.g. ``"costs of noisy"``."""
    given = _settings(spec, where)
    columns = {given.values["per_row"]: np.zeros(0)} if isinstance(given.values.get("per_row"), str) else {}
    _built(given, [], list(classes), 0, columns)
    kind = str(given.values["kind"])
    inner = given.values.get("of")
    return kind if inner is None else f"{kind} of {check_oracle(inner, classes, f'{where}.of')}"


def _settings(spec: Any, where: str) -> Settings:
    given = Settings({"kind": spec} if isinstance(spec, str) else spec, where)
    kind = given.choice("kind", tuple(_KEYS))
    given.only(["kind", *_KEYS[kind]])
    return given


def _built(given: Settings, answers: Answers, classes: list[Any], seed: int, columns: Columns) -> RowByRow:
    try:
        return _MAKERS[given.values["kind"]](given, answers, classes, seed, columns)
    except UnknownName:
        raise
    except InputError as error:
        message = str(error)
        raise type(error)(message if message.startswith(given.where) else f"{given.where}: {message}") from None


def _perfect(given: Settings, answers: Answers, classes: list[Any], seed: int, columns: Columns) -> RowByRow:
    return PerfectOracle(answers)


def _noisy(given: Settings, answers: Answers, classes: list[Any], seed: int, columns: Columns) -> RowByRow:
    return NoisyOracle(answers, classes, given.number("rate", high=1.0), seed)


def _confusion(given: Settings, answers: Answers, classes: list[Any], seed: int, columns: Columns) -> RowByRow:
    if any(isinstance(answer, frozenset) for answer in answers):
        raise InputError("confusion is for one class an item: use noisy, or one_vs_rest.")
    chances = given.values.get("chances")
    if not isinstance(chances, Mapping):
        raise given.wrong("chances", "a mapping of true classes to mappings of answers to chances")
    matrix = confusion_matrix_of(chances, classes, f"{given.where}.chances")
    return ConfusionOracle(answers, classes, matrix, seed)


def _annotators(given: Settings, answers: Answers, classes: list[Any], seed: int, columns: Columns) -> RowByRow:
    listed = given.values.get("annotators")
    if not isinstance(listed, list) or not listed:
        raise given.wrong("annotators", "a list of mappings with name, skill, cost, seconds and share")
    made = [_annotator(each, classes, f"{given.where}.annotators[{at}]") for at, each in enumerate(listed)]
    return AnnotatorsOracle(answers, classes, made, given.whole("votes", 1, low=1), seed)


def _annotator(spec: Any, classes: list[Any], where: str) -> Annotator:
    given = Settings(spec, where)
    given.only(["name", "skill", "cost", "seconds", "share"])
    skill = _by_class(given, "skill", classes, 1.0)
    by_class = tuple(skill.get(each, 1.0) for each in classes) if isinstance(skill, Mapping) else skill
    cost, seconds, share = (
        given.number(key, default) for key, default in (("cost", 0.0), ("seconds", 0.0), ("share", 1.0))
    )
    return Annotator(given.text("name"), by_class, cost, seconds, share)


def _uncertain(given: Settings, answers: Answers, classes: list[Any], seed: int, columns: Columns) -> RowByRow:
    low, high = given.number("low", 0.0, high=1.0), given.number("high", 0.5, high=1.0)
    return UncertainOracle(answers, classes, low, high, seed)


def _abstaining(given: Settings, answers: Answers, classes: list[Any], seed: int, columns: Columns) -> RowByRow:
    then = given.choice("then", ("set_aside", "returns"), "set_aside")
    return AbstainingOracle(
        _of(given, answers, classes, seed, columns), answers, _by_class(given, "rate", classes), then, seed
    )


def _costs(given: Settings, answers: Answers, classes: list[Any], seed: int, columns: Columns) -> RowByRow:
    column = given.text("per_row", None)
    if column is not None and column not in columns:
        raise MissingInput(f"There is no column {column!r} for per_row; there are {', '.join(columns) or 'none'}.")
    per_row = None if column is None else np.asarray(columns[column], dtype=np.float64)
    of, cost = _of(given, answers, classes, seed, columns), _by_class(given, "cost", classes, 0.0)
    return CostedOracle(of, answers, cost, per_row, given.number("seconds", 0.0))


def _of(given: Settings, answers: Answers, classes: list[Any], seed: int, columns: Columns) -> RowByRow:
    inner = given.values.get("of", "perfect")
    return _built(_settings(inner, f"{given.where}.of"), answers, classes, seed, columns)


def _by_class(given: Settings, key: str, classes: list[Any], default: float | None = None) -> Any:
    """A number, or class -> number with the classes as they are in the data."""
    value = given.values.get(key, default)
    if plain_number(value):
        return float(value)  # type: ignore[arg-type]
    by_text = {str(each): each for each in classes}
    if not isinstance(value, Mapping) or not all(plain_number(each) for each in value.values()):
        raise given.wrong(key, "a number, or a mapping of classes to numbers")
    for each in value:
        if str(each) not in by_text:
            raise UnknownName("class", each, classes, where=f"{given.where}.{key}")
    return {by_text[str(each)]: float(number) for each, number in value.items()}


_MAKERS: dict[str, Callable[[Settings, Answers, list[Any], int, Columns], RowByRow]] = {
    "perfect": _perfect,
    "noisy": _noisy,
    "confusion": _confusion,
    "annotators": _annotators,
    "uncertain": _uncertain,
    "abstaining": _abstaining,
    "costs": _costs,
}
