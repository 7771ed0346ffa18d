"""ARFF, with one class or with several (as the Mulan project keeps its multi-label data)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from asknext.errors import DataError, UnknownName
from asknext.lab.data_sets.feature_columns import FeatureColumns
from asknext.lab.data_sets.source import Read
from asknext.lab.data_sets.unpacked import existing_file, unpacked_text
from asknext.lab.settings import Settings

__all__ = ["read_arff"]

_ATTRIBUTE = re.compile(r"@attribute\s+('(?:[^'\\]|\\.)*'|\"[^\"]*\"|\S+)\s+(.+)", re.IGNORECASE)
_NUMERIC = ("numeric", "real", "integer")
_LABEL = re.compile(r"<label\s+name\s*=\s*\"([^\"]*)\"", re.IGNORECASE)
_FIELD = re.compile(r"""\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,]+?)\s*(?:,|$)""")
_ESCAPED = re.compile(r"\\(.)")
_SMALL = 10_000_000


@dataclass(frozen=True)
class _Arff:
    """Attribute -> its values where it is nominal, None for numbers; cells by attribute; where each row stands."""

    kinds: dict[str, tuple[str, ...] | None]
    columns: dict[str, list[Any]]
    rows: list[str]


def read_arff(given: Settings, path: Path, folder: Path) -> Read:
    """``label``: the attribute of the class (default: the last one), or a list of attributes of 0 and 1, one a class;
    ``labels_file``: an XML file with ``<label name="...">`` for each of them. ``columns``, ``fill``, ``test_file``.

    Nominal attributes become indicators.

    Raises
    ------
    DataError : not ARFF, a row of another length, a value that was not declared.  UnknownName : no such attribute.
    """
    arff = _parsed(path)
    tested, first = given.text("test_file", None), len(arff.rows)
    if tested is not None:
        arff = _joined(arff, _parsed(existing_file(tested, folder)), path)
    labels = _label_names(given, arff, folder)
    kept = given.texts("columns", [])
    for name in [*labels, *kept]:
        if name not in arff.kinds:
            raise UnknownName("attribute", name, arff.kinds, where=path.name)
    features = {name: kind for name, kind in arff.kinds.items() if name not in (*labels, *kept)}
    form = FeatureColumns(
        tuple(name for name, kind in features.items() if kind is None),
        {name: kind for name, kind in features.items() if kind is not None},
        given.choice("fill", ("refuse", "median"), "refuse"),
    )
    content, notes = form.matrix(arff.columns, arff.rows)
    return Read(
        content, _labels(arff, labels), {name: np.array(arff.columns[name]) for name in kept},
        None if tested is None else np.arange(first, len(arff.rows)), None, None,
        tuple(labels) if len(labels) > 1 else arff.kinds[labels[0]], arff.rows, tuple(notes),
    )  # fmt: skip


def _label_names(given: Settings, arff: _Arff, folder: Path) -> list[str]:
    if "labels_file" in given:
        if "label" in given:
            raise given.wrong("label", "left out where labels_file is given")
        path = existing_file(given.text("labels_file"), folder)
        # Read with a pattern: an XML parser would follow entities, and nothing but the names is wanted.
        names = [_unescaped(name) for name in _LABEL.findall(unpacked_text(path, _SMALL))]
        if not names:
            raise DataError('There is no <label name="...">, expected one for each class.', source=str(path))
        return names
    found: list[str] = given.texts("label", [list(arff.kinds)[-1]])
    return found


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def _labels(arff: _Arff, names: list[str]) -> Any:
    if len(names) == 1:
        return [None if value in ("?", "") else value for value in arff.columns[names[0]]]
    cells = []
    for name in names:
        for value, row in zip(arff.columns[name], arff.rows, strict=True):
            if value not in ("0", "1", "0.0", "1.0"):
                raise DataError(f"Found {value!r}, expected 0 or 1.", source=row, column=name)
        cells.append([int(float(value)) for value in arff.columns[name]])
    return np.array(cells, dtype=np.int64).T


def _parsed(path: Path) -> _Arff:
    lines = unpacked_text(path).splitlines()
    kinds: dict[str, tuple[str, ...] | None] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if text.lower().startswith("@attribute"):
            name, kind = _attribute(text, number, path)
            kinds[name] = kind
        elif text.lower() == "@data":
            return _cells(kinds, lines[number:], number, path)
        elif text and not text.startswith("%") and not text.lower().startswith("@relation"):
            break
    reason = "This is not ARFF: expected @relation, @attribute lines and @data before the first row."
    raise DataError(reason, source=str(path), line=number if lines else None)


def _attribute(text: str, line: int, path: Path) -> tuple[str, tuple[str, ...] | None]:
    match = _ATTRIBUTE.fullmatch(text)
    kind = match[2].strip() if match else ""
    if match and kind.lower().split("[")[0].strip() in _NUMERIC:
        return _bare(match[1]), None
    if match and kind.startswith("{") and kind.endswith("}"):
        return _bare(match[1]), tuple(_fields(kind[1:-1]))
    raise DataError(f"Found {text[:80]!r}, expected a numeric or a nominal attribute.", source=str(path), line=line)


def _cells(kinds: dict[str, tuple[str, ...] | None], lines: list[str], before: int, path: Path) -> _Arff:
    names, rows = list(kinds), list[str]()
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for number, line in enumerate(lines, start=before + 1):
        text = line.strip()
        if not text or text.startswith("%"):
            continue
        cells = _sparse(text, kinds) if text.startswith("{") else _fields(text)
        if len(cells) != len(names):
            reason = f"{len(cells)} values, expected {len(names)}, one for each attribute."
            raise DataError(reason, source=str(path), line=number)
        for name, cell in zip(names, cells, strict=True):
            _check(cell, kinds[name], name, number, path)
            columns[name].append(cell)
        rows.append(f"{path.name}:{number}")
    if not rows:
        raise DataError("There are no rows after @data.", source=str(path))
    return _Arff(kinds, columns, rows)


def _check(cell: str, kind: tuple[str, ...] | None, name: str, line: int, path: Path) -> None:
    if kind is not None and cell != "?" and cell not in kind:
        shown = ", ".join(kind[:10])
        raise DataError(f"Found {cell!r}, expected one of {shown}.", source=str(path), line=line, column=name)


def _sparse(text: str, kinds: dict[str, tuple[str, ...] | None]) -> list[str]:
    """``{index value, ...}``, indices from 0; what is not there is 0, or the first value of a nominal attribute."""
    cells = ["0" if kind is None else kind[0] for kind in kinds.values()]
    for pair in _fields(text.strip("{} ")):
        place, _, value = pair.partition(" ")
        if not place.isdigit() or int(place) >= len(cells):
            return []
        cells[int(place)] = _bare(value.strip())
    return cells


def _fields(text: str) -> list[str]:
    if "'" not in text and '"' not in text:
        return [cell.strip() for cell in text.split(",")]
    return [_bare(cell.strip()) for cell in _FIELD.findall(text)]


def _bare(name: str) -> str:
    quoted = len(name) > 1 and name[0] == name[-1] and name[0] in "'\""
    return _ESCAPED.sub(r"\1", name[1:-1]) if quoted else name


def _joined(first: _Arff, second: _Arff, path: Path) -> _Arff:
    if first.kinds != second.kinds:
        raise DataError("The test file declares other attributes than this one.", source=str(path))
    columns = {name: values + second.columns[name] for name, values in first.columns.items()}
    return _Arff(first.kinds, columns, first.rows + second.rows)
