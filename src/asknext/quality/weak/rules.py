"""Labelling functions written down rather than programmed: keywords, patterns, look-ups, limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asknext.errors import DataError
from asknext.quality.weak.labelling_function import Item, LabellingFunction

__all__ = ["KINDS", "rules"]

Function = Callable[[Item], str | None]

_COMMON = {"name", "label", "field"}


def rules(given: Any, source: str = "", text_field: str = "text") -> list[LabellingFunction]:
    """Labelling functions from what a YAML file holds: a list of mappings, or one below ``functions``.

    Parameters
    ----------
    given : each with a ``name`` and one of: ``keywords`` (a list of words or phrases, whole words, capitals do not
        matter), ``regex`` (a pattern of Python's re, searched; ``ignore_case: true``), ``lookup`` (values of the
        field to classes), ``above`` and/or ``below`` (limits of a number). All but a lookup have a ``label``.
        ``field`` names the column, by default the item's text.
    source : a file's name, for messages.  text_field : what ``field`` is by default.

    Raises
    ------
    DataError : what is wrong with which function.
    """
    entries = given.get("functions") if isinstance(given, Mapping) else given
    if not isinstance(entries, Sequence) or isinstance(entries, str) or not entries:
        raise DataError("expected a list of functions, each with a name and one of: " + _known(), source=source)
    made = [_rule(entry, at, source, text_field) for at, entry in enumerate(entries, 1)]
    names = [each.name for each in made]
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise DataError(f"two functions are called {twice!r}; names tell them apart", source=source)
    return made


def _rule(entry: Any, at: int, source: str, text_field: str) -> LabellingFunction:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    if not isinstance(name, str) or not name:
        raise DataError(f"function {at} has no name", source=source)
    kinds = [kind for kind in KINDS if not KINDS[kind][0].isdisjoint(entry)]
    if len(kinds) != 1:
        raise DataError(f"function {name!r} needs one of {_known()}; found {', '.join(kinds) or 'none'}", source=source)
    keys, make = KINDS[kinds[0]]
    unknown = set(entry) - keys - _COMMON
    if unknown:
        raise DataError(f"function {name!r} has unknown keys: {', '.join(sorted(map(str, unknown)))}", source=source)
    if kinds[0] != "lookup" and not isinstance(entry.get("label"), str):
        raise DataError(f"function {name!r} needs a label: the name of a class", source=source)
    try:
        return LabellingFunction(name, make(entry, str(entry.get("field", text_field))))
    except (TypeError, ValueError, re.error) as wrong:
        raise DataError(f"function {name!r} cannot be used: {wrong}", source=source) from None


def _keywords(entry: Mapping[str, Any], field: str) -> Function:
    words = entry["keywords"]
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word.strip() for word in words):
        raise ValueError("keywords are a list of words or phrases")
    ends = [(r"\b" if word[0].isalnum() else "", r"\b" if word[-1].isalnum() else "") for word in words]
    parts = [before + re.escape(word) + after for word, (before, after) in zip(words, ends, strict=True)]
    return _searched(re.compile("|".join(parts), re.IGNORECASE), field, entry["label"])


def _regex(entry: Mapping[str, Any], field: str) -> Function:
    if not isinstance(entry["regex"], str):
        raise ValueError("regex is a pattern in quotes")
    flags = re.IGNORECASE if entry.get("ignore_case", False) else re.NOFLAG
    return _searched(re.compile(entry["regex"], flags), field, entry["label"])


def _searched(pattern: re.Pattern[str], field: str, label: str) -> Function:
    def found(item: Item) -> str | None:
        return label if pattern.search(str(item.get(field) or "")) else None

    return found


def _lookup(entry: Mapping[str, Any], field: str) -> Function:
    table = entry["lookup"]
    if not isinstance(table, Mapping) or not table or not all(isinstance(label, str) for label in table.values()):
        raise ValueError("lookup is a mapping from values to names of classes")
    labels = {str(value): label for value, label in table.items()}

    def found(item: Item) -> str | None:
        return labels.get(str(item[field])) if item.get(field) is not None else None

    return found


def _limits(entry: Mapping[str, Any], field: str) -> Function:
    above, below = float(entry.get("above", "-inf")), float(entry.get("below", "inf"))
    label: str = entry["label"]

    def found(item: Item) -> str | None:
        number = _number(item.get(field))
        return label if number is not None and above < number < below else None

    return found


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _known() -> str:
    return ", ".join(sorted(key for keys, _ in KINDS.values() for key in keys if key != "ignore_case"))


KINDS: dict[str, tuple[set[str], Callable[[Mapping[str, Any], str], Function]]] = {
    "keywords": ({"keywords"}, _keywords),
    "regex": ({"regex", "ignore_case"}, _regex),
    "lookup": ({"lookup"}, _lookup),
    "limits": ({"above", "below"}, _limits),
}
