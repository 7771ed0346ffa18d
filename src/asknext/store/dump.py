"""Whole tables as plain rows and back, the same for both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, func, insert, select, text

from asknext.store.layout import PROJECT_TABLES, Layout

__all__ = ["are_dumped", "count_rows", "dumped_rows", "dumped_tables", "load_rows"]

_FETCH, _BLOCK = 5_000, 1_000
# What lives for minutes, and what opens a door: a copy is better without.
_LEFT_OUT = ("lease", "person_session", "web_session")


def dumped_tables(layout: Layout = PROJECT_TABLES) -> dict[str, Table]:
    """The tables that are kept, those that others refer to first."""
    return are_dumped({table.name: table for table in layout.metadata.sorted_tables})


def are_dumped(tables: Mapping[str, Table]) -> dict[str, Table]:
    """Those of ``tables`` that are kept."""
    return {name: table for name, table in tables.items() if name not in _LEFT_OUT}


def count_rows(conn: Connection, table: Table) -> int:
    """How many rows there are."""
    return int(conn.execute(select(func.count()).select_from(table)).scalar_one())


def dumped_rows(conn: Connection, table: Table) -> Iterator[list[Any]]:
    """Every row in the order of the primary key, as values that JSON can hold; bytes as hexadecimal digits."""
    binary = [number for number, column in enumerate(table.columns) if isinstance(column.type, LargeBinary)]
    query = select(table).order_by(*table.primary_key.columns)
    with conn.execute(query, execution_options={"stream_results": True, "yield_per": _FETCH}) as rows:
        for row in rows:
            values = list(row)
            for number in binary:
                values[number] = values[number].hex()
            yield values


def load_rows(conn: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows as `dumped_rows` gave them, and let numbers that are made go on after them; how many.

    Raises
    ------
    ValueError, KeyError : a row has another length, a column is unknown, or bytes are not in hexadecimal digits.
    """
    kinds = [(name, _reader(table.columns[name])) for name in columns]
    statement, count, rest = insert(table), 0, iter(rows)
    while block := [
        {name: read(value) for (name, read), value in zip(kinds, row, strict=True)} for row in islice(rest, _BLOCK)
    ]:
        conn.execute(statement, block)
        count += len(block)
    _go_on_counting(conn, table)
    return count


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    return bytes.fromhex if isinstance(column.type, LargeBinary) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _go_on_counting(conn: Connection, table: Table) -> None:
    """PostgreSQL counts in a sequence that knows nothing of rows that came with their number."""
    made = table.autoincrement_column
    if made is None or conn.dialect.name != "postgresql":
        return
    last = f"SELECT COALESCE(MAX({made.name}), 0) FROM {table.name}"  # noqa: S608 - names of our own tables
    sequence = f"pg_get_serial_sequence('{table.name}', '{made.name}')"
    conn.execute(text(f"SELECT setval({sequence}, GREATEST(({last}), 1), ({last}) > 0)"))
