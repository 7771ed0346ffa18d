"""`load_data_set`: one entry of a study's ``data``, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.lab.data_sets.chosen_rows import with_chosen_rows
from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.data_sets.fingerprint import fingerprint_of
from asknext.lab.data_sets.plain_labels import PlainLabels, plain_labels
from asknext.lab.data_sets.reduction import reduced
from asknext.lab.data_sets.scaling import SCALES, scaled
from asknext.lab.data_sets.source import SOURCES, Read, Source
from asknext.lab.data_sets.vectors import content_matrix, vectors_for
from asknext.lab.settings import Settings

__all__ = ["COMMON_KEYS", "load_data_set"]

COMMON_KEYS = ("name", "embeddings", "scale", "missing", "classes", "rows", "task", "reduce")


def load_data_set(spec: Mapping[str, Any], folder: Path = Path(), where: str = "data") -> DataSet:
    """Read a data set.

    Parameters
    ----------
    spec : one of ``file``, ``builtin``, ``generator`` or another key of `SOURCES` says what to read; besides its own
        keys each takes

        - ``name`` : as it is shown; default: the name of the file, or of what is built in or generated.
        - ``embeddings`` : ``default`` (made from the content without labels), ``content`` (the content itself),
          ``none``, or an ``.npy`` or ``.npz:member`` file with a row for each row read, in order.
        - ``scale`` : ``standard``, ``minmax`` (0 to 1) or ``none`` (default); learnt from all rows but a given test
          part, without labels.
        - ``reduce`` : so many principal components in place of the content, learnt in the same way after scaling.
        - ``missing`` : rows without a label: ``refuse`` (default), ``leave_out`` (counted in the notes), or, where
          items hold several classes, ``no_classes``.
        - ``classes`` : keep the rows of these classes alone (several: keep these classes).
        - ``rows`` : keep so many rows, drawn with a fixed seed; classes keep their shares.
        - ``task`` : ``classes`` (default) or ``numbers`` (regression).
    folder : where relative paths start.
    where : what to call the entry in messages.

    Raises
    ------
    InputError, UnknownName : a key or its value is wrong.  DataError : a file, row or column is.
    """
    given = Settings(spec, where)
    source = _source(given)
    given.only([source.key, *source.keys, *COMMON_KEYS])
    _check(given)
    read = source.read(given, Path(folder))
    return _finished(read, given, source, Path(folder))


def _source(given: Settings) -> Source:
    named = [key for key in SOURCES if key in given]
    if len(named) == 1:
        return SOURCES[named[0]]
    given.only([*SOURCES, *COMMON_KEYS, *(key for source in SOURCES.values() for key in source.keys)])
    found = f"it has {' and '.join(named)}" if named else "it has none of them"
    raise InputError(f"{given.where} must say where the data are by one of {', '.join(sorted(SOURCES))}; {found}.")


def _check(given: Settings) -> None:
    given.text("name", None)
    given.choice("scale", SCALES, "none")
    given.choice("missing", ("refuse", "leave_out", "no_classes"), "refuse")
    given.choice("task", ("classes", "numbers"), "classes")
    given.whole("rows", None, low=2)
    given.whole("reduce", None, low=1)


def _finished(read: Read, given: Settings, source: Source, folder: Path) -> DataSet:
    name = given.text("name", None) or Path(str(given.values[source.key])).stem.removesuffix(".arff")
    known = plain_labels(read, given)
    brought = given.text("embeddings", "default")
    embeddings = vectors_for(brought, read, folder, given) if read.embeddings is None else read.embeddings
    read, known, embeddings = with_chosen_rows(read, known, embeddings, given)
    content = scaled(content_matrix(read.content), given.choice("scale", SCALES, "none"), read.test_rows)
    parts = given.whole("reduce", None, low=1)
    # Principal components may differ between machines in their last bits: what they are made of is what counts.
    part = fingerprint_of(content, parts)
    if parts is not None:
        content = reduced(content, parts, read.test_rows)
    if embeddings is None and brought == "content":
        embeddings = np.asarray(content, dtype=np.float32)
    return _data_set(name, replace(read, content=content), known, embeddings, brought, part)


def _data_set(
    name: str, read: Read, known: PlainLabels, embeddings: npt.NDArray[Any] | None, how: str, contents: str
) -> DataSet:  # fmt: skip
    labels = known.labels
    ids = read.ids or [str(row) for row in range(len(labels))]
    vectors = None if embeddings is None else np.ascontiguousarray(embeddings, dtype=np.float32)
    # Embeddings that were made here depend on the content alone; their last bits may differ between machines.
    part = how if how in ("default", "content", "none") and read.embeddings is None else vectors
    print_ = fingerprint_of(contents, labels, known.classes, dict(read.columns), read.test_rows, ids, part)
    return DataSet(
        name, read.content, labels, known.classes, known.multilabel, vectors, dict(read.columns), read.test_rows, ids,
        print_, (*read.notes, *known.notes), known.numbers,
    )  # fmt: skip
