"""Columns of text as pandas 3 keeps them: one run of UTF-8 bytes, and where each text ends (Arrow's layout)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.feature_pickle.arrays import raw_bytes
from asknext.lab.feature_pickle.machine import Made
from asknext.lab.feature_pickle.refused import Refused

__all__ = ["arrow_texts"]

_WIDTHS = {"large_string": "<i8", "large_utf8": "<i8", "string": "<i4", "utf8": "<i4"}


def arrow_texts(made: Made) -> list[str | None]:
    """The texts, None where missing; raises `Refused` where it is another array than of texts."""
    state = made.state if isinstance(made.state, dict) else {}
    array = state.get("_pa_array", state.get("_data"))
    if not isinstance(array, Made) or array.kind != "arrow_array" or len(array.arguments) != 1:
        raise Refused("a column of text is laid out in parts: write it with to_parquet instead")
    parts = array.arguments[0]
    if not isinstance(parts, tuple) or len(parts) < 5 or type(parts[4]) is not list or len(parts[4]) != 3:
        raise Refused("a column of text is not laid out as Arrow does")
    return _texts(parts[1], parts[3], _ends(parts[0]), *parts[4])


def _texts(length: Any, offset: Any, kind: str, valid: Any, ends: Any, data: Any) -> list[str | None]:
    if not all(isinstance(each, int) and each >= 0 for each in (length, offset)):
        raise Refused("a column of text has no length")
    limits = np.frombuffer(_buffer(ends), dtype=kind)[offset : offset + length + 1].astype(np.int64)
    raw = _buffer(data) if data is not None else b""
    if len(limits) != length + 1 or (np.diff(limits) < 0).any() or limits[0] < 0 or limits[-1] > len(raw):
        raise Refused("a column of text says places beyond its bytes")
    present = _present(valid, offset, length)
    spans = zip(limits[:-1].tolist(), limits[1:].tolist(), present.tolist(), strict=True)
    return [bytes(raw[start:stop]).decode("utf-8", "replace") if there else None for start, stop, there in spans]


def _present(valid: Any, offset: int, length: int) -> npt.NDArray[np.bool_]:
    if valid is None:
        return np.ones(length, dtype=bool)
    bits = np.unpackbits(np.frombuffer(_buffer(valid), dtype=np.uint8), bitorder="little")[offset : offset + length]
    if len(bits) != length:
        raise Refused("a column of text does not say which cells are missing")
    return bits.astype(bool)


def _ends(made: Any) -> str:
    name = made.arguments[0] if isinstance(made, Made) and made.kind == "arrow_type" and made.arguments else None
    if not isinstance(name, str) or name not in _WIDTHS:
        raise Refused("a column of Arrow holds other than texts")
    return _WIDTHS[name]


def _buffer(made: Any) -> bytes | bytearray:
    if not isinstance(made, Made) or made.kind != "arrow_buffer" or len(made.arguments) != 1:
        raise Refused("a column of text comes without its bytes")
    return raw_bytes(made.arguments[0])
