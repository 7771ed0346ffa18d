"""`Study`: what is to be tried, checked as far as that goes without reading any data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asknext.errors import UnknownName
from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.splits import Splits
from asknext.lab.study.limits import Keep, Limits
from asknext.lab.study.made_study import USUAL, MadeStudy
from asknext.lab.study.part import Part, shown_list
from asknext.lab.study.plain import plain
from asknext.lab.study.problems import Problems

__all__ = ["KEYS", "Study"]

KEYS = (
    "name", "description", "data", "one_vs_rest", "models", "strategies", "schedules", "oracles", "initial", "splits",
    "seeds", "metrics", "limits", "keep", "stopping",
)  # fmt: skip
LineOf = Callable[[str], str]


@dataclass(frozen=True)
class Study:
    """Data sets x models x strategies x schedules x oracles x seeds, or folds.

    Parameters
    ----------
    data : mappings, as for `load_data_set`, or `DataSet` objects.
    strategies : names, mappings or objects.
    models : names, mappings (see `build_model`) or unfitted estimators.
    schedules : such as ``"20 x 10"`` or ``{"doubling": 5}``; see `build_schedule`. A mapping may hold an ``initial`` of
        its own. Default: 20 x 20, or as much of it as the pool lasts for.
    oracles : see `build_oracle`.
    initial : how the first labels are chosen, see `initial_spec`; default: at random, as many as the first batch.
    splits : see `build_splits`.  seeds : how many, from 0, or a list; in place of those in ``splits``.
    metrics : names; default: accuracy, or micro_f1 and macro_f1, or rmse and r2, as the labels are.
    one_vs_rest : whether each class is looked for by itself, or which.
    limits : ``{"seconds": .., "memory": ..}`` of a cell.  keep : ``{"test": .., "pool": ..}``, see `Keep`.
    stopping : rules that are reported, see `asknext.stopping`.
    name, description : for the report.  folder : where relative paths start.

    Any alternative that is a mapping may have a ``title``, which it is shown by.

    Raises
    ------
    InputError : anything that is wrong, all of it at once, each with the path of its key.
    """

    data: Sequence[Any]
    strategies: Sequence[Any]
    models: Sequence[Any] = USUAL["models"]
    schedules: Sequence[Any] = USUAL["schedules"]
    oracles: Sequence[Any] = USUAL["oracles"]
    initial: Any = None
    splits: Any = None
    seeds: Any = None
    metrics: Sequence[str] | None = None
    one_vs_rest: bool | Sequence[Any] = False
    limits: Any = None
    keep: Any = None
    stopping: Sequence[Any] = ()
    name: str = "study"
    description: str = ""
    folder: Path = Path()
    line_of: LineOf | None = field(default=None, repr=False, compare=False)
    made: MadeStudy = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        problems = Problems(self.line_of)
        made = MadeStudy.of({key: getattr(self, key) for key in KEYS}, problems)
        problems.stop()
        object.__setattr__(self, "made", made)

    @classmethod
    def from_mapping(cls, mapping: Any, folder: str | Path = Path(), line_of: LineOf | None = None) -> Study:
        """A study from the values of its YAML file; ``line_of`` gives the place of a key for messages."""
        problems = Problems(line_of)
        given = _known(mapping, problems)
        if problems:  # what else is wrong is said beside it
            MadeStudy.of(given, problems)
            problems.stop()
        return cls(**given, folder=Path(folder), line_of=line_of)

    def as_mapping(self) -> dict[str, Any]:
        """JSON values that `from_mapping` makes the same study of; a Python object is only told by what it is."""
        values = {key: getattr(self, key) for key in KEYS}
        values["data"] = [_told(entry) for entry in self.made.data]
        values |= {kind: [part.given for part in self.parts(kind)] for kind in self.made.parts}
        if self.has_usual_schedule:
            del values["schedules"]
        values["stopping"] = [rule if isinstance(rule, str | Mapping) else rule.describe() for rule in self.stopping]
        values |= {"limits": self.allowed.as_mapping(), "keep": self.kept.as_mapping()}
        if isinstance(self.splits, Splits):
            values |= {"splits": self.made.split_mapping(with_seeds=True), "seeds": None}
        return {key: plain(value) for key, value in values.items() if value not in (None, "", [], (), {}, False)}

    # ------------------------------------------------------------------ what was made of it

    @property
    def allowed(self) -> Limits:
        """What a cell may use."""
        return self.made.limits

    @property
    def kept(self) -> Keep:
        """How predictions are kept."""
        return self.made.keep

    @property
    def split(self) -> Splits:
        """How each seed splits the rows."""
        return self.made.splits

    @property
    def has_usual_schedule(self) -> bool:
        """Whether nobody has said anything of schedules; then they are as long as the pool lasts, at most."""
        return self.schedules is USUAL["schedules"]

    def parts(self, kind: str) -> list[Part]:
        """The alternatives: of ``"models"``, ``"strategies"``, ``"schedules"`` or ``"oracles"``."""
        return list(self.made.parts[kind])

    def describe(self) -> str:
        """The grid in a few lines, for people; reads nothing."""
        lines = [self.name + (f": {' '.join(self.description.split())}" if self.description else "")]
        lines.append("data: " + ", ".join(map(_name, self.made.data)))
        if self.one_vs_rest:
            each = "each class" if self.one_vs_rest is True else shown_list(self.one_vs_rest)
            lines.append(f"against the rest: {each}")
        lines += [f"{kind}: " + ", ".join(part.name for part in parts) for kind, parts in self.made.parts.items()]
        return "\n".join([*lines, f"splits: {self.split.name}; seeds {shown_list(self.split.seeds())}"])


def _known(mapping: Any, problems: Problems) -> dict[str, Any]:
    if not isinstance(mapping, Mapping):
        problems.add("", f"A study is a mapping with the keys data and strategies; found {str(mapping)[:80]!r}.")
        problems.stop()
    for key in mapping:
        with problems.at(str(key)):
            if key not in KEYS:
                raise UnknownName("key", key, KEYS)
    for key, example in _EXAMPLES.items():
        if not mapping.get(key):
            problems.add("", f"The study has no {key}: add e.g. {example}.")
    return {key: mapping[key] for key in KEYS if mapping.get(key) is not None}


_EXAMPLES = {
    "data": "'data: [{file: tweets.csv, text: text, label: label}]' or 'data: [{builtin: digits}]'",
    "strategies": "'strategies: [random, margin]'",
}


def _told(entry: Any) -> Any:
    if isinstance(entry, DataSet):
        return {"name": entry.name, "object": entry.fingerprint}
    return entry


def _name(entry: Any) -> str:
    if isinstance(entry, DataSet):
        return entry.name
    named = entry.get("name") or next((str(value) for value in entry.values() if isinstance(value, str)), "?")
    return str(named)
