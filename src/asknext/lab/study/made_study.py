"""`MadeStudy`: what the values of a study stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asknext.errors import InputError
from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.splits import Splits
from asknext.lab.study.alternatives import ALTERNATIVES, parts_of
from asknext.lab.study.limits import Keep, Limits
from asknext.lab.study.part import Part
from asknext.lab.study.problems import Problems
from asknext.lab.study.shared_keys import check_initial, check_metrics, check_rules, made_splits

__all__ = ["USUAL", "MadeStudy"]

USUAL: dict[str, tuple[str, ...]] = {"models": ("default",), "schedules": ("20 x 20",), "oracles": ("perfect",)}


@dataclass(frozen=True)
class MadeStudy:
    """The parts of a study, built.

    Attributes
    ----------
    data : mappings and `DataSet` objects.
    parts : "models", "strategies", "schedules" and "oracles" -> alternatives.
    splits, limits, keep : of all cells.
    """

    data: list[Any]
    parts: Mapping[str, list[Part]]
    splits: Splits
    limits: Limits
    keep: Keep

    @classmethod
    def of(cls, values: Mapping[str, Any], problems: Problems) -> MadeStudy:
        """From the values of a study; what is wrong with them goes to ``problems``, and is left out here."""
        lists = {kind: _listed(values.get(kind, USUAL.get(kind)), kind, problems) for kind in ("data", *ALTERNATIVES)}
        parts = {kind: parts_of(kind, lists[kind], problems) for kind in ALTERNATIVES}
        splits, limits, keep = Splits(), Limits(), Keep()
        with problems.at("splits", values.get("splits")):
            splits = made_splits(values.get("splits"), values.get("seeds"))
        with problems.at("limits", values.get("limits")):
            limits = _as(Limits, values.get("limits"))
        with problems.at("keep", values.get("keep")):
            keep = _as(Keep, values.get("keep"))
        _check_the_rest(values, problems)
        if problems:  # no data will be read, against which models are held otherwise
            _check_models(parts["models"], problems)
        return cls([each for each in lists["data"] if _is_data(each, problems)], parts, splits, limits, keep)

    def split_mapping(self, *, with_seeds: bool = False) -> dict[str, Any]:
        """What decides which rows a seed splits off, as JSON values."""
        made = self.splits
        own: dict[str, Any] = {"kind": made.kind, **({"groups": made.groups} if made.groups else {})}
        if made.kind == "stratified_folds":
            own["folds"] = made.folds
            return {**own, "repeats": -(-len(made.numbers) // made.folds)} if with_seeds else own
        if made.kind == "shuffles":
            own["test"] = made.test
        return {**own, "seeds": list(made.numbers)} if with_seeds else own


def _check_models(models: list[Part], problems: Problems) -> None:
    from asknext.lab.models import build_model

    for place, part in enumerate(models):
        with problems.at(f"models[{place}]", part.given):
            if part.made is None:
                build_model(part.spec, f"models[{place}]")


def _check_the_rest(values: Mapping[str, Any], problems: Problems) -> None:
    with problems.at("initial", values.get("initial")):
        check_initial(values.get("initial"))
    with problems.at("metrics"):
        check_metrics(values.get("metrics"))
    with problems.at("stopping"):
        check_rules(values.get("stopping", ()))
    for key in ("name", "description"):
        if not isinstance(values.get(key, ""), str):
            problems.add(key, f"{key} is {values[key]!r}, but must be a text.")
    if not isinstance(values.get("one_vs_rest", False), bool | list | tuple):
        found = values["one_vs_rest"]
        problems.add("one_vs_rest", f"one_vs_rest is {found!r}, but must be true, false or a list of classes.")


def _listed(value: Any, name: str, problems: Problems) -> list[Any]:
    """As a list with something in it; a single entry may stand alone."""
    if value is None:
        return []  # said elsewhere
    found = [value] if isinstance(value, str | Mapping | DataSet) else value
    with problems.at(name):
        if not isinstance(found, list | tuple) or not found:
            raise InputError(f"{name} is {str(value)[:80]!r}, but must be a list with at least one entry.")
        return list(found)
    return []


def _is_data(entry: Any, problems: Problems) -> bool:
    if not isinstance(entry, Mapping | DataSet):
        problems.add("data", f"data holds {str(entry)[:80]!r}, but must hold mappings such as {{builtin: digits}}.")
    return isinstance(entry, Mapping | DataSet)


def _as(kind: Any, value: Any) -> Any:
    return value if isinstance(value, kind) else kind.of(value)
