"""XML from outside as a small tree: no document type, so no entities that grow or read other files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape

from asknext.errors import DataError

__all__ = ["Element", "element", "read_xml"]

_MOST_BYTES = 50_000_000
_MOST_ELEMENTS = 1_000_000
_DEEPEST = 50


@dataclass(slots=True)
class Element:
    """A tag, the text straight inside of it, and the elements inside; attributes are not kept."""

    tag: str
    text: str = ""
    parts: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        return [each for each in self.parts if each.tag == tag]

    def first(self, tag: str) -> Element | None:
        return next((each for each in self.parts if each.tag == tag), None)

    def said(self, tag: str) -> str | None:
        """The text of the first element of this tag, stripped; None where there is none."""
        found = self.first(tag)
        return None if found is None else found.text.strip()


def read_xml(path: Path) -> Element:
    """The tree of an XML file; raises `DataError` with file and line."""
    if path.stat().st_size > _MOST_BYTES:
        raise DataError(f"has more than {_MOST_BYTES:,} bytes", source=str(path))
    reading = _Reading(str(path))
    reading.parse(path.read_bytes())
    assert reading.root is not None
    return reading.root


def element(tag: str, content: str | list[str], depth: int = 0) -> str:
    """A line, or lines, of XML; a text that XML cannot hold raises `DataError`."""
    space = "\t" * depth
    if isinstance(content, list):
        return f"{space}<{tag}>\n" + "".join(content) + f"{space}</{tag}>\n"
    if any((ord(char) < 32 and char not in "\t\n") or 0xD800 <= ord(char) < 0xE000 or ord(char) in (0xFFFE, 0xFFFF)
           for char in content):  # fmt: skip
        raise DataError(f"{content[:40]!r} holds a character that XML cannot")
    return f"{space}<{tag}>{escape(content)}</{tag}>\n"


class _Reading:
    def __init__(self, source: str) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count, self._source = 0, source
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype

    def parse(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise DataError(f"is not XML: {reason}", source=self._source, line=error.lineno) from None
        except (LookupError, ValueError) as error:
            if isinstance(error, DataError):
                raise
            raise DataError("is in an encoding that is not known", source=self._source) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) >= _DEEPEST:
            self._refuse(f"has over {_MOST_ELEMENTS:,} elements, or {_DEEPEST} inside of one another")
        made = Element(tag)
        if self._open:
            self._open[-1].parts.append(made)
        elif self.root is None:
            self.root = made
        self._open.append(made)

    def _end(self, tag: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].text += text

    def _doctype(self, *declared: object) -> None:
        self._refuse("declares a document type or entities, which no label file needs; remove the declaration")

    def _refuse(self, reason: str) -> NoReturn:
        raise DataError(reason, source=self._source, line=self._parser.CurrentLineNumber)
