"""The strategies of a selection from media, as a mix and the columns that it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from asknext.errors import InputError, UnknownName
from asknext.strategies.batch import Strategy
from asknext.strategies.curation import Balance, Mix, Similarity, Threshold, Weights
from asknext.strategies.curation.mix import Part, read_part
from asknext.strategies.detections.detection_scorer import DetectionScorer
from asknext.strategies.registry import build

__all__ = ["BOX_SCORES", "Wanted", "wanted"]

BOX_SCORES = (
    "object_frequency", "objectness_least_confidence", "uncertainty_entropy", "uncertainty_least_confidence",
    "uncertainty_margin",
)  # fmt: skip
_OURS = {
    "diversity": {"name": "k_center_greedy", "metric": "cosine"},
    "typicality": {"name": "knn_density", "metric": "cosine"},
}


@dataclass
class Wanted:
    """The ``mix``, and what its columns are made of.

    scores : column -> the name of one of `BOX_SCORES`, or a strategy that scores detections. counts : column -> the
    classes whose objects are counted. queries : column -> the tag of a folder of pictures. read : further columns.
    """

    mix: Mix = field(default_factory=Mix)
    scores: dict[str, str | DetectionScorer] = field(default_factory=dict)
    counts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)

    @property
    def detections(self) -> bool:
        """Whether predictions are needed."""
        balanced = any(isinstance(part.strategy, Balance) and part.strategy.objects for part in self.mix.strategies)
        return balanced or bool(self.scores) or bool(self.counts)


def wanted(entries: Sequence[Any], tags: Sequence[str]) -> Wanted:
    """What ``selection.strategies`` asks for: names, mappings with their parameters, parts of `mix`, or Lightly's
    ``{"input": ..., "strategy": ...}``. ``tags`` are the names of the queries there are.

    Raises `InputError` or `UnknownName` with the place in the list.
    """
    made = Wanted()
    parts = [_part(entry, f"selection.strategies[{at}]", made, tags) for at, entry in enumerate(entries)]
    made.mix = Mix(strategies=parts)
    return made


def _part(entry: Any, where: str, made: Wanted, tags: Sequence[str]) -> Part:
    if isinstance(entry, Mapping) and "input" in entry:
        given = _lightly(entry, where, made)
    elif isinstance(entry, Mapping) and "strategy" in entry:
        given = {**entry, "strategy": _ours(entry["strategy"])}
    else:
        given = {"strategy": _ours(entry)}
    part = read_part(given, where)
    return replace(part, strategy=_on_media(part.strategy, where, made, tags))


def _ours(spec: Any) -> Any:
    """Two names of this language that stand for strategies with parameters."""
    if isinstance(spec, str):
        return _OURS.get(spec, spec)
    if isinstance(spec, Mapping) and spec.get("name") in _OURS:
        return {**_OURS[str(spec["name"])], **{key: value for key, value in spec.items() if key != "name"}}
    return spec


def _lightly(entry: Mapping[str, Any], where: str, made: Wanted) -> Mapping[str, Any]:
    """An entry whose scores and counts are columns."""
    given = entry["input"]
    if not isinstance(given, Mapping):
        return entry
    kind, strategy = given.get("type"), entry.get("strategy")
    if kind == "SCORES":
        return {**entry, "input": _metadata(_score_column(given, where, made))}
    if kind == "PREDICTIONS" and isinstance(strategy, Mapping) and strategy.get("type") in ("WEIGHTS", "THRESHOLD"):
        return {**entry, "input": _metadata(_count_column(given, where, made))}
    if kind == "EMBEDDINGS" and "task" in given:
        raise InputError(
            f"{where}.input names the task {given['task']!r}: embeddings are of whole items here, not of crops of "
            "objects. Leave it out."
        )
    # a query's tag says which pictures are meant: they are named under `queries`, whatever data set they were in
    return {**entry, "input": {key: value for key, value in given.items() if key != "dataset_id"}}


def _metadata(column: str) -> dict[str, str]:
    return {"type": "METADATA", "key": column}


def _score_column(given: Mapping[str, Any], where: str, made: Wanted) -> str:
    name = given.get("score")
    if name not in BOX_SCORES:
        raise UnknownName("score", name, BOX_SCORES, where=f"{where}.input")
    made.scores[f"score {name}"] = str(name)
    return f"score {name}"


def _count_column(given: Mapping[str, Any], where: str, made: Wanted) -> str:
    classes = given.get("categories")
    if given.get("name") != "CATEGORY_COUNT" or not isinstance(classes, list) or not classes:
        raise InputError(
            f"{where}.input: WEIGHTS and THRESHOLD on PREDICTIONS need name: CATEGORY_COUNT and categories, a list."
        )
    column = f"count {' + '.join(map(str, classes))}"
    made.counts[column] = tuple(map(str, classes))
    return column


def _on_media(strategy: Strategy, where: str, made: Wanted, tags: Sequence[str]) -> Strategy:
    """The same on what there is of media: objects are balanced, boxes are scored in a column, tags name folders."""
    if isinstance(strategy, Balance) and strategy.column is None:
        return replace(strategy, objects=True)
    if isinstance(strategy, DetectionScorer):
        column = f"score {strategy.name}"
        made.scores[column] = strategy
        return Weights(column=column)
    if isinstance(strategy, Similarity):
        return _similar(strategy, where, made, tags)
    if isinstance(strategy, Weights | Threshold | Balance) and strategy.column not in {
        *made.scores,
        *made.counts,
        None,
    }:
        made.read.append(str(strategy.column))
    return strategy


def _similar(strategy: Similarity, where: str, made: Wanted, tags: Sequence[str]) -> Similarity:
    tag = strategy.near if strategy.near is not None or len(tags) != 1 else tags[0]
    if not isinstance(tag, str) or tag not in tags:
        raise UnknownName("tag", tag, tags, where=f"{where}: queries of the configuration")
    made.queries[f"query {tag}"] = tag
    return build({"name": "similarity", "near": f"query {tag}", "metric": strategy.metric})  # type: ignore[return-value]
