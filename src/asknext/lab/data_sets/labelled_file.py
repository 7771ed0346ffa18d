"""``file: NAME``: which reader a file needs, by ``format`` or by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from asknext.errors import DataError
from asknext.lab.data_sets.arff_file import read_arff
from asknext.lab.data_sets.array_files import read_arrays
from asknext.lab.data_sets.idx_file import read_idx
from asknext.lab.data_sets.libsvm_file import read_libsvm
from asknext.lab.data_sets.source import Read, Source, register_source
from asknext.lab.data_sets.table_file import read_table
from asknext.lab.data_sets.unpacked import existing_file
from asknext.lab.settings import Settings

__all__ = ["FORMATS"]

Reader = Callable[[Settings, Path, Path], Read]
FORMATS: dict[str, tuple[Reader, tuple[str, ...], tuple[str, ...]]] = {
    "table": (
        read_table,
        (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"),
        (
            "text", "features", "categories", "fill", "label", "separator", "id", "columns", "test_file", "header",
            "bad_rows",
        ),
    ),
    "arrays": (
        read_arrays, (".npz", ".npy"),
        ("content", "label", "labels_file", "test_content", "test_label", "columns"),
    ),
    "libsvm": (read_libsvm, (".libsvm", ".svm", ".svmlight"), ("test_file",)),
    "arff": (read_arff, (".arff",), ("label", "labels_file", "fill", "columns", "test_file")),
    "idx": (read_idx, ("-ubyte",), ("labels_file",)),
}  # fmt: skip
_KEYS = tuple(dict.fromkeys(key for _, _, keys in FORMATS.values() for key in keys))


def _read(given: Settings, folder: Path) -> Read:
    path = existing_file(given.text("file"), folder)
    kind = given.choice("format", tuple(FORMATS), None) or _by_name(path)
    read, _, keys = FORMATS[kind]
    for key in _KEYS:
        if key in given and key not in keys:
            raise given.wrong(key, f"left out: a data set of format {kind} has {', '.join(keys)}")
    return read(given, path, folder)


def _by_name(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    for kind, (_, endings, _) in FORMATS.items():
        if name.endswith(endings):
            return kind
    every = ", ".join(ending for _, known, _ in FORMATS.values() for ending in known)
    raise DataError(
        f"The name does not say how to read it: give format ({', '.join(FORMATS)}), or one of the endings {every}.",
        source=str(path),
    )


register_source(Source("file", ("format", *_KEYS), _read))
