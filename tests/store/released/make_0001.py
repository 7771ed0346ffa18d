"""How ``0001.sql`` was made: by the code of the release whose tables were of version 0001.

    python tests/store/released/make_0001.py tests/store/released/0001.sql

It is kept to be read; with newer code it makes newer tables.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from pathlib import Path

from asknext.formats.rows import Row
from asknext.labelling.queue import Queue
from asknext.labelling.work import Work
from asknext.project.config import ClassConfig, Columns, Config
from asknext.project.folder import create_project
from asknext.project.importing import import_rows
from asknext.store.rankings import add_ranking, add_round
from asknext.store.sessions import add_session

NOW = 1_790_000_000.0
TEXTS = ["late train", "lovely view", "cold tea", "warm people", "loud room", "late train", "good bread", "long wait"]
ROWS = [*((text, None) for text in TEXTS), ("kind host", "good")]


def act(work: Work, conn: object, who: str, number: int, kind: str, item: int, **more: object) -> None:
    """One action, which must be stored."""
    given = {"uid": f"{who}-{number}", "kind": kind, "item": item, **more}
    assert work.do(conn, f"session-{who}", who, [given])[0].status == "stored", given  # type: ignore[arg-type]


def fill(folder: Path) -> None:
    """A project in which everything that version 0001 knows has happened once."""
    classes = (ClassConfig("bad", "1"), ClassConfig("good", "2"))
    columns = Columns(text="text", id="id", label="label")
    config = Config(title="released", classes=classes, columns=columns, control=0.25)
    with create_project(folder, config) as project:
        import_rows(
            project, [Row(k, {"id": f"n{k}", "text": text, "label": label}) for k, (text, label) in enumerate(ROWS)]
        )
        queue = Queue(project, clock=lambda: NOW)
        work = Work(queue, multilabel=False, clock=lambda: NOW)
        with project.database.write() as conn:
            add_round(
                conn,
                version=add_ranking(conn, at=NOW, strategy="margin", labels=0, file="r1"),
                at=NOW,
                labels=0,
                result={"scores": {"accuracy": 0.5}},
            )
            add_session(conn, "0" * 64, NOW, NOW + 60)
            act(work, conn, "ada", 1, "label", 0, value=["c1"], seconds=2.5)
            act(work, conn, "ada", 2, "label", 1, value=["c2"], seconds=1.5, stream="list")
            act(work, conn, "bob", 1, "label", 1, value=["c1"], seconds=4.0)  # late: kept, not used
            act(work, conn, "ada", 3, "label", 2, value=["c1"])
            act(work, conn, "ada", 4, "undo", 2, target="ada-3")
            act(work, conn, "bob", 2, "skip", 3)
            act(work, conn, "bob", 3, "ignore", 4)
            act(work, conn, "bob", 4, "flag", 6)
            act(work, conn, "bob", 5, "comment", 6, value="Which bread? \u2014 50 % \U0001f35e")
            act(work, conn, "ada", 5, "label", 6, value=["c1"])
            act(work, conn, "ada", 6, "label", 6, value=["c2"])
            act(work, conn, "ada", 7, "label", 7, value=["c2"])
            act(work, conn, "bob", 6, "requeue", 7)
            queue.give(conn, "session-bob", "bob", 7, "strategy")


def main() -> None:
    """Write the database as SQL, which anybody can read and no binary file has to be trusted."""
    with tempfile.TemporaryDirectory() as room:
        fill(Path(room) / "p")
        with sqlite3.connect(Path(room) / "p" / "project.db") as conn:
            Path(sys.argv[1]).write_text("\n".join(conn.iterdump()) + "\n", encoding="utf-8")
        conn.close()


if __name__ == "__main__":
    main()
