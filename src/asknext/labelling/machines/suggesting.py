"""Predictions of a file as suggestions to people, and an order of what to ask that is made of them."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from asknext.annotations import Annotated
from asknext.errors import DataError, InputError
from asknext.formats.rows import Reject
from asknext.labelling.label_file import Brought, LabelFile
from asknext.labelling.machines.keeping import STREAM, annotator_of
from asknext.labelling.ranking import EXTERNAL, publish_ranking
from asknext.labelling.server_uid import MACHINE_UID, kept_secret
from asknext.project.folder import Project
from asknext.project.rejects import RejectsFile
from asknext.store.events import append_event, known_uids
from asknext.store.items import count_items, open_positions
from asknext.store.settings import set_setting

if TYPE_CHECKING:
    from asknext.formats.exchange import Options

__all__ = ["Suggested", "suggest"]

USUAL = {"objects": "min_box_confidence", "spans": "mnlp"}
LONGEST_NAME = 100


@dataclass
class Suggested:
    """What came of a file: suggestions that are new and ``known`` ones, ``ranked`` items of a ranking's ``version`` by
    ``strategy`` (None where nothing was ranked), ``without`` a prediction; and what was refused.
    """

    format: str
    stored: int = 0
    known: int = 0
    unmatched: int = 0
    rejected: int = 0
    boxed: int = 0
    strategy: str | None = None
    version: int | None = None
    ranked: int = 0
    without: int = 0
    rejects_file: Path | None = None


def suggest(
    project: Project,
    path: Path,
    *,
    by: str,
    strategy: str | None = None,
    without_first: bool = False,
    format: str | None = None,
    options: Options | None = None,
) -> Suggested:
    """Keep predictions as what the machine ``by`` suggests, and publish the order in which items are asked.

    Parameters
    ----------
    strategy : scores predictions; None: the usual one of the task, if there is one and every prediction says how sure
        it is; ``none`` leaves the order as it is.
    without_first : whether items without a prediction come first instead of last, in the order of their draw.

    Raises
    ------
    DataError : the file cannot be read. InputError, UnknownName : the task, name or strategy cannot be used.
    """
    if not by.strip() or len(by) > LONGEST_NAME or not by.isprintable():
        raise InputError(f"A machine's name has 1 to {LONGEST_NAME} characters that can be printed.")
    file = LabelFile(project, path, format, options, predictions=True)
    done, started = Suggested(file.format), time.time()
    with project.database.write() as conn:
        brought = list(file.brought(conn))
        _keep(conn, by, brought, done, started)
    done.unmatched, done.boxed, done.rejected = file.unmatched, file.boxed, len(file.rejects)
    done.rejects_file = _written(project, path, file.rejects, started)
    chosen = strategy or (USUAL.get(project.config.task) if _all_scored(brought) else None)
    if chosen is not None and chosen != "none" and brought:
        _rank(project, brought, chosen, by, without_first, done)
    return done


def _keep(conn: Any, by: str, brought: Sequence[Brought], done: Suggested, now: float) -> None:
    who, begin = annotator_of(by), f"{MACHINE_UID}{by}/{kept_secret(conn, 'machine_uids')}"
    uids = {each.pos: f"{begin}/{each.pos}/{_digest(each.value)}" for each in brought}
    known = known_uids(conn, list(uids.values()))
    for each in brought:
        if uids[each.pos] in known:
            done.known += 1
            continue
        common = {"uid": uids[each.pos], "at": now, "annotator": who, "session": who, "item": each.pos}
        score = least_score(json.loads(each.value)["annotations"])
        append_event(conn, **common, kind="suggest", value=each.value, score=score, stream=STREAM, current=False)
        done.stored += 1


def least_score(annotations: Sequence[Mapping[str, Any]]) -> float | None:
    """How sure the least sure annotation is; None where none says so."""
    return min((each["score"] for each in annotations if each.get("score") is not None), default=None)


def _all_scored(brought: Sequence[Brought]) -> bool:
    said = (one for each in brought for one in json.loads(each.value)["annotations"])
    return all(one["type"] == "relation" or one.get("score") is not None for one in said)


def _digest(value: str) -> str:
    return hashlib.blake2b(value.encode(), digest_size=8).hexdigest()


def _rank(
    project: Project, brought: Sequence[Brought], strategy: str, by: str, without_first: bool, done: Suggested
) -> None:
    from asknext.strategies import build
    from asknext.strategies.select import select

    with project.database.read() as conn:
        opened, n = open_positions(conn), count_items(conn)
    there = set(opened.tolist())
    asked = [each for each in brought if each.pos in there]
    made = build(strategy)
    inputs = _inputs(made.needs, asked)
    batch = select(made, len(asked), seed=project.config.seed, **inputs) if asked else None
    rows = np.array([each.pos for each in asked], dtype=np.int64)
    order = rows[batch.indices] if batch is not None else rows
    scores = np.asarray(batch.scores, dtype=np.float64) if batch is not None else np.zeros(0)
    rest = np.setdiff1d(opened, rows)
    rest = np.random.default_rng(project.config.seed).permutation(rest)
    parts, blanks = [order, rest], np.full(len(rest), np.nan)
    joined = (
        (np.concatenate(parts[::-1]), np.concatenate([blanks, scores]))
        if without_first
        else (np.concatenate(parts), np.concatenate([scores, blanks]))
    )
    with project.database.write() as conn:
        set_setting(conn, EXTERNAL, True)  # or the next round would put its own order in place of this one
    meta = {"classes": [], "sentence": f"By {strategy} on what {by} predicted."}
    done.version = publish_ranking(
        project, strategy=EXTERNAL, labels=0, order=joined[0], scores=joined[1], n=n, meta=meta
    )
    done.strategy, done.ranked, done.without = strategy, len(order), len(rest)


def _inputs(needs: frozenset[str], asked: Sequence[Brought]) -> dict[str, Any]:
    """What a strategy wants of predictions."""
    from asknext.formats.exchange import detection, sequences

    items = [_joined(each.items) for each in asked]
    if "detections" in needs:
        return {"detections": [detection(each) for each in items]}
    if "sequences" in needs:
        found = sequences(items)
        if any(each is None for each in found):
            raise DataError("a text without a token has no place among the others; leave it out of the predictions")
        return {"sequences": found}
    raise InputError(
        "Choose a strategy that scores predictions: asknext strategies lists those of detections, sequences."
    )


def _joined(items: Sequence[Annotated]) -> Annotated:
    """The frames of a sequence as one item, whose predictions are those of all of them."""
    from dataclasses import replace

    predicted = tuple(one for each in items for one in (each.predictions or each.annotations))
    return replace(items[0], predictions=predicted)


def _written(project: Project, path: Path, rejects: list[Reject], at: float) -> Path | None:
    file = RejectsFile(project.rejects, path.name, at)
    for each in rejects:
        file.add(each)
    return file.close()
