"""A pickle as data: its instructions are walked through, and what they would call is only written down.

Python's own unpickler imports what a file names and calls it. Here a name is looked up in a list of harmless ones and
becomes a `Named`; a call becomes a `Made`, which holds the arguments. No name leads to a function.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from asknext.lab.feature_pickle.refused import Refused

__all__ = ["Made", "Named", "unpack"]


@dataclass(frozen=True)
class Named:
    """A global that the file names; ``kind`` is what it stands for here."""

    module: str
    name: str
    kind: str


@dataclass(eq=False)
class Made:
    """What a call would have made: of which kind, from which arguments, and the state given to it later."""

    kind: str
    arguments: tuple[Any, ...]
    state: Any = field(default=None)


_NUMPY = ("numpy.core.multiarray", "numpy._core.multiarray")
_NUMERIC = ("numpy.core.numeric", "numpy._core.numeric")
_BUILTINS = ("builtins", "__builtin__")
_KINDS: dict[str, tuple[tuple[str, ...], str]] = {
    "array": (_NUMPY, "_reconstruct"),
    "scalar": (_NUMPY, "scalar"),
    "buffer_array": (_NUMERIC, "_frombuffer"),
    "ndarray": (("numpy",), "ndarray"),
    "dtype": (("numpy",), "dtype"),
    "encoded": (("_codecs",), "encode"),
    "bytearray": (_BUILTINS, "bytearray"),
    "slice": (_BUILTINS, "slice"),
    "table": (("pandas", "pandas.core.frame"), "DataFrame"),
    "blocks": (("pandas.core.internals.managers", "pandas.core.internals"), "BlockManager"),
    "block": (("pandas._libs.internals",), "_unpickle_block"),
    "new_index": (("pandas.core.indexes.base",), "_new_Index"),
    "index": (("pandas", "pandas.core.indexes.base"), "Index"),
    "range_index": (("pandas", "pandas.core.indexes.range"), "RangeIndex"),
    "text_dtype": (("pandas", "pandas.core.arrays.string_"), "StringDtype"),
    "arrow_texts": (("pandas.arrays", "pandas.core.arrays.string_arrow"), "ArrowStringArray"),
    "arrow_array": (("pyarrow.lib",), "_restore_array"),
    "arrow_type": (("pyarrow.lib",), "type_for_alias"),
    "arrow_buffer": (("pyarrow.lib",), "py_buffer"),
}
_NAMES = {(module, name): kind for kind, (modules, name) in _KINDS.items() for module in modules}
_SMALL_KEY = 2**31


def unpack(data: bytes, most_instructions: int, most_bytes: int) -> Any:
    """What the pickle ``data`` describes: plain lists, dicts, tuples, texts, bytes and numbers, `Named` and `Made`.

    Raises `Refused` on a name that is not in the list, an instruction of another purpose, or beyond the limits.
    """
    machine = _Machine(most_bytes)
    try:
        for count, (code, argument, _) in enumerate(pickletools.genops(data)):
            if count > most_instructions:
                raise Refused(f"it has more than {most_instructions:,} instructions")
            machine.take(code.name, argument)
    except Refused:
        raise
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Refused(f"it is no whole pickle ({error or type(error).__name__})") from None
    return machine.result()


class _Machine:
    """A stack, the stacks below its marks, and a memo."""

    def __init__(self, most_bytes: int) -> None:
        self._stack: list[Any] = []
        self._below: list[list[Any]] = []
        self._memo: dict[int, Any] = {}
        self._bytes_left = most_bytes
        self._simple: dict[str, Callable[[], None]] = {
            "MARK": self._mark, "POP": self._pop, "POP_MARK": self._pop_mark, "DUP": self._dup,
            "APPEND": self._append, "APPENDS": self._appends, "SETITEM": self._set_item, "SETITEMS": self._set_items,
            "STACK_GLOBAL": self._stack_global, "REDUCE": self._reduce, "NEWOBJ": self._reduce, "BUILD": self._build,
            "MEMOIZE": self._memoize,
        }  # fmt: skip

    def take(self, code: str, argument: Any) -> None:
        """One instruction."""
        if code in _CONSTANTS:
            self._stack.append(_CONSTANTS[code]())
        elif code in _VALUES:
            self._stack.append(argument)
        elif code in _OF_MARK:
            made = _OF_MARK[code](self._above_mark())
            self._stack.append(made)
        elif code in _TUPLES:
            size = _TUPLES[code]
            self._stack[-size:] = [tuple(self._at_least(size)[-size:])]
        elif code in _PUTS:
            self._memo[int(argument)] = self._at_least(1)[-1]
        elif code in _GETS:
            self._stack.append(self._memo[int(argument)])
        elif code == "GLOBAL":
            module, _, name = argument.partition(" ")
            self._stack.append(_named(module, name))
        elif code in self._simple:
            self._simple[code]()
        elif code not in _NOTHING:
            about = f" {argument[:60]!r}" if isinstance(argument, str) else ""
            raise Refused(f"it holds the instruction {code}{about}, which makes objects of a program's own")

    def result(self) -> Any:
        """What is left at the end."""
        if len(self._stack) != 1 or self._below:
            raise Refused("it is no whole pickle")
        return self._stack[0]

    def _at_least(self, size: int) -> list[Any]:
        if len(self._stack) < size:
            raise Refused("it is no whole pickle: something is taken from an empty stack")
        return self._stack

    def _above_mark(self) -> list[Any]:
        found, self._stack = self._stack, self._below.pop()
        return found

    def _mark(self) -> None:
        self._below.append(self._stack)
        self._stack = []

    def _pop(self) -> None:
        if self._stack:
            self._stack.pop()
        else:
            self._above_mark()

    def _pop_mark(self) -> None:
        self._above_mark()

    def _dup(self) -> None:
        self._stack.append(self._at_least(1)[-1])

    def _memoize(self) -> None:
        self._memo[len(self._memo)] = self._at_least(1)[-1]

    def _append(self) -> None:
        value = self._at_least(2).pop()
        _a_list(self._stack[-1]).append(value)

    def _appends(self) -> None:
        values = self._above_mark()
        _a_list(self._at_least(1)[-1]).extend(values)

    def _set_item(self) -> None:
        value, key = self._at_least(3).pop(), self._stack.pop()
        _a_dict(self._stack[-1])[_key(key)] = value

    def _set_items(self) -> None:
        values = self._above_mark()
        _a_dict(self._at_least(1)[-1]).update(_pairs(values))

    def _stack_global(self) -> None:
        name, module = self._at_least(2).pop(), self._stack.pop()
        if not (isinstance(name, str) and isinstance(module, str)):
            raise Refused("it names something by what is no text")
        self._stack.append(_named(module, name))

    def _reduce(self) -> None:
        arguments, called = self._at_least(2).pop(), self._stack.pop()
        if not isinstance(called, Named) or not isinstance(arguments, tuple):
            raise Refused(f"it calls a {type(called).__name__}, where only arrays and tables are made")
        made = Made(called.kind, arguments)
        self._stack.append(self._encoded(made) if called.kind == "encoded" else made)

    def _encoded(self, made: Made) -> bytes:
        """Old protocols write bytes as a text and the name of a codec; only the one they use is known here."""
        text, codec = made.arguments if len(made.arguments) == 2 else (None, None)
        if not isinstance(text, str) or codec not in ("latin1", "latin-1"):
            raise Refused("it encodes a text in another way than pickles do")
        self._bytes_left -= len(text)
        if self._bytes_left < 0:
            raise Refused("it unfolds to more bytes than the file may have")
        return text.encode("latin-1")

    def _build(self) -> None:
        state = self._at_least(2).pop()
        made = self._stack[-1]
        if not isinstance(made, Made) or made.state is not None:
            raise Refused(f"it sets the state of a {type(made).__name__}, where only arrays and tables have one")
        made.state = state


def _named(module: str, name: str) -> Named:
    kind = _NAMES.get((module, name))
    if kind is None:
        raise Refused(f"it names {module}.{name}, which is no part of a plain array or table")
    return Named(module, name, kind)


def _a_list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise Refused(f"it appends to a {type(value).__name__}")
    return value


def _a_dict(value: Any) -> dict[Any, Any]:
    if type(value) is not dict:
        raise Refused(f"it sets items of a {type(value).__name__}")
    return value


def _key(value: Any) -> str | int | None:
    if value is None or isinstance(value, str) or (isinstance(value, int) and abs(value) < _SMALL_KEY):
        return value
    raise Refused(f"it has a {type(value).__name__} as a key, expected texts or small whole numbers")


def _pairs(values: list[Any]) -> dict[Any, Any]:
    return {_key(key): value for key, value in zip(values[::2], values[1::2], strict=True)}


_CONSTANTS: dict[str, Callable[[], Any]] = {
    "NONE": lambda: None, "NEWTRUE": lambda: True, "NEWFALSE": lambda: False,
    "EMPTY_LIST": list, "EMPTY_DICT": dict, "EMPTY_TUPLE": tuple,
}  # fmt: skip
_VALUES = {
    "INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "FLOAT", "BINFLOAT", "STRING", "BINSTRING",
    "SHORT_BINSTRING", "UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8", "BINBYTES", "SHORT_BINBYTES",
    "BINBYTES8", "BYTEARRAY8",
}  # fmt: skip
_OF_MARK: dict[str, Callable[[list[Any]], Any]] = {"LIST": list, "TUPLE": tuple, "DICT": _pairs}
_TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}
_PUTS = {"PUT", "BINPUT", "LONG_BINPUT"}
_GETS = {"GET", "BINGET", "LONG_BINGET"}
_NOTHING = {"PROTO", "FRAME", "STOP"}
