"""The queries of the queue look at few rows, however many items there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from asknext.store import free_items, leases
from asknext.store.database import Database


@pytest.mark.parametrize(
    ("ask", "plan"),
    [
        (lambda conn: free_items.free_among(conn, [3, 1, 2], 1.0), "item USING INTEGER PRIMARY KEY"),
        (lambda conn: free_items.free_in_draw_order(conn, True, 3, 1.0), "ix_item_open"),
        (lambda conn: free_items.free_skipped(conn, -1.0, 3, 1.0), "ix_item_state"),
        (lambda conn: leases.leases_of(conn, "s", 1.0), "ix_lease_session"),
        (lambda conn: leases.leases_on(conn, [1, 2]), "lease USING INDEX sqlite_autoindex_lease_1 (item=?)"),
        (lambda conn: leases.expired_leases(conn, 1.0, 2.0), "ix_lease_expires"),
    ],
)
def test_queries_do_not_go_through_all_items(tmp_path: Path, ask: object, plan: str) -> None:
    db = Database(tmp_path / "project.db")
    said: list[tuple[str, object]] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: said.append((a[2], a[3])))
    with db.read() as conn:
        ask(conn)  # type: ignore[operator]
        sql, values = next(each for each in said if "FROM" in each[0] and "sqlite" not in each[0])
        found = [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert found[0].startswith(("SEARCH", "SCAN item USING INDEX")), found
    assert plan in found[0], found
