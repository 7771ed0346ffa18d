"""`stops_of`: where stopping rules would have stopped the finished runs, strategy by strategy."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asknext.errors import AsknextError
from asknext.lab.replay_rule import Stopped, replay_rules
from asknext.lab.report.problem import MetricFacts, Stop
from asknext.lab.report.setting import Setting
from asknext.lab.report.standings_of import estimated
from asknext.lab.run_store import CellRecord, RunStore
from asknext.stopping.advisor import DEFAULT_RULES
from asknext.stopping.registry import build_rule
from asknext.stopping.rule import Rule

__all__ = ["stops_of"]

# rules that nobody asked for are not replayed over a night's worth of cells
_MOST = 300
_UNASKED = tuple(name for name in DEFAULT_RULES if name != "pool_exhausted")


def stops_of(
    store: RunStore, cells: Sequence[CellRecord], metric: MetricFacts, on_progress: Callable[..., None] | None
) -> dict[Setting, list[Stop]]:
    """Of the rules that the study names; without any, of those that the advisor comes with where the study is small."""
    asked: Sequence[Any] = store.study.get("stopping") or (_UNASKED if len(cells) <= _MOST else ())
    rules = [rule for each in asked if (rule := _built(each)) is not None]
    if not rules or not cells or metric.name not in store.metrics():
        return {}
    found = replay_rules(store, rules, metric=metric.name, cells=cells, on_progress=on_progress)
    by_id = {each.id: each for each in cells}
    groups: dict[Setting, dict[tuple[str, str], list[Stopped]]] = {}
    called = _called([each.rule for each in found.stopped if each.cell == found.stopped[0].cell])
    for at, each in enumerate(found.stopped):
        cell = by_id[each.cell]
        key = (called[at % len(called)], cell.strategy)
        groups.setdefault(Setting.of(cell), {}).setdefault(key, []).append(each)
    return {
        setting: [_stop(rule, strategy, runs, metric) for (rule, strategy), runs in several.items()]
        for setting, several in groups.items()
    }


def _built(rule: Any) -> Rule | None:
    """None where this release does not know the rule: a report of the rest is better than none."""
    try:
        return build_rule(rule)
    except AsknextError:
        return None


def _stop(rule: str, strategy: str, runs: Sequence[Stopped], metric: MetricFacts) -> Stop:
    sign = 1.0 if metric.greater_is_better else -1.0
    stopped = [each for each in runs if each.round is not None]
    told = [each for each in stopped if not math.isnan(each.score)]
    wasted = [float(each.cost.labels_wasted) for each in stopped if each.cost is not None]
    if not stopped:
        return Stop(rule, strategy, 0, len(runs), None, None, unknown=all(each.unknown for each in runs))
    return Stop(
        rule, strategy, len(stopped), len(runs),
        labels=estimated([float(each.labels) for each in stopped]),
        score=estimated([each.score for each in told]) if told else None,
        wasted=estimated(wasted) if wasted else None,
        lost=estimated([sign * (each.final - each.score) for each in told]) if told else None,
    )  # fmt: skip


def _called(rules: Sequence[Mapping[str, Any]]) -> list[str]:
    """Names; with its parameters where a rule is there twice."""
    names = [_name(rule) for rule in rules]
    return [
        name if names.count(name) == 1 else f"{name} ({_parameters(rule)})"
        for name, rule in zip(names, rules, strict=True)
    ]


def _name(rule: Mapping[str, Any]) -> str:
    """Of a combination, those of its rules: by itself ``any_of`` says nothing."""
    name, inner = str(rule.get("name", "a rule")), rule.get("rules")
    if not isinstance(inner, list | tuple) or not all(isinstance(each, Mapping) for each in inner):
        return name
    return (" or " if name == "any_of" else " and ").join(_name(each) for each in inner)


def _parameters(rule: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in rule.items() if key != "name"}
    return ", ".join(f"{key}={value if isinstance(value, str) else json.dumps(value)}" for key, value in rest.items())
