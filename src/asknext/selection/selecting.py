"""`select_media`: from a configuration to the folder that a selection leaves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asknext.errors import InputError
from asknext.selection.found_files import find_files
from asknext.selection.item_columns import check_columns
from asknext.selection.leaving import check_output, leave, write_json
from asknext.selection.looking import Looker
from asknext.selection.media_selection import MediaSelection
from asknext.selection.outcome import Outcome
from asknext.selection.outcome_json import outcome_json
from asknext.selection.parts import Wanted, wanted
from asknext.selection.reading import look_at
from asknext.selection.running import Models, run
from asknext.selection.seen_cache import SeenCache
from asknext.selection.states import earlier_selection

__all__ = ["Selected", "select_media"]

Progress = Callable[[float, float | None, str], object]


@dataclass(frozen=True)
class Selected:
    """The folder ``output``, and ``result``: what stands in its ``selection.json``."""

    output: Path
    result: dict[str, Any]


def select_media(config: MediaSelection, progress: Progress = lambda done, total, text: None) -> Selected:
    """Choose files or frames and leave them, with all that was found out, in ``config.output``.

    ``progress`` is called with what is done, of how much, and a word about it. A run that was ended is taken up where
    it stood, as what was seen is kept by content in a cache.

    Raises
    ------
    InputError, UnknownName : the configuration cannot be followed. DataError : a file cannot be read or written.
    MissingExtra : a library is needed that is not installed.
    """
    if config.output is None:
        raise InputError("No place for what is chosen is given: add 'output: FOLDER', or --output.")
    asked, took = wanted(config.strategies, list(config.queries)), dict[str, float]()
    check_output(config.output)
    outcome = _chosen(config, asked, progress, took)
    with _timed(took, "writing"):
        leave(outcome, config.output, lambda done, total: progress(done, total, "writing"))
    result = outcome_json(outcome, took, datetime.now(UTC).isoformat(timespec="seconds"), _version())
    write_json(config.output / "selection.json", result)
    return Selected(config.output, result)


def _chosen(config: MediaSelection, asked: Wanted, progress: Progress, took: dict[str, float]) -> Outcome:
    assert config.output is not None
    found, earlier = (
        find_files(config.input, config.kind, config.column, config.media),
        earlier_selection(config.preselected),
    )
    check_columns(asked, found.files)
    models = Models.of(config, config.folder)
    with SeenCache(config.cache or config.output / "cache.db") as cache:
        looker = Looker(cache, models.every, config.frames_per_second)
        with _timed(took, "reading"):
            read = look_at(found, looker, progress, exact=config.duplicates.exact)
        with _timed(took, "choosing"):
            progress(0, None, "choosing")
            return run(config, asked, read, looker, models, earlier, found.notes)


@contextmanager
def _timed(took: dict[str, float], step: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    took[step] = round(time.perf_counter() - start, 3)


def _version() -> str:
    from asknext import __version__

    return __version__
