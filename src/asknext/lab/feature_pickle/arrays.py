"""numpy arrays as a pickle describes them, made from their bytes with every size checked first."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.feature_pickle.machine import Made, Named
from asknext.lab.feature_pickle.refused import Refused

__all__ = ["Arrays", "raw_bytes"]

_VALUES = re.compile(r"[<>=|]?(b1|i[1248]|u[1248]|f[248]|[US][1-9][0-9]{0,6})")
_OBJECTS = re.compile(r"\|?O8?")
_MOST_AXES = 32
_POINTER = 8


class Arrays:
    """Makes arrays; all lists of objects together stay below ``most_bytes``, numbers are views of the file's bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._left = most_bytes

    def array(self, made: Any) -> npt.NDArray[Any]:
        """The array, of numbers, of texts or of objects; raises `Refused` where its parts do not belong together."""
        if not isinstance(made, Made):
            raise Refused(f"it has a {type(made).__name__} where an array is expected")
        if made.kind == "buffer_array":
            data, dtype, shape, order = _of_length(made.arguments, 4)
            return self._filled(shape, dtype, data, "F" if order == "F" else "C")
        if made.kind != "array" or not made.arguments or _kind(made.arguments[0]) != "ndarray":
            raise Refused("it makes an array of a kind of its own")
        _, shape, dtype, fortran, data = _of_length(made.state, 5)
        return self._filled(shape, dtype, data, "F" if fortran else "C")

    def scalar(self, dtype: Any, data: Any) -> Any:
        """One number, as numpy keeps them."""
        return self._filled((1,), dtype, data, "C")[0]

    def _filled(self, shape: Any, dtype: Any, data: Any, order: str) -> npt.NDArray[Any]:
        size, kind = _size(shape), _dtype(dtype)
        if kind is None:
            return self._objects(data, size).reshape(shape)
        raw = raw_bytes(data)
        if len(raw) != size * kind.itemsize:
            raise Refused(f"an array of {size:,} values of {kind.itemsize} bytes comes with {len(raw):,} bytes")
        return np.frombuffer(raw, dtype=kind).reshape(shape, order="F" if order == "F" else "C")

    def _objects(self, data: Any, size: int) -> npt.NDArray[Any]:
        if type(data) is not list or len(data) != size:
            raise Refused(f"an array of {size:,} objects comes without a list of as many")
        self._left -= _POINTER * size
        if self._left < 0:
            raise Refused("it unfolds to more bytes than the file may have")
        found = np.empty(size, dtype=object)
        for place, value in enumerate(data):
            found[place] = value
        return found


def raw_bytes(data: Any) -> bytes | bytearray:
    """Bytes, or what stands for a bytearray of them."""
    if isinstance(data, Made) and data.kind == "bytearray" and len(data.arguments) == 1:
        data = data.arguments[0]
    if not isinstance(data, bytes | bytearray):
        raise Refused(f"numbers come as a {type(data).__name__}, expected bytes")
    return data


def _dtype(made: Any) -> np.dtype[Any] | None:
    """The type of the values, None for objects."""
    if _kind(made) != "dtype" or not made.arguments or not isinstance(made.arguments[0], str):
        raise Refused("an array says no type of its values")
    name, order = made.arguments[0], _byte_order(made.state)
    if _OBJECTS.fullmatch(name):
        return None
    if not _VALUES.fullmatch(name):
        raise Refused(f"an array holds values of type {name[:20]!r}, expected numbers or texts")
    return np.dtype(name).newbyteorder(order)  # type: ignore[arg-type]


def _byte_order(state: Any) -> str:
    if state is None:
        return "="
    if not isinstance(state, tuple) or len(state) < 5 or state[1] not in ("<", ">", "=", "|"):
        raise Refused("a type of values is not described as numpy does")
    if any(each is not None for each in state[2:5]):
        raise Refused("an array has records in its cells, expected numbers or texts")
    return str(state[1])


def _size(shape: Any) -> int:
    plain = isinstance(shape, tuple) and all(isinstance(each, int) and 0 <= each < 2**48 for each in shape)
    if not plain or len(shape) > _MOST_AXES:
        raise Refused("an array has no usual shape")
    return math.prod(shape)


def _kind(value: Any) -> str:
    return value.kind if isinstance(value, Made | Named) else ""


def _of_length(values: Any, count: int) -> tuple[Any, ...]:
    if not isinstance(values, tuple) or len(values) != count:
        raise Refused("an array is not described as numpy does")
    return values
