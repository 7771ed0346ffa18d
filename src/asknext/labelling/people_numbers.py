"""`people_numbers`: what each person has done, how fast, how well, and what it has cost."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.activity import ANSWERS, REVIEWS, Activity
from asknext.project.config import Price

__all__ = ["IDLE", "Excerpt", "people_numbers"]

IDLE = 300.0
DAY = 86_400.0
SHOWN = 12
MOST_DAYS = 1000
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Excerpt:
    """Which part of what happened: of one ``annotator``, from ``since`` to before ``until`` (seconds since 1970)."""

    annotator: str | None = None
    since: float | None = None
    until: float | None = None


def people_numbers(
    activity: Activity,
    price: Price,
    asked: Excerpt,
    *,
    labelled: int,
    needed: Mapping[str, Any],
    zone: datetime.tzinfo | None = None,
) -> dict[str, Any]:
    """Labels a day, seconds a label, reviews and cost, in all and of each person, as JSON values.

    Answers that took longer than five minutes are taken for pauses: they count as labels, not as time.

    Parameters
    ----------
    price : what people are paid. labelled : items that have a label, for the cost of one.
    needed : {estimate, low, high} of labels that are still needed. zone : of days; None is this machine's.
    """
    mask = _asked(activity, asked)
    rows = [_of_person(activity, price, who, mask) for who in _present(activity, mask)]
    people = sorted(rows, key=lambda row: (-row["labels"], row["name"]))
    total = _numbers(activity, price, mask & ~activity.columns["machine"], mask & (activity.columns["judged"] >= 0))
    return {
        "annotators": sorted(activity.names),
        "total": total,
        "people": people,
        **_days(activity, mask, [each["name"] for each in people[:SHOWN] if each["labels"]], zone),
        "cost": _cost(total, labelled, needed, price) if asked == Excerpt() else None,
    }


def _asked(activity: Activity, asked: Excerpt) -> Mask:
    columns = activity.columns
    mask: Mask = columns["counts"].copy()
    if asked.since is not None:
        mask &= columns["at"] >= asked.since
    if asked.until is not None:
        mask &= columns["at"] < asked.until
    if asked.annotator is not None:
        who = activity.names.index(asked.annotator) if asked.annotator in activity.names else -2
        mask &= (columns["who"] == who) | (columns["judged"] == who)
    return mask


def _present(activity: Activity, mask: Mask) -> list[int]:
    found: list[int] = np.unique(activity.columns["who"][mask & activity.is_kind(*ANSWERS)]).tolist()
    return found


def _of_person(activity: Activity, price: Price, who: int, mask: Mask) -> dict[str, Any]:
    columns = activity.columns
    own = mask & (columns["who"] == who)
    machine = bool(columns["machine"][own].any())
    numbers = _numbers(activity, Price() if machine else price, own, mask & (columns["judged"] == who))
    days = np.unique(np.floor(columns["at"][own] / DAY)).size
    return {
        "name": activity.names[who],
        "machine": machine,
        "days": days,
        "last": float(columns["at"][own].max()),
        **numbers,
    }


def _numbers(activity: Activity, price: Price, done: Mask, judged: Mask) -> dict[str, Any]:
    """Of the events ``done`` by somebody, and of the reviews that ``judged`` their answers."""
    label, answers = activity.is_kind("label") & done, activity.is_kind(*ANSWERS) & done
    labels = int(label.sum())
    hours, pauses = _hours(activity.columns["seconds"][answers])
    reviews = {f"{kind}ed": int((activity.is_kind(kind) & judged).sum()) for kind in REVIEWS}
    reviewed = sum(reviews.values())
    return {
        "labels": labels,
        "skips": int((activity.is_kind("skip", "ignore") & done).sum()),
        "reviews_made": int((activity.is_kind(*REVIEWS, "adjudicate") & done).sum()),
        **_quartiles(activity.columns["seconds"][label]),
        "hours": hours,
        "pauses": pauses,
        "labels_per_hour": labels / hours if hours else None,
        **reviews,
        "rejection_rate": (reviewed - reviews["accepted"]) / reviewed if reviewed else None,
        "cost": _paid(price, labels, hours),
    }


def _quartiles(seconds: npt.NDArray[np.float32]) -> dict[str, float | None]:
    timed = seconds[seconds <= IDLE]  # NaN is not
    names = ("low_seconds", "median_seconds", "high_seconds")
    if timed.size == 0:
        return dict.fromkeys(names)
    return dict(zip(names, np.quantile(timed, (0.25, 0.5, 0.75)).round(3).tolist(), strict=True))


def _hours(seconds: npt.NDArray[np.float32]) -> tuple[float, int]:
    timed = seconds[~np.isnan(seconds)].astype(np.float64)
    worked = timed[timed <= IDLE]
    return float(worked.sum() / 3600), int(timed.size - worked.size)


def _paid(price: Price, labels: int, hours: float) -> float | None:
    if price.per_label is None and price.per_hour is None:
        return None
    return (price.per_label or 0.0) * labels + (price.per_hour or 0.0) * hours


def _days(activity: Activity, mask: Mask, names: list[str], zone: datetime.tzinfo | None) -> dict[str, list[Any]]:
    """Labels a day: of the busiest people, and of all others together."""
    label = mask & activity.is_kind("label")
    at, who = activity.columns["at"][label], activity.columns["who"][label]
    if at.size == 0:
        return {"days": [], "series": []}
    day = np.floor((at + _offset(float(at.max()), zone)) / DAY).astype(np.int64)
    first = max(int(day.min()), int(day.max()) - MOST_DAYS + 1)
    late = day >= first
    day, who, length = day[late] - first, who[late], int(day.max()) - first + 1
    shown = [activity.names.index(name) for name in names]
    series: list[dict[str, Any]] = [
        {"name": name, "labels": _counted(day[who == at], length)} for name, at in zip(names, shown, strict=True)
    ]
    rest = _counted(day[~np.isin(who, shown)], length)
    if any(rest):
        series.append({"name": None, "labels": rest})
    start = datetime.date(1970, 1, 1) + datetime.timedelta(days=first)
    return {"days": [(start + datetime.timedelta(days=each)).isoformat() for each in range(length)], "series": series}


def _counted(day: npt.NDArray[np.int64], length: int) -> list[int]:
    found: list[int] = np.bincount(day, minlength=length).tolist()
    return found


def _offset(at: float, zone: datetime.tzinfo | None) -> float:
    moment = datetime.datetime.fromtimestamp(at, zone or datetime.UTC)
    offset = (moment if zone is not None else moment.astimezone()).utcoffset()
    return 0.0 if offset is None else offset.total_seconds()


def _cost(total: Mapping[str, Any], labelled: int, needed: Mapping[str, Any], price: Price) -> dict[str, Any]:
    """What a labelled item has cost so far, and with it what the labels still needed will."""
    money = total["cost"] is not None
    spent = total["cost"] if money else total["hours"]
    each = spent / labelled if labelled and spent else None

    def ahead(name: str) -> float | None:
        return None if each is None or needed.get(name) is None else each * needed[name]

    return {
        "unit": "money" if money else "hours",
        "so_far": spent,
        "per_label": each,
        "per_hour": price.per_hour,
        "to_target": {name: ahead(name) for name in ("estimate", "low", "high")},
        "target": needed.get("target"),
    }
