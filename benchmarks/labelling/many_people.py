"""Many people label while server, trainer and database are killed; afterwards every acknowledged answer is looked up.

python -m benchmarks.labelling.many_people --people 50 --seconds 600 --database postgresql --seed 1
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.labelling.annotator import Annotator, Habits
from benchmarks.labelling.ledger import Ledger, check

from asknext.formats import Row
from asknext.project.config import ClassConfig, Columns, Config, QueueConfig
from asknext.project.database_config import DatabaseConfig
from asknext.project.folder import Project, create_project, open_project
from asknext.project.importing import import_rows
from asknext.project.team_config import Overlap

__all__ = ["Served", "run"]

SERVE = "import sys; from asknext.server.run import serve; serve(sys.argv[1], port=int(sys.argv[2]), train=True)"
LONGEST = 60.0
ENOUGH = 3  # answers between two kills
WORDS = ("good", "bad", "late", "early", "warm", "cold", "kind", "loud", "quiet", "cheap")


class Served:
    """A server in a process of its own, always at the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, 0
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start, and wait until it says where it listens; tries again, for its database may be away."""
        for _ in range(60):
            with open(self.folder.parent / "server.log", "a") as log:
                self.process = subprocess.Popen(
                    [sys.executable, "-c", SERVE, str(self.folder), str(self.port)],
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
            assert self.process.stdout is not None
            if line := self.process.stdout.readline():
                self.port = int(line.split()[2].rsplit(":", 1)[1].strip("/"))
                return
            self.process.wait()
            time.sleep(0.5)
        raise RuntimeError(f"the server does not start; see {self.folder.parent / 'server.log'}")

    def kill(self) -> None:
        """SIGKILL, and everything it had not written is gone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def trainers(self) -> list[int]:
        """The processes that the server started."""
        assert self.process is not None
        found: list[int] = []
        for path in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            found += [int(each) for each in path.read_text().split()]
        return found


class Chaos(threading.Thread):
    """Kills something every few seconds."""

    def __init__(
        self, served: Served, database: Any, ledger: Ledger, done: threading.Event, every: float, seed: int
    ) -> None:
        super().__init__(daemon=True)
        self._served, self._database, self._done, self._every = served, database, done, every
        self._ledger, self._stored = ledger, 0
        self._rng, self.killed = random.Random(f"{seed} chaos"), {"server": 0, "trainer": 0, "database": 0}

    def run(self) -> None:
        while not self._done.wait(self._every * (0.5 + self._rng.random())):
            if self._ledger.counts["stored"] < self._stored + ENOUGH:
                continue  # on a slow machine nothing would ever come up again
            self._stored = self._ledger.counts["stored"]
            kinds: list[Callable[[], None]] = [self._server, self._trainer]
            self._rng.choice([*kinds, self._postgres] if self._database is not None else kinds)()

    def _server(self) -> None:
        self._served.kill()
        time.sleep(self._rng.random())
        self._served.start()
        self.killed["server"] += 1

    def _trainer(self) -> None:
        for each in self._served.trainers():
            os.kill(each, signal.SIGKILL)
            self.killed["trainer"] += 1

    def _postgres(self) -> None:
        self._database.kill()
        time.sleep(self._rng.random())
        self._database.start()
        self.killed["database"] += 1


def make(folder: Path, items: int, overlap: int, habits: Habits, place: DatabaseConfig) -> None:
    """A project of short texts."""
    rng = random.Random(0)
    config = Config(
        columns=Columns(text="text", id="id"),
        classes=(ClassConfig("good"), ClassConfig("bad"), ClassConfig("neither")),
        queue=QueueConfig(lease_seconds=habits.lease),
        overlap=Overlap(labels=overlap, most=overlap),
        database=place,
    )
    with create_project(folder, config) as project:
        rows = (Row(k, {"id": f"n{k}", "text": f"{' '.join(rng.sample(WORDS, 4))} {k}"}) for k in range(items))
        import_rows(project, rows)


def run(
    folder: Path,
    *,
    people: int,
    seconds: float,
    items: int,
    overlap: int = 1,
    every: float = 12.0,
    seed: int = 0,
    kills: int = 0,
    habits: Habits | None = None,
    postgres: Any = None,
) -> dict[str, Any]:
    """Everything that was counted, and below ``wrong`` what must all be 0.

    Parameters
    ----------
    every : seconds from one kill to the next on average. kills : it goes on until there were so many, at most a
    minute longer. postgres : has ``url``, ``start`` and ``kill``; None: SQLite.
    """
    habits = habits or Habits()
    place = DatabaseConfig() if postgres is None else DatabaseConfig(url=postgres.url("many_people"))
    make(folder / "p", items, overlap, habits, place)
    served, ledger, done, calm = Served(folder / "p"), Ledger(), threading.Event(), threading.Event()
    served.start()
    classes = ["c1", "c2", "c3"]
    crew = [Annotator(f"a{k}", served.port, ledger, done, habits, seed, classes) for k in range(people)]
    chaos = Chaos(served, postgres, ledger, calm, every, seed)
    begin = time.monotonic()
    for each in [*crew, chaos]:
        each.start()
    while (left := seconds - time.monotonic() + begin) > 0 or (sum(chaos.killed.values()) < kills and left > -LONGEST):
        time.sleep(0.1)
    calm.set()
    chaos.join(120)
    done.set()
    for each in crew:
        each.join(120)
    took = time.monotonic() - begin
    stuck = sum(each.is_alive() for each in crew)
    served.kill()
    with open_project(folder / "p") as project:
        return {**_numbers(project, ledger, overlap), "seconds": took, "killed": chaos.killed, "stuck": stuck}


def _numbers(project: Project, ledger: Ledger, overlap: int) -> dict[str, Any]:
    waits = {name: _waits(found) for name, found in sorted(ledger.waits.items())}
    acknowledged = sum(each.acknowledged for each in ledger.sent.values())
    numbers = {"acknowledged": acknowledged, "held": len(ledger.holds), "counts": dict(ledger.counts), "waits": waits}
    return {"wrong": check(project, ledger, overlap), **numbers}


def _waits(found: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(found, n=100) if len(found) > 1 else [found[0]] * 99
    return {"n": len(found), "p50 ms": round(1e3 * cuts[49], 1), "p99 ms": round(1e3 * cuts[98], 1)}


def main() -> None:
    """Run it as the command line says, and print the numbers as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--overlap", type=int, default=1)
    parser.add_argument("--every", type=float, default=12.0)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    postgres = None
    if given.database == "postgresql":
        from tests.postgres import Postgres

        postgres = Postgres(safe=True)
    names = ("people", "seconds", "items", "overlap", "every", "seed")
    try:
        with tempfile.TemporaryDirectory(prefix="asknext-many-") as folder:
            settings = {name: getattr(given, name) for name in names}
            found = run(Path(folder), habits=Habits(think=given.think), postgres=postgres, **settings)
    finally:
        if postgres is not None:
            postgres.remove()
    print(json.dumps(found, indent=1))
    sys.exit(any(found["wrong"].values()) or found["stuck"])


if __name__ == "__main__":
    main()
