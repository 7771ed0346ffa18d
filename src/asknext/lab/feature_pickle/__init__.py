"""Tables of feature vectors out of pickles, read as data: nothing in the file is imported, called or built."""

from __future__ import annotations

from asknext.lab.feature_pickle.reading import Limits, read_feature_pickle

__all__ = ["Limits", "read_feature_pickle"]
