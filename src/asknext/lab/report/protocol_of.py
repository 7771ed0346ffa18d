"""`protocol_of`: the study's settings, versions and machine, as names and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from asknext import __version__
from asknext.errors import AsknextError
from asknext.lab.run_store import CellRecord
from asknext.lab.splits import build_splits

__all__ = ["protocol_of", "sources_of", "study_text", "version_warnings"]

# key of a study, as it is told, and what stands where a study says nothing
_SETTINGS = (
    ("one_vs_rest", "Classes one against the rest"),
    ("splits", "Splits"),
    ("seeds", "Seeds"),
    ("initial", "First labels"),
    ("schedules", "Batches"),
    ("oracles", "Annotator"),
    ("models", "Models"),
    ("strategies", "Strategies"),
    ("metrics", "Metrics"),
    ("stopping", "Stopping rules"),
    ("limits", "Limits of a cell"),
    ("keep", "Predictions kept"),
)


def protocol_of(
    study: Mapping[str, Any], cells: Sequence[CellRecord], versions: Sequence[Mapping[str, str]]
) -> list[tuple[str, str]]:
    """Names and values, in the order to be shown."""
    usual, own = _usual(cells), _own_tests(study)
    rows = [
        (words, told + own if key == "splits" else told)
        for key, words in _SETTINGS
        if (told := _told(key, study[key]) if study.get(key) not in (None, [], {}, "") else usual.get(key, ""))
    ]
    named = {words for words, _ in rows}
    for words, field in (("Batches", "schedule"), ("Annotator", "oracle"), ("Models", "model")):
        if words not in named:
            rows.append((words, ", ".join(dict.fromkeys(getattr(each, field) for each in cells))))
    if "Seeds" not in named:
        rows.append(("Seeds", _seeds(cells)))
    rows.append(("Same for all strategies", "splits, first labels, seeds and the model’s settings"))
    rows += [("Computed with", plain(dict(each))) for each in versions]
    return [*rows, ("Report by", f"asknext {__version__}")]


def _usual(cells: Sequence[CellRecord]) -> dict[str, str]:
    """What a study that says nothing of them was run with: it is protocol as much as what is said."""
    spec = next((each.spec for each in cells if each.spec), {})
    found = {}
    if "splits" in spec:
        found["splits"] = _told("splits", spec["splits"]).partition(" (")[0]
    if "initial" in spec and spec["initial"] is None:
        found["initial"] = "as many as the first batch, at random"
    return found


def _own_tests(study: Mapping[str, Any]) -> str:
    """Where data came with a test part, that is what is held out, whatever the splits say; the unseen rest is none."""
    if "unseen" in str(study.get("splits")):
        return ""
    entries = [each for each in study.get("data") or [] if isinstance(each, Mapping) and each.get("test_file")]
    return "".join(f"; {each.get('name', each.get('file', 'data'))}: tested on {each['test_file']}" for each in entries)


def _told(key: str, value: Any) -> str:
    """Splits in the words of their room, where it knows them."""
    if key != "splits":
        return plain(value)
    try:
        return f"{build_splits(value).name} ({plain(value)})"
    except AsknextError:
        return plain(value)


def plain(value: Any) -> str:
    """Settings as a person reads them: no brackets, no quotes."""
    if isinstance(value, Mapping) and "name" in value:
        return _named(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_inner(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        joint = "; " if any(isinstance(each, Mapping) for each in value) else ", "
        return joint.join(plain(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _named(value: Mapping[str, Any]) -> str:
    """As it is called on the figures, and what it is."""
    title = value.get("title", value["name"])
    rest = {key: each for key, each in value.items() if key not in ("name", "title")}
    parts = ([str(value["name"])] if "title" in value else []) + ([plain(rest)] if rest else [])
    return f"{title} ({', '.join(parts)})" if parts else str(title)


def _inner(value: Any) -> str:
    return f"({plain(value)})" if isinstance(value, Mapping) or _is_long(value) else plain(value)


def _is_long(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) > 1


def _seeds(cells: Sequence[CellRecord]) -> str:
    seeds = sorted({each.seed for each in cells})
    if len(seeds) > 2 and seeds == list(range(seeds[0], seeds[-1] + 1)):
        return f"{seeds[0]} to {seeds[-1]} ({len(seeds)})"
    return ", ".join(map(str, seeds))


def sources_of(study: Mapping[str, Any]) -> dict[str, str]:
    """Data set -> where it came from, as the study says."""
    found: dict[str, str] = {}
    for each in study.get("data") or []:
        if isinstance(each, Mapping):
            told = plain({key: value for key, value in each.items() if key != "name"}) + _learnt(each)
            for key in ("name", "file", "folder", "builtin", "generator"):
                if key in each:
                    found.setdefault(str(each[key]), told)
        else:
            found[str(each)] = str(each)
    return found


def _learnt(data_set: Mapping[str, Any]) -> str:
    """Held-out rows are among those that `load_data_set` scales by: who compares protocols has to know."""
    keys = [key for key in ("scale", "reduce") if data_set.get(key) not in (None, "none")]
    where = "learnt from all rows that are not of a given test part, without labels (transductive)"
    return f"; {' and '.join(keys)} {where}" if keys else ""


def study_text(study: Mapping[str, Any]) -> str:
    """The study as YAML."""
    import yaml  # type: ignore[import-untyped]

    return str(yaml.safe_dump(dict(study), sort_keys=False, allow_unicode=True, width=100)) if study else ""


def version_warnings(versions: Sequence[Mapping[str, str]]) -> list[str]:
    """Results computed with different releases are not one experiment."""
    if len(versions) < 2:
        return []
    names = sorted({name for each in versions for name in each})
    mixed = [name for name in names if len({each.get(name) for each in versions}) > 1]
    told = ", ".join(f"{name} {' and '.join(sorted({str(each.get(name)) for each in versions}))}" for name in mixed)
    return [f"The rounds were computed with mixed versions: {told}. What differs may differ for that reason alone."]
