"""Imported once by the process that those of the cells are forked from: all that a cell may need."""

from __future__ import annotations

from asknext.lab.estimators import estimator_names

__all__: list[str] = []

estimator_names()
