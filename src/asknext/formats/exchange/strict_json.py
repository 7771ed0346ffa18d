"""JSON from outside: no NaN, no name twice in an object, no endless nesting; arrays of a large file one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn, TextIO

from asknext.errors import DataError
from asknext.formats.rows import shortened

__all__ = ["members", "parsed", "read_json"]

MOST_BYTES = 2_000_000_000
_CHUNK = 1 << 20
_LONGEST = 256_000_000
_SPACE = " \t\r\n"


def parsed(text: str) -> Any:
    """The value of a JSON text; raises `DataError` without a place."""
    try:
        return _written(_DECODER.decode(text), text)
    except RecursionError:
        raise DataError("is nested too deeply") from None
    except ValueError as error:
        raise DataError(f"is not JSON: {shortened(error)[:200]}") from None


def read_json(path: Path) -> Any:
    """The value of a small JSON file in UTF-8; raises `DataError` that names it."""
    try:
        if path.stat().st_size > _LONGEST:
            raise DataError(f"has more than {_LONGEST:,} bytes, expected a small JSON file", source=str(path))
        return parsed(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise DataError("is not UTF-8; save it as UTF-8", source=str(path)) from None
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", source=str(path)) from None
    except DataError as error:
        raise DataError(error.reason, source=str(path)) from None


def members(path: Path) -> Iterator[tuple[str, Any, str]]:
    """Name, value and text of what a JSON file holds, in its order and in bounded memory.

    Of a list of the outermost object each element comes on its own, under the list's name and "[]"; where the file is
    one list, the name is "[]". Raises `DataError` with the file and the character.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from _Scanner(file, str(path)).members()
    except UnicodeDecodeError:
        raise DataError("is not UTF-8; save it as UTF-8", source=str(path)) from None
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", source=str(path)) from None


class _Scanner:
    """A window that moves along the text of a file."""

    def __init__(self, file: TextIO, source: str) -> None:
        self._file, self._source = file, source
        self._text, self._at, self._before, self._ended = "", 0, 0, False

    def members(self) -> Iterator[tuple[str, Any, str]]:
        opening = self._sign("[{")
        if opening == "[":
            yield from (("[]", *each) for each in self._elements())
        elif self._peek() == "}":
            self._at += 1
        else:
            yield from self._named()
        if self._peek():
            self._refuse("goes on after its end")

    def _named(self) -> Iterator[tuple[str, Any, str]]:
        while True:
            name, _ = self._value()
            if not isinstance(name, str):
                self._refuse("has a name that is no text")
            self._sign(":")
            if self._peek() == "[":
                self._at += 1
                if self._peek() == "]":
                    yield name, [], "[]"
                yield from ((f"{name}[]", *each) for each in self._elements())
            else:
                yield (name, *self._value())
            if self._sign(",}") == "}":
                return

    def _elements(self) -> Iterator[tuple[Any, str]]:
        if self._peek() == "]":
            self._at += 1
            return
        while True:
            yield self._value()
            if self._sign(",]") == "]":
                return

    def _value(self) -> tuple[Any, str]:
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                self._refuse("is nested too deeply")
            except ValueError as error:
                if self._ended or not isinstance(error, json.JSONDecodeError):
                    self._refuse(shortened(error)[:200])
            else:
                if end < len(self._text) or self._ended:  # a number may go on behind the window
                    text, self._at = self._text[self._at : end], end
                    return self._checked(value, text), text
            self._fill()

    def _checked(self, value: Any, text: str) -> Any:
        try:
            return _written(value, text)
        except ValueError as error:
            self._refuse(str(error))

    def _peek(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if self._ended:
                return ""
            self._fill()

    def _sign(self, expected: str) -> str:
        found = self._peek()
        if not found or found not in expected:
            self._refuse(f"{'ends' if not found else f'has {found!r}'} where one of {' '.join(expected)} is expected")
        self._at += 1
        return found

    def _fill(self) -> None:
        """Let go of what was read, and read as much again as is left, so that a long value costs no square."""
        left = self._text[self._at :]
        if len(left) > _LONGEST:
            self._refuse(f"holds one value of more than {_LONGEST:,} characters, or is damaged here")
        more = self._file.read(max(_CHUNK, len(left)))
        self._before, self._ended = self._before + self._at, not more
        self._text, self._at = left + more, 0

    def _refuse(self, reason: str) -> NoReturn:
        raise DataError(f"is not sound JSON at character {self._before + self._at:,}: {reason}", source=self._source)


def _written(value: Any, text: str) -> Any:
    """``value``, if it can be written as UTF-8: an escape may be half a character."""
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise ValueError("a text holds half a character (a lone surrogate)") from None
    return value


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return values


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON; use null")


_DECODER = json.JSONDecoder(object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
