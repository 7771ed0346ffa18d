"""CoNLL: a token a line, its tag in the last column, an empty line between sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from asknext.annotations import Annotated, Annotation, LabelClass, Span, Text
from asknext.errors import DataError
from asknext.formats.encoding import find_encoding
from asknext.formats.exchange.source import Refused, attempt
from asknext.formats.exchange.tag_schemes import spans_of_tags
from asknext.formats.lines import Lines
from asknext.formats.rows import Reject, shortened

__all__ = ["ConllFile"]

_DOCUMENT = "-DOCSTART-"
_LINE = 100_000
_MOST_TOKENS = 100_000


class ConllFile:
    """Sentences with spans, as a stream.

    The first column is the token, the last the tag, in any of the `SCHEMES`; columns between are kept as they are. They
    are parted by tabs, or by spaces in a file without tabs. ``-DOCSTART-`` begins a document. The text of a sentence is
    its tokens with one space between. A sentence with an unsound line is refused as a whole. Tags that break the rules
    of their scheme are read as the CoNLL evaluation does, and counted in ``notes``.
    """

    def __init__(self, path: Path, *, encoding: str | None = None) -> None:
        if not path.is_file():
            raise DataError("there is no such file", source=str(path))
        self.name, self._path = str(path), path
        self._encoding = find_encoding(path, encoding)
        self.notes = [self._encoding.note] if self._encoding.note else []
        self.classes: tuple[LabelClass, ...] = ()
        with path.open("rb") as file:
            self._tabs = any(b"\t" in line for line in _first_lines(file.read(65_536)))
        self.broken = 0

    def __iter__(self) -> Iterator[Annotated | Reject]:
        self.broken, document, number = 0, 0, 0
        for start, rows in self._blocks():
            if rows[0][0] == _DOCUMENT:
                document += 1
                rows = rows[1:]
                start += 1
            if not rows:
                continue
            number += 1
            refused = Refused(self.name)
            meta: dict[str, object] = {"document": document} if document else {}
            item = attempt(
                refused, "", " ".join(rows[0]), self._sentence, f"{self._path.stem}-{number}", start, rows, meta
            )
            if item is not None:
                yield item
            yield from (each._replace(line=start) for each in refused)
        if self.broken:
            self.notes = [
                f"{self.name}: {self.broken:,} tags break the rules of their scheme (I- where B- is expected)."
            ]

    def _blocks(self) -> Iterator[tuple[int, list[list[str]]]]:
        """The line each sentence starts on, and its columns."""
        rows: list[list[str]] = []
        lines = Lines(self._path, self._encoding, _LINE)
        try:
            for line in lines:
                text = line.rstrip("\r\n").removeprefix("\ufeff")
                if text.strip():
                    rows.append(text.split("\t") if self._tabs else text.split())
                    if len(rows) > _MOST_TOKENS:
                        raise DataError(
                            f"a sentence has more than {_MOST_TOKENS:,} tokens; put an empty line between sentences",
                            source=self.name,
                            line=lines.number,
                        )
                elif rows:
                    yield lines.number - len(rows), rows
                    rows = []
            if rows:
                yield lines.number - len(rows) + 1, rows
        finally:
            lines.close()

    def _sentence(self, name: str, start: int, rows: list[list[str]], meta: dict[str, object]) -> Annotated:
        columns = len(rows[0])
        for at, row in enumerate(rows, start):
            if len(row) != columns or columns < 2:
                raise DataError(f"line {at} has {len(row)} columns, expected {max(columns, 2)}: {shortened(row)[:100]}")
            if not row[0]:
                raise DataError(f"line {at} has no token before its tag")
        spans, broken = spans_of_tags([row[-1].strip() for row in rows])
        self.broken += broken
        text, tokens = _joined([row[0] for row in rows])
        said = tuple(Annotation(Span(tokens[s.start][0], tokens[s.end - 1][1]), s.label) for s in spans)
        between = {"columns": [[row[at] for row in rows] for at in range(1, columns - 1)]} if columns > 2 else {}
        return Annotated(name, Text(text, tokens), said, meta={**meta, **between})


def _joined(words: list[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    tokens, at = [], 0
    for word in words:
        tokens.append((at, at + len(word)))
        at += len(word) + 1
    return " ".join(words), tuple(tokens)


def _first_lines(data: bytes) -> list[bytes]:
    return [line for line in data.split(b"\n") if line.strip()][:200]
