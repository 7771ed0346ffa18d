"""pandas tables as a pickle describes them: names of columns and their values, without pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asknext.lab.feature_pickle.arrays import Arrays
from asknext.lab.feature_pickle.arrow_texts import arrow_texts
from asknext.lab.feature_pickle.machine import Made, Named
from asknext.lab.feature_pickle.refused import Refused

__all__ = ["table_columns"]

_OLD_LAYOUT = "0.14.1"


def table_columns(table: Made, arrays: Arrays) -> dict[str, Sequence[Any]]:
    """Column name to its cells, in the order of the rows; the names of rows, where they are texts, as ``index``.

    Reads the layouts of pandas 1 to 3. Raises `Refused` on any other.
    """
    names, rows, blocks = _parts(table, arrays)
    found: dict[int, Sequence[Any]] = {}
    for values, places in blocks:
        cells = _cells(values, arrays)
        where = _places(places, arrays)
        columns = [cells] if _is_one_column(cells, where) else list(cells)
        if len(columns) != len(where):
            raise Refused("a block of the table has other columns than it says")
        found.update(zip(where, columns, strict=True))
    if sorted(found) != list(range(len(names))):
        raise Refused("the table has other columns than names")
    return _named(names, rows, found)


def _named(names: Sequence[Any], rows: Sequence[Any], found: dict[int, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    columns = {str(name): found[place] for place, name in enumerate(names)}
    if len(columns) != len(names):
        raise Refused("two columns of the table have one name")
    if len(rows) and all(isinstance(each, str) for each in rows):
        columns.setdefault("index", rows)
    return columns


def _parts(table: Made, arrays: Arrays) -> tuple[Sequence[Any], Sequence[Any], list[tuple[Any, Any]]]:
    """Names of columns, names of rows, and (values, places) of the blocks."""
    state = table.state if isinstance(table.state, dict) else {}
    manager = state.get("_mgr", state.get("_data"))
    if not isinstance(manager, Made) or manager.kind != "blocks":
        raise Refused("the table is not laid out as pandas does")
    blocks, axes = _new_layout(manager) if len(manager.arguments) >= 2 else _old_layout(manager)
    if type(axes) is not list or len(axes) != 2:
        raise Refused("the table has no rows and columns")
    return _index(axes[0], arrays), _index(axes[1], arrays), blocks


def _new_layout(manager: Made) -> tuple[list[tuple[Any, Any]], Any]:
    blocks, axes = manager.arguments[:2]
    if not isinstance(blocks, tuple | list) or not all(_is(each, "block") for each in blocks):
        raise Refused("the table is not laid out as pandas does")
    return [each.arguments[:2] for each in blocks if len(each.arguments) >= 2], axes


def _old_layout(manager: Made) -> tuple[list[tuple[Any, Any]], Any]:
    """Of pandas before 1.3."""
    state = manager.state
    layout = state[-1].get(_OLD_LAYOUT) if isinstance(state, tuple) and state and isinstance(state[-1], dict) else None
    blocks = layout.get("blocks") if isinstance(layout, dict) else None
    if not isinstance(layout, dict) or not isinstance(blocks, list) or not all(type(each) is dict for each in blocks):
        raise Refused("the table is not laid out as pandas does")
    return [(each.get("values"), each.get("mgr_locs")) for each in blocks], layout.get("axes")


def _index(made: Any, arrays: Arrays) -> Sequence[Any]:
    if not _is(made, "new_index") or len(made.arguments) != 2 or not isinstance(made.arguments[0], Named):
        raise Refused("the table has names of columns or rows of a kind that is not known here")
    parts = made.arguments[1] if isinstance(made.arguments[1], dict) else {}
    if made.arguments[0].kind == "range_index":
        return range(*_whole(parts.get("start"), parts.get("stop"), parts.get("step")))
    return list(_cells(parts.get("data"), arrays))


def _cells(values: Any, arrays: Arrays) -> Any:
    return arrow_texts(values) if _is(values, "arrow_texts") else arrays.array(values)


def _is_one_column(cells: Any, places: Sequence[int]) -> bool:
    return len(places) == 1 and getattr(cells, "ndim", 1) == 1


def _places(made: Any, arrays: Arrays) -> Sequence[int]:
    if _is(made, "slice") and len(made.arguments) == 3:
        return range(*_whole(*made.arguments))
    return [int(each) for each in arrays.array(made).ravel().tolist()]


def _whole(*values: Any) -> tuple[int, int, int]:
    start, stop, step = (1 if place == 2 and each is None else each for place, each in enumerate(values))
    if not all(isinstance(each, int) and abs(each) < 2**40 for each in (start, stop, step)) or step == 0:
        raise Refused("the table counts its rows or columns in an unusual way")
    return start, stop, step


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, Made) and value.kind == kind
