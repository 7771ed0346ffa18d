"""Data into a project: only what is new, in batches that each are whole, with every refusal written down."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from asknext.errors import InputError
from asknext.formats import Reject, Row, Source, open_source
from asknext.project.candidate import CandidateMaker
from asknext.project.folder import Project
from asknext.project.import_batch import UNMEASURED, store_batch
from asknext.project.import_report import ImportReport
from asknext.project.import_run import ImportRun
from asknext.project.layout import find_layout

__all__ = ["Progress", "import_data", "import_rows"]

BATCH = 5_000

Progress = Callable[[int, int, int], None]
"""Called after each batch with rows read, and ``done`` of ``total`` (bytes, or rows or files for some formats)."""


def import_data(
    project: Project, sources: Sequence[Path | str], *, strict: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Import files and folders, one after another.

    Rows that are there already (same id, same content) are passed over, so a run that was cut off is simply started
    again. A bad row goes to a file below ``rejects/`` and the rest goes in.

    Parameters
    ----------
    strict : stop at the first bad row; then nothing of this call is kept.

    Raises
    ------
    DataError : a source cannot be read at all; with ``strict`` also the first bad row.
    UnknownName : a column is not there.
    """
    paths = [Path(each) for each in sources]
    opened = [_opened(project, path) for path in paths]
    media = _media(project, paths)
    run = ImportRun(project, ", ".join(path.name for path in paths[:1]), strict=strict)
    with run.transaction():
        for source in opened:
            maker = CandidateMaker(project.config, find_layout(project.config, source), source, media)
            for batch in _batched(source):
                store_batch(run, batch, maker, source.name)
                if progress:
                    progress(run.rows, sum(each.done for each in opened), sum(each.total for each in opened))
            run.report.notes.extend(source.notes)
    return run.finish()


def import_rows(
    project: Project, rows: Iterable[Row | Reject], *, source: str = "rows", strict: bool = False
) -> ImportReport:
    """Import rows that come from anywhere, e.g. `asknext.formats.read_json_lines`. As `import_data`.

    Parameters
    ----------
    source : what to call it in messages.
    """
    maker = CandidateMaker(project.config, find_layout(project.config), None, project.media)
    run = ImportRun(project, source, strict=strict)
    with run.transaction():
        for batch in _batched(rows):
            store_batch(run, batch, maker, source)
    return run.finish()


def _batched(rows: Iterable[Row | Reject]) -> Iterator[list[Row | Reject]]:
    stream = iter(rows)
    while batch := list(itertools.islice(stream, BATCH)):
        yield batch


def _opened(project: Project, path: Path) -> Source:
    config = project.config
    if (path / "asknext.yaml").is_file():
        raise InputError(f"{path} is a project; give a file, or a folder of pictures or texts.")
    return open_source(path, config.content, **dataclasses.asdict(config.reading))


def _media(project: Project, paths: Sequence[Path]) -> Path | None:
    """The folder files lie in; the first import says it where the settings do not."""
    if project.config.content in UNMEASURED or not paths:
        return project.media
    if project.media is None:
        folder = (paths[0] if paths[0].is_dir() else paths[0].parent).resolve()
        project.change_config(dataclasses.replace(project.config, media=str(folder)))
    return project.media
