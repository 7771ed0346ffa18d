"""Where data sets come from: one `Source` for each key of a study that names one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.settings import Settings

__all__ = ["SOURCES", "Read", "Source", "register_source"]


@dataclass(frozen=True)
class Read:
    """What a source found, before rows without a label are dealt with.

    Attributes
    ----------
    content : (n, ...) array or list of n texts.
    labels : n labels, None where missing; for several classes a tuple each, or an (n, L) matrix of 0 and 1.
    columns : name -> (n,) values.  test_rows : (t,) rows of a given test part, or None.
    ids : n texts, or None for the row numbers.
    embeddings : (n, d) numbers that came along, or None.
    classes : all classes where the source knows them, e.g. those that no row has; None = those of the labels.
    rows : what a row is called in messages, e.g. ("tweets.csv:2", ...); None = row numbers from 0.
    notes : sentences for whoever reads the report.
    """

    content: Any
    labels: Any
    columns: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    test_rows: npt.NDArray[np.int64] | None = None
    ids: list[str] | None = None
    embeddings: npt.NDArray[Any] | None = None
    classes: tuple[Any, ...] | None = None
    rows: list[str] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One kind of data.

    Attributes
    ----------
    key : the key of a study that names it, e.g. ``"generator"``.
    keys : further keys that it reads.
    read : (the settings, the folder that relative paths start from) -> `Read`.
    """

    key: str
    keys: tuple[str, ...]
    read: Callable[[Settings, Path], Read]


SOURCES: dict[str, Source] = {}


def register_source(source: Source) -> Source:
    """Let studies name this source by its key."""
    SOURCES[source.key] = source
    return source
