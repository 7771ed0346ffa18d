"""Items as the browser shows them: plain values that JSON can hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.content import content_of
from asknext.labelling.machines.suggestions import suggestions
from asknext.labelling.queue import Queue
from asknext.labelling.ranking import EXTERNAL
from asknext.labelling.stream import CONTROL, GOLD, STRATEGY, UNASKED, stream_of
from asknext.labelling.threads import threads_of
from asknext.project.annotate_config import CLASSED
from asknext.project.config import Config
from asknext.store.browse import STATES, item_rows
from asknext.store.events import labels_on, notes_on
from asknext.store.leases import Lease
from asknext.store.schema import LABELLED, OPEN, REJECTED, SKIPPED

__all__ = ["STATE_NAMES", "content_of", "leased_items", "one_item", "shown_stream", "summary_of", "why"]

STATE_NAMES = {state: name for name, state in STATES.items()}
FIRST = "Drawn at random: there is no model yet."
AT_RANDOM = "Drawn at random for the control stream, which measures how good the model is."
OCCURS = "It has learned which classes occur in an item, and not where."
NEW = "Came after the last ranking: drawn at random."


def leased_items(conn: Connection, config: Config, queue: Queue, leases: Sequence[Lease]) -> list[dict[str, Any]]:
    """The items behind ``leases``, in their order."""
    positions = [each.item for each in leases]
    if not positions:
        return []
    rows, notes = item_rows(conn, positions), notes_on(conn, positions)
    # where several people answer an item, nobody is shown what the others have said
    labelled = [pos for pos, row in rows.items() if row.state == LABELLED and not queue.policy.shared(row.wanted)]
    labels = labels_on(conn, labelled) if labelled else {}
    # never on what measures the model or an annotator: whoever follows a suggestion says nothing of their own
    suggested = suggestions(conn, config, [each.item for each in leases if each.stream == STRATEGY])
    return [
        {
            **_item(config, rows[each.item], labels.get(each.item), notes.get(each.item, [])),
            "stream": shown_stream(config, each.stream, rows[each.item].control),
            "leased_until": each.expires,
            "suggestions": suggested.get(each.item, []),
            "why": _told(
                config, why(queue, each.item, shown_stream(config, each.stream, rows[each.item].control), each.ranking)
            ),
        }
        for each in leases
    ]


def _told(config: Config, found: dict[str, Any]) -> dict[str, Any]:
    """What the model knows of annotations is said with it."""
    if config.task not in CLASSED or found["guess"] is None or found["strategy"] == EXTERNAL:
        return found
    return {**found, "sentence": f"{found['sentence']} {OCCURS}"}


def shown_stream(config: Config, stream: str, control: bool) -> str:
    """The stream as annotators see it: nobody is told that an item is gold, so it looks like one drawn at random."""
    if stream == GOLD:
        return CONTROL if config.control > 0 else STRATEGY
    return stream_of(control) if stream in ("machine", UNASKED) else stream


def one_item(conn: Connection, config: Config, queue: Queue, row: Any) -> dict[str, Any]:
    """An item that is not leased, as the item list shows it in full."""
    first = row.pos if row.copy_of is None else row.copy_of
    label, notes = labels_on(conn, [first]).get(first), notes_on(conn, [first]).get(first, [])
    return unleased_item(config, queue, row, label, notes)


def unleased_item(config: Config, queue: Queue, row: Any, label: Any, notes: Sequence[Any]) -> dict[str, Any]:
    """An item with its label (None where it has none) and what people wrote on it; why it would come now."""
    stream = stream_of(row.control)
    version = None if queue.ranking is None else queue.ranking.version
    return {
        **_item(config, row, label, notes),
        "stream": stream,
        "leased_until": None,
        "why": why(queue, row.pos, stream, version),
    }


def why(queue: Queue, which: int, stream: str, version: int | None) -> dict[str, Any]:
    """Why an item came: strategy, score, ranking, the labels the model knew, a sentence, the model's guess."""
    ranking = queue.ranking_of(version)
    guess = None if ranking is None else ranking.guess(which)
    number = None if ranking is None else ranking.number(which)
    shared: dict[str, Any] = {"ranking": version, "labels": 0 if ranking is None else ranking.labels, "guess": guess}
    shared |= {} if number is None else {"number": number}
    if stream == CONTROL or ranking is None:
        sentence = AT_RANDOM if stream == CONTROL else FIRST
        return {"strategy": "random", "score": None, "sentence": sentence, **shared}
    if ranking.place(which) is None:
        return {"strategy": "random", "score": None, "sentence": NEW, **shared}
    sentence = ranking.sentence(which)
    return {"strategy": ranking.strategy, "score": ranking.score(which), "sentence": sentence, **shared}


def summary_of(content: str, longest: int = 120) -> str:
    """The beginning of a content, on one line."""
    line = " ".join(content[: 4 * longest].split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _item(config: Config, row: Any, label: Any, notes: Sequence[Any]) -> dict[str, Any]:
    comments = [each for each in notes if each.kind == "comment"]
    return {
        "item": row.pos,
        "id": row.id,
        "content": content_of(config, row),
        "meta": _meta(row.meta),
        "group": row.grp,
        "label": None if label is None else json.loads(label.value),
        "flagged": row.flagged,
        "comments": [{"text": each.value, "annotator": each.annotator, "at": each.at} for each in comments],
        "threads": threads_of(notes),
        "rejected": _rejection(row, notes),
    }


def _rejection(row: Any, notes: Sequence[Any]) -> dict[str, Any] | None:
    """Why a reviewer sent the item back, while a new answer is waited for."""
    last = next((each for each in reversed(notes) if each.kind in ("reject", "requeue")), None)
    if last is None or last.kind == "requeue" or row.state not in (OPEN, REJECTED, SKIPPED):
        return None
    return {"reason": last.reason, "annotator": last.annotator, "at": last.at}


def _meta(text: str | None) -> Any:
    if not text:
        return {}
    found = json.loads(text)
    return found if isinstance(found, dict) else {"": found}
