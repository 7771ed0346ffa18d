"""What can be handed out is found by an index, however many items there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from asknext.store import free_items as free
from asknext.store.asker import Asker
from asknext.store.assigned_items import abandoned_items, assigned_among, assigned_to
from asknext.store.database import Database
from asknext.store.gold_items import count_unanswered_gold, unanswered_gold
from asknext.store.judgeable_items import free_to_judge, judgeable
from asknext.store.priorities import priority_rows
from asknext.store.threads import open_questions
from asknext.store.votes import votes_on

ANN, SKILLED = Asker("ann"), Asker("ann", frozenset({"law", "medical"}))
BY_POS = "SEARCH item USING INTEGER PRIMARY KEY (rowid=?)"


@pytest.mark.parametrize(
    ("ask", "plan"),
    [
        (lambda conn: free.free_among(conn, [3, 1], 1.0), BY_POS),
        (lambda conn: free.free_among(conn, [3, 1], 1.0, SKILLED), BY_POS),
        (lambda conn: free.free_for(conn, ANN, [3, 1], 1.0), BY_POS),
        (lambda conn: judgeable(conn, ANN, 4, [3, 1], 1.0), BY_POS),
        (lambda conn: assigned_among(conn, ANN, [3, 1], 1.0), BY_POS),
        (lambda conn: free.free_in_draw_order(conn, True, 3, 1.0, SKILLED), "ix_item_open (control=?)"),
        (lambda conn: free.urgent_after(conn, ANN, None, 3, 1.0), "ix_item_priority (priority>? AND priority<?)"),
        (lambda conn: free.urgent_after(conn, ANN, (2.0, 0.5), 3, 1.0), "ix_item_priority (priority=? AND draw<?)"),
        (lambda conn: free.started_after(conn, SKILLED, 0.5, 3, 1.0), "ix_item_started (draw>?)"),
        (lambda conn: free_to_judge(conn, ANN, 4, 0.5, 3, 1.0), "ix_item_state (state=? AND draw>?)"),
        (lambda conn: free.free_skipped(conn, 0.5, 3, 1.0), "ix_item_state (state=? AND draw>?)"),
        (lambda conn: assigned_to(conn, ANN, 3, 1.0), "ix_item_assigned (assigned=?)"),
        (lambda conn: abandoned_items(conn, 1.0, 3, 1.0), "ix_item_assigned"),
        (lambda conn: unanswered_gold(conn, "ann", 1.0), "ix_item_gold"),
        (lambda conn: count_unanswered_gold(conn, "ann"), "ix_item_gold"),
        (lambda conn: priority_rows(conn, ["a", "b"]), "sqlite_autoindex_item_1 (id=?)"),
        (lambda conn: votes_on(conn, [1, 2]), "sqlite_autoindex_vote_1 (item=?)"),
        (lambda conn: open_questions(conn), "ix_event_asked"),
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
    assert plan in found[0], found
    assert not any("TEMP B-TREE" in each for each in found) or "SEARCH vote" in found[0], found
    db.close()
