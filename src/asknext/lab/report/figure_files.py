"""`write_figures`: every figure of a study as files, and the numbers of each as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from asknext.formats.csv_file import write_csv
from asknext.lab.report.curves_section import curves_drawing
from asknext.lab.report.figure_tables import figure_tables
from asknext.lab.report.findings import Findings
from asknext.lab.report.ranking_section import ranking_drawing
from asknext.lab.report.strategy_name import Names
from asknext.report.drawing import Drawing
from asknext.report.picture_file import check_formats, save_drawing

__all__ = ["write_figures"]

# beyond, only the main metric is drawn; the CSV files hold all of them
MOST = 200


def write_figures(found: Findings, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write into ``folder``, which is made where it is absent; gives the files written.

    Raises
    ------
    UnknownName : a format that is none.  MissingExtra : PNG or PDF without matplotlib.
    """
    check_formats(list(formats))
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, drawing in _drawings(found):
        for kind in formats:
            path = folder / f"{name}.{kind}"
            save_drawing(drawing, path)
            written.append(path)
    for name, columns, rows in figure_tables(found):
        path = folder / f"{name}.csv"
        path.write_bytes(b"".join(write_csv(columns, rows)))
        written.append(path)
    return written


def _drawings(found: Findings) -> Iterator[tuple[str, Drawing]]:
    names = Names(found.strategies, found.baseline)
    metrics = found.metrics if len(found.problems) * len(found.metrics) <= MOST else found.metrics[:1]
    for at, problem in enumerate(found.problems, 1):
        for metric in metrics:
            drawing = curves_drawing(problem, metric, names)
            if drawing is not None:
                yield f"curves-{at:03}-{_plain(problem.place)}-{_plain(metric.name)}", drawing
    for at, ranking in enumerate(found.rankings, 1):
        if ranking.is_ranked:
            yield f"ranks-{at:03}-{_plain(ranking.schedule)}-{_plain(ranking.metric)}", ranking_drawing(ranking, names)


def _plain(text: str) -> str:
    """A part of a file name on any system; the number before it tells files apart."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:40] or "x"
