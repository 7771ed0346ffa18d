"""`stops_of`: where stopping rules would have stopped the finished runs, strategy by strategy."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asknext.lab.replay_rule import Stopped, replay_rules
from asknext.lab.report.problem import MetricFacts, Stop
from asknext.lab.report.setting import Setting
from asknext.lab.report.standings_of import estimated
from asknext.lab.run_store import CellRecord, RunStore
from asknext.stopping.advisor import DEFAULT_RULES

__all__ = ["stops_of"]

# rules that nobody asked for are not replayed over a night's worth of cells
_MOST = 300


def stops_of(
    store: RunStore, cells: Sequence[CellRecord], metric: MetricFacts, on_progress: Callable[..., None] | None
) -> dict[Setting, list[Stop]]:
    """Of the rules that the study names; without any, of those that the advisor comes with where the study is small."""
    rules: Sequence[Any] = store.study.get("stopping") or (DEFAULT_RULES if len(cells) <= _MOST else ())
    if not rules or not cells or metric.name not in store.metrics():
        return {}
    found = replay_rules(store, rules, metric=metric.name, cells=cells, on_progress=on_progress)
    by_id = {each.id: each for each in cells}
    groups: dict[Setting, dict[tuple[str, str], list[Stopped]]] = {}
    for each in found.stopped:
        cell = by_id[each.cell]
        key = (_name(each.rule), cell.strategy)
        groups.setdefault(Setting.of(cell), {}).setdefault(key, []).append(each)
    return {
        setting: [_stop(rule, strategy, runs, metric) for (rule, strategy), runs in several.items()]
        for setting, several in groups.items()
    }


def _stop(rule: str, strategy: str, runs: Sequence[Stopped], metric: MetricFacts) -> Stop:
    sign = 1.0 if metric.greater_is_better else -1.0
    stopped = [each for each in runs if each.round is not None]
    told = [each for each in stopped if not math.isnan(each.score)]
    wasted = [float(each.cost.labels_wasted) for each in stopped if each.cost is not None]
    if not stopped:
        return Stop(rule, strategy, 0, len(runs), None, None)
    return Stop(
        rule, strategy, len(stopped), len(runs),
        labels=estimated([float(each.labels) for each in stopped]),
        score=estimated([each.score for each in told]) if told else None,
        wasted=estimated(wasted) if wasted else None,
        lost=estimated([sign * (each.final - each.score) for each in told]) if told else None,
    )  # fmt: skip


def _name(rule: Mapping[str, Any]) -> str:
    """With its parameters, where it has any that differ from rule to rule."""
    rest = {key: value for key, value in rule.items() if key != "name"}
    plain = ", ".join(f"{key}={value if isinstance(value, str) else json.dumps(value)}" for key, value in rest.items())
    return f"{rule.get('name', 'a rule')}" + (f" ({plain})" if plain else "")
