"""Which encoding a file of text is in, decided before the first row is read."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from asknext.errors import DataError

__all__ = ["Encoding", "decode_text", "find_encoding"]

CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# the bytes that Windows-1252 leaves without a meaning
_UNDEFINED = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")


@dataclass(frozen=True)
class Encoding:
    """A codec's name, how its errors are handled, and a sentence where the choice is a guess."""

    name: str
    errors: str = "strict"
    note: str | None = None


def find_encoding(path: Path, given: str | None = None) -> Encoding:
    """Decide how to read ``path``: as ``given``, by its byte order mark, as UTF-8, or else as Windows-1252.

    The whole file is looked at once (about a second a gigabyte), so that the choice does not change on the way.

    Raises
    ------
    DataError : ``given`` is no text encoding or does not fit; or the file looks like UTF-16 without a mark.
    """
    with path.open("rb") as file:
        return _find(file, given, str(path))


def decode_text(data: bytes, given: str | None, source: str) -> tuple[str, str | None]:
    """Decode a whole text; a second value says how, where that was a guess. Raises as `find_encoding`."""

    found = _find(io.BytesIO(data), given, source)
    try:
        return data.decode(found.name, "strict"), found.note
    except UnicodeDecodeError as error:
        raise DataError(f"byte 0x{data[error.start]:02X} is not {found.name}", source=source) from None


def _find(file: BinaryIO, given: str | None, source: str) -> Encoding:
    head = file.read(4096)
    name = given and _known(given, source)
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    if name in ("utf-8", "utf-16", "utf-32", None) and marked:
        name = marked
    if name is None and _looks_wide(head):
        raise DataError(
            "Every other byte is NUL, so this looks like UTF-16 without a byte order mark: "
            "set reading: {encoding: utf-16-le}, or save it as UTF-8.",
            source=source,
        )
    file.seek(0)
    problem = _first_problem(file, name or "utf-8")
    if problem is None:
        return Encoding(name or "utf-8")
    return _mended(file, name, given, problem, source)


def _looks_wide(head: bytes) -> bool:
    return len(head) >= 8 and max(head[0::2].count(0), head[1::2].count(0)) * 4 > len(head)


def _mended(file: BinaryIO, name: str | None, given: str | None, problem: tuple[int, int], source: str) -> Encoding:
    byte, line = problem
    if name in ("utf-8", "utf-8-sig"):
        # each bad row is then rejected on its own
        return Encoding(name, "surrogateescape")
    if name is not None:
        raise DataError(
            f"Byte 0x{byte:02X} is not {given or name}: name the right encoding, or save the file as UTF-8.",
            source=source,
            line=line,
        )
    file.seek(0)
    codec = "latin-1" if _has_undefined(file) else "cp1252"
    return Encoding(codec, note=f"{source}: read as {codec} because byte 0x{byte:02X} at line {line} is not UTF-8.")


def _known(given: str, source: str) -> str:
    try:
        found = codecs.lookup(given)
    except (LookupError, ValueError):
        found = None
    if found is None or not getattr(found, "_is_text_encoding", True):
        raise DataError(
            f"There is no text encoding {given!r}. Known are utf-8, utf-16, cp1252, latin-1, shift_jis, gb18030, "
            "koi8-r and the others of Python's codecs.",
            source=source,
        )
    return found.name


def _first_problem(file: BinaryIO, name: str) -> tuple[int, int] | None:
    """The first byte that does not decode, and its line."""
    decoder, line = codecs.getincrementaldecoder(name)(), 1
    while True:
        chunk = file.read(CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            return error.object[error.start], line + before.count(b"\n")
        if not chunk:
            return None
        line += text.count("\n")


def _has_undefined(file: BinaryIO) -> bool:
    while chunk := file.read(CHUNK):
        if any(byte in chunk for byte in _UNDEFINED):
            return True
    return False
