"""`noisy_rows`: which rows of the generated data sets of a study are noisy, made again from their seeds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import AsknextError
from asknext.lab.data_sets import load_data_set

__all__ = ["noisy_rows"]

_COLUMN = "noisy"
# a study from elsewhere may ask for more than a machine can hold
_LARGEST = 200_000


def noisy_rows(study: Mapping[str, Any], fingerprints: Mapping[str, str]) -> dict[str, npt.NDArray[np.bool_]]:
    """Data set -> (n,) bool, of those whose noise is known and that are still made as they were when they were used.

    Parameters
    ----------
    fingerprints : data set -> that of the rows that were used.
    """
    found = {}
    for spec in study.get("data") or []:
        if isinstance(spec, Mapping) and "generator" in spec and not _too_large(spec):
            made = _made(spec)
            if made is not None and fingerprints.get(made[0]) == made[1]:
                found[made[0]] = made[2]
    return found


def _made(spec: Mapping[str, Any]) -> tuple[str, str, npt.NDArray[np.bool_]] | None:
    try:
        data = load_data_set(spec, Path())
    except (AsknextError, ValueError, MemoryError):
        return None
    noisy = data.columns.get(_COLUMN)
    return None if noisy is None else (data.name, data.fingerprint, np.asarray(noisy, dtype=np.bool_))


def _too_large(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_too_large(each) for each in value.values())
    if isinstance(value, list | tuple):
        return any(_too_large(each) for each in value)
    return isinstance(value, int | float) and abs(value) > _LARGEST
