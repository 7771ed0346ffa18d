"""Lightly's selection configuration, read as parts of a mix.

``{"n_samples": 50, "strategies": [{"input": {"type": "EMBEDDINGS"}, "strategy": {"type": "DIVERSITY"}}, ...]}``
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from asknext.errors import InputError, UnknownName
from asknext.strategies.batch import Strategy
from asknext.strategies.parameter import number
from asknext.strategies.registry import build

__all__ = ["as_part", "read_selection"]

Entry = Mapping[str, Any]

_OPERATIONS = {"SMALLER": "<", "SMALLER_EQUAL": "<=", "BIGGER": ">", "BIGGER_EQUAL": ">="}
_SCORES = {
    "uncertainty_least_confidence": "least_confidence",
    "uncertainty_margin": "margin",
    "uncertainty_entropy": "entropy",
}
_INPUTS = ("EMBEDDINGS", "METADATA", "PREDICTIONS", "RANDOM", "SCORES")
_STOPS = ("stopping_condition_max_sum", "stopping_condition_minimum_distance")
_NUMBER = number(1.0, "").metadata["check"]
_TOP = ("n_samples", "proportion_samples", "strategies")


def read_selection(configuration: Entry) -> tuple[Strategy, int | float]:
    """The mix that a whole configuration asks for, and how many items (a float is a share of the pool).

    Both are what `asknext.select` takes: ``select(*read_selection(configuration), embeddings=..., columns=...)``.
    Raises `InputError` for what is not a configuration, `UnknownName` for a key or type that does not exist.
    """
    if not isinstance(configuration, Mapping):
        raise InputError(f"A selection configuration is a mapping; found {type(configuration).__name__}.")
    _known("key", configuration, _TOP, "the selection configuration")
    count, share = configuration.get("n_samples"), configuration.get("proportion_samples")
    if (count is None) == (share is None):
        raise InputError("A selection configuration needs either n_samples or proportion_samples, and not both.")
    return build({"name": "mix", "strategies": _parts(configuration.get("strategies"))}), _size(count, share)


def _parts(entries: Any) -> list[dict[str, Any]]:
    where = "selection_config.strategies"
    if not isinstance(entries, list | tuple) or not entries:
        raise InputError(f"{where} is {entries!r}, but must be a list of at least one strategy.")
    return [as_part(entry, f"{where}[{position}]") for position, entry in enumerate(entries)]


def _size(count: Any, share: Any) -> int | float:
    given = count if share is None else share
    wanted = "n_samples, a whole number of at least 1" if share is None else "proportion_samples, between 0 and 1"
    if isinstance(given, bool) or not isinstance(given, int | float) or (share is None and given != int(given)):
        raise InputError(f"The selection configuration holds {given!r}, expected {wanted}.")
    if not (given >= 1 if share is None else 0 < given <= 1):
        raise InputError(f"The selection configuration holds {given!r}, expected {wanted}.")
    return int(given) if share is None else float(given)


def as_part(entry: Entry, where: str) -> dict[str, Any]:
    """One ``{"input": ..., "strategy": ...}`` as a part of a mix; ``where`` it stands goes into what is raised."""
    if not isinstance(entry, Mapping):
        raise InputError(f"{where} is {entry!r}, but must be a mapping with the keys 'input' and 'strategy'.")
    _known("key", entry, ("input", "strategy"), where)
    given, wanted = _typed(entry, "input", _INPUTS, where), _typed(entry, "strategy", tuple(_READERS), where)
    allowed, reader, keys = _READERS[wanted["type"]]
    if given["type"] not in allowed:
        raise InputError(f"{where}: {wanted['type']} works on {' or '.join(allowed)}, not on {given['type']}.")
    _known("key", wanted, ("type", "strength", *keys), f"{where}.strategy")
    stops = [_NUMBER(wanted[key], f"{where}.strategy.{key}") for key in _STOPS if wanted.get(key) is not None]
    strength = _NUMBER(wanted.get("strength", 1.0), f"{where}.strategy.strength")
    built = _built(reader(given, wanted, where), where)
    return {"strategy": built, "strength": strength, "stop": stops[0] if stops else None}


def _built(spec: Any, where: str) -> Strategy:
    try:
        return build(spec)
    except InputError as error:
        raise InputError(f"{where}: {error}") from error


def _diversity(given: Entry, wanted: Entry, where: str) -> Any:
    _known("key", given, ("type",), f"{where}.input")
    return {"name": "k_center_greedy", "metric": "cosine"}


def _similarity(given: Entry, wanted: Entry, where: str) -> Any:
    _known("key", given, ("type", "tag_name"), f"{where}.input")
    return {"name": "similarity", "near": given.get("tag_name")}


def _typicality(given: Entry, wanted: Entry, where: str) -> Any:
    _known("key", given, ("type",), f"{where}.input")
    return {"name": "knn_density", "metric": "cosine", "neighbours": wanted.get("num_nearest_neighbors", 20)}


def _weights(given: Entry, wanted: Entry, where: str) -> Any:
    if given["type"] == "RANDOM":
        _known("key", given, ("type", "random_seed"), f"{where}.input")
        return "random"
    column = _column(given, where)
    return _SCORES.get(column) or {"name": "weights", "column": column}


def _threshold(given: Entry, wanted: Entry, where: str) -> Any:
    operation = wanted.get("operation")
    if operation not in _OPERATIONS:
        raise UnknownName("operation", operation, _OPERATIONS, where=f"{where}.strategy")
    if wanted.get("threshold") is None:
        raise InputError(f"{where}.strategy needs the key 'threshold', a number.")
    value, column = _NUMBER(wanted["threshold"], f"{where}.strategy.threshold"), _column(given, where)
    return {
        "name": "threshold",
        "column": column,
        "operation": _OPERATIONS[operation],
        "value": value,
    }


def _balance(given: Entry, wanted: Entry, where: str) -> Any:
    column = None if given["type"] == "PREDICTIONS" else _column(given, where)
    if given["type"] == "PREDICTIONS" and given.get("name", "CLASS_DISTRIBUTION") != "CLASS_DISTRIBUTION":
        raise InputError(f"{where}.input: BALANCE works on CLASS_DISTRIBUTION, not on {given['name']}.")
    if wanted.get("distribution", "TARGET") == "TARGET":
        return {"name": "balance", "column": column, "target": wanted.get("target")}
    return {"name": "balance", "column": column, "target": str(wanted["distribution"]).lower()}


def _column(given: Entry, where: str) -> str:
    """The name of the column that an input stands for."""
    key = {"METADATA": "key", "SCORES": "score"}[given["type"]]
    _known("key", given, ("type", "task", key), f"{where}.input")
    if not isinstance(given.get(key), str):
        raise InputError(f"{where}.input needs the key {key!r}, the name of a column.")
    return str(given[key])


def _typed(entry: Entry, key: str, types: tuple[str, ...], where: str) -> Entry:
    part = entry.get(key)
    if not isinstance(part, Mapping) or "type" not in part:
        raise InputError(f"{where} needs the key {key!r}, a mapping with the key 'type'.")
    if part["type"] not in types:
        raise UnknownName("type", part["type"], types, where=f"{where}.{key}")
    return part


def _known(kind: str, found: Entry, known: tuple[str, ...], where: str) -> None:
    for key in found:
        if key not in known:
            raise UnknownName(kind, key, known, where=where)


_READERS: dict[str, tuple[tuple[str, ...], Callable[[Entry, Entry, str], Any], tuple[str, ...]]] = {
    "BALANCE": (("PREDICTIONS", "METADATA"), _balance, ("target", "distribution")),
    "DIVERSITY": (("EMBEDDINGS",), _diversity, ("stopping_condition_minimum_distance",)),
    "SIMILARITY": (("EMBEDDINGS",), _similarity, ()),
    "THRESHOLD": (("SCORES", "METADATA"), _threshold, ("threshold", "operation")),
    "TYPICALITY": (("EMBEDDINGS",), _typicality, ("num_nearest_neighbors",)),
    "WEIGHTS": (("SCORES", "METADATA", "RANDOM"), _weights, ("stopping_condition_max_sum",)),
}
