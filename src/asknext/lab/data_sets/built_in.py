"""Small data sets that come with scikit-learn."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from asknext.lab.data_sets.source import Read, Source, register_source
from asknext.lab.settings import Settings

__all__ = ["BUILT_IN"]

BUILT_IN = ("breast_cancer", "diabetes", "digits", "iris", "wine")


def _read(given: Settings, folder: Path) -> Read:
    """The features as they are, and the names of the classes; digits from 0 to 1. ``diabetes`` has numbers."""
    from sklearn import datasets

    name = given.choice("builtin", BUILT_IN)
    found = getattr(datasets, f"load_{name}")()
    if name == "diabetes":
        return Read(np.asarray(found.data), found.target.tolist())
    labels = [str(found.target_names[code]) for code in found.target]
    return Read(np.asarray(found.data) / (16.0 if name == "digits" else 1.0), labels)


register_source(Source("builtin", (), _read))
