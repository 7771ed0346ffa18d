"""What every labelling function says of every item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.quality.weak.labelling_function import Item, LabellingFunction

__all__ = ["ABSTAIN", "apply_functions"]

ABSTAIN = -1


def apply_functions(
    functions: Sequence[LabellingFunction],
    items: Iterable[Item],
    classes: Sequence[str],
    progress: Callable[[int], None] | None = None,
) -> npt.NDArray[np.int64]:
    """(n, m) int64: the class code that each function gives each item, -1 where it abstains.

    Parameters
    ----------
    classes : names in the order of the codes.  progress : is told how many items are done.

    Raises
    ------
    DataError : a function fails on an item, or gives what is no class; says which.
    """
    codes = {name: code for code, name in enumerate(classes)}
    rows = []
    for at, item in enumerate(items):
        rows.append([_code(function, item, at, codes) for function in functions])
        if progress is not None and at % 1000 == 999:
            progress(at + 1)
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(functions))


def _code(function: LabellingFunction, item: Item, at: int, codes: dict[str, int]) -> int:
    try:
        label = function(item)
    except Exception as wrong:
        place = item.get("id", at)
        said = f"{type(wrong).__name__}: {wrong}"
        raise DataError(f"labelling function {function.name!r} failed on item {place!r}: {said}") from wrong
    if label is None:
        return ABSTAIN
    if not isinstance(label, str) or label not in codes:
        raise DataError(
            f"labelling function {function.name!r} gave {label!r} for item {item.get('id', at)!r}; expected None or "
            f"one of the classes {', '.join(codes)}"
        )
    return codes[label]
