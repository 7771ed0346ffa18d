"""`write_report`: the report of a stored study as a file, with its figures where they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from asknext.lab.report.figure_files import write_figures
from asknext.lab.report.findings import Findings
from asknext.lab.report.findings_of import findings_of
from asknext.lab.report.report_page import report_page
from asknext.lab.report.summary import summary
from asknext.lab.run_store import RunStore
from asknext.report.picture_file import check_formats

__all__ = ["WrittenReport", "write_report"]


@dataclass(frozen=True)
class WrittenReport:
    """What was written.

    Attributes
    ----------
    page : the HTML file, of ``size`` bytes.  figures : the files beside it.
    sentences : the summary.  findings : all the numbers.
    """

    page: Path
    size: int
    figures: Sequence[Path]
    sentences: Sequence[str]
    findings: Findings


def write_report(
    folder: str | Path,
    output: str | Path | None = None,
    *,
    figures: str | Path | None = None,
    formats: Sequence[str] = ("svg",),
    metric: str | None = None,
    on_progress: Callable[..., None] | None = None,
) -> WrittenReport:
    """Write the report of the study in ``folder``; also while it is running, of what is there.

    Parameters
    ----------
    folder : the run store.  output : the HTML file; default: ``report.html`` in it.
    figures : a folder for the figures as files and their numbers as CSV.
    formats : of the figures: "svg", "png", "pdf"; the last two need matplotlib.
    metric : the main one; default: the first that the study took.
    on_progress : called with (cells read, cells in all).

    Raises
    ------
    DataError : the store is damaged, or none.  UnknownName : a metric that was not taken, or no such format.
    MissingExtra : PNG or PDF without matplotlib.
    """
    if figures is not None:
        check_formats(list(formats))
    with RunStore.open(folder) as store:
        found = findings_of(store, metric=metric, on_progress=on_progress)
    path = Path(folder) / "report.html" if output is None else Path(output)
    text = report_page(found).encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    written = [] if figures is None else write_figures(found, Path(figures), formats)
    sentences = [sentence for block in summary(found) for sentence in block]
    return WrittenReport(path, len(text), written, sentences, found)
