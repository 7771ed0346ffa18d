"""Settings of the data: what its columns hold, how files are read, where vectors come from."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.project.setting import require

__all__ = ["Columns", "Embeddings", "Reading"]


@dataclass(frozen=True)
class Columns:
    """Which column of the data holds what; None is not used. A table row is all columns but id, label and group."""

    text: str | None = None
    image: str | None = None
    id: str | None = None
    label: str | None = None
    group: str | None = None
    skill: str | None = None
    gold: str | None = None
    audio: str | None = None
    frames: str | None = None
    left: str | None = None
    right: str | None = None


@dataclass(frozen=True)
class Reading:
    """How CSV and text files are read; None is found out from the file.

    encoding : a Python codec name. delimiter : one of ``, ; |`` or a tab. header : whether the first CSV row holds
    the column names; if not they are "1", "2", ... field_limit : the most characters of one CSV field or bytes of
    one JSON line.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: bool = True
    field_limit: int = 10_000_000

    def __post_init__(self) -> None:
        require(self.delimiter in (None, ",", ";", "|", "\t"), "delimiter", self.delimiter, "one of , ; | or a tab")
        require(1 <= self.field_limit <= 1 << 30, "field_limit", self.field_limit, "1 to 1073741824")


@dataclass(frozen=True)
class Embeddings:
    """Where vectors come from: ``default``, ``sentence-transformers:NAME``, ``onnx:PATH``, or a file of vectors."""

    model: str = "default"
    file: str | None = None
