"""Labelling functions on a project: what they say of its items, and giving their labels as a machine's answers."""

from __future__ import annotations

from asknext.labelling.weak.machine_answers import give_machine_answers
from asknext.labelling.weak.viewed import Viewed, viewed
from asknext.labelling.weak.weak_study import WeakStudy, weak_study

__all__ = ["Viewed", "WeakStudy", "give_machine_answers", "viewed", "weak_study"]
