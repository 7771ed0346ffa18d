"""Values from a store, checked: a store may come from anywhere."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

__all__ = [
    "checked_codes",
    "checked_json",
    "checked_number",
    "checked_numbers",
    "checked_rows",
    "checked_text",
    "checked_whole",
]

_LONGEST = 1 << 28


def checked_text(value: Any, source: str) -> str:
    """A text of a sensible length."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise DataError(f"holds {str(value)[:40]!r} where a text should be", source=source)
    return value


def checked_whole(value: Any, source: str) -> int:
    """A whole number."""
    if not isinstance(value, int):
        raise DataError(f"holds {str(value)[:40]!r} where a whole number should be", source=source)
    return value


def checked_number(value: Any, source: str) -> float:
    """A number; NaN where it is null."""
    if value is not None and not isinstance(value, int | float):
        raise DataError(f"holds {str(value)[:40]!r} where a number should be", source=source)
    return float("nan") if value is None else float(value)


def checked_json(value: Any, kind: type, source: str) -> Any:
    """The value of a JSON text, of the kind that is expected."""
    text = checked_text(value, source)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"holds {text[:40]!r}, which is not JSON", source=source) from error
    if not isinstance(found, kind):
        raise DataError(f"holds {text[:40]!r} where JSON of a {kind.__name__} should be", source=source)
    return found


def checked_rows(value: Any, n: int, source: str) -> npt.NDArray[np.int64]:
    """(b,) int64 rows below ``n``, from a JSON list."""
    found = _numbers(checked_json(value, list, source), source)
    if found.ndim != 1 or (found.size and (found.min() < 0 or found.max() >= n)):
        raise DataError(f"holds rows outside 0 to {n - 1}", source=source)
    return found


def checked_numbers(value: Any, length: int, source: str) -> npt.NDArray[np.float64]:
    """(length,) float64 from a JSON list; null is NaN."""
    values = checked_json(value, list, source)
    try:
        found = np.array([np.nan if each is None else each for each in values], dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise DataError("holds something else than numbers", source=source) from error
    if found.shape != (length,):
        raise DataError(f"holds {len(values)} numbers for {length} rows", source=source)
    return found


def checked_codes(value: Any, shape: tuple[int, ...], classes: int, source: str) -> npt.NDArray[np.int64]:
    """Codes of classes of the given shape from a JSON list; -1 stands for no answer."""
    found = _numbers(checked_json(value, list, source), source)
    if found.size != int(np.prod(shape)):
        raise DataError(f"holds {found.size} answers; expected the shape {shape}", source=source)
    most = 1 if len(shape) == 2 else classes - 1
    if found.size and (found.min() < -1 or found.max() > most):
        raise DataError(f"holds an answer outside -1 to {most}", source=source)
    return found.reshape(shape)


def _numbers(values: list[Any], source: str) -> npt.NDArray[np.int64]:
    try:
        table = np.array(values, dtype=None if values else np.int64)
    except ValueError as error:
        raise DataError("holds rows of numbers of different lengths", source=source) from error
    if table.dtype.kind != "i":
        raise DataError("holds something else than whole numbers", source=source)
    return table.astype(np.int64)
