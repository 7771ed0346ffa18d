"""Rounds of ask, label, train and evaluate on `bccd_detection`; needs the extras torch and detection.

python -m benchmarks.detection_loop --seeds 5    runs what is missing, writes results/detection_loop.md
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.detection.cells_of_blood import cells_of_blood
from benchmarks.detection.report import page
from benchmarks.detection.rounds import Rounds

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rows", type=Path, default=HERE / "detection" / "rounds.jsonl")
    given = parser.parse_args()
    rounds = Rounds(cells_of_blood(), given.rows)
    rounds.run(range(given.seeds))
    (HERE / "results" / "detection_loop.md").write_text(page(rounds.rows.values()), encoding="utf-8")


if __name__ == "__main__":
    main()
