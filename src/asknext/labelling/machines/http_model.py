"""Any model behind HTTP: items in, labels with their confidence out, as JSON of a fixed form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asknext.labelling.machines.brief import Answered, Brief, Guess, Item, Unusable
from asknext.labelling.machines.reading import read_classes, read_confidence, read_count
from asknext.labelling.machines.talking import ask_json
from asknext.labelling.outside import Outside
from asknext.project.outside_config import MachineConfig

__all__ = ["ask_http"]

MISSING = "it said nothing of this item"


def ask_http(config: MachineConfig, outside: Outside, key: str | None, brief: Brief, items: Sequence[Item]) -> Answered:
    """Ask about ``items`` at once.

    Sent: ``{"task", "title", "classes": [{"id", "name", "description"}], "items": [{"id", "content"}]}``. Expected:
    ``{"labels": [{"id", "label", "confidence"}]}`` with the ids that were sent, a class name or id (a list where items
    may have several classes), and a number from 0 to 1; beside it, where it is known, ``{"usage": {"input_tokens",
    "output_tokens"}}``.

    Raises
    ------
    Busy, Refusal, Unusable : see `asknext.labelling.machines.talking`.
    """
    found = ask_json(outside, config.url, key, _request(brief, items))
    labels = found.get("labels")
    if not isinstance(labels, list):
        raise Unusable("there is no list of labels in what came")
    by_id = {each["id"]: each for each in labels if isinstance(each, dict) and isinstance(each.get("id"), str)}
    guesses, unusable = [], {}
    for item in items:
        try:
            guesses.append(_guess(brief, item, by_id.get(item.id)))
        except Unusable as error:
            unusable[item.pos] = str(error)
    said = found.get("usage")
    usage: dict[str, Any] = said if isinstance(said, dict) else {}
    return Answered(guesses, unusable, read_count(usage.get("input_tokens")), read_count(usage.get("output_tokens")))


def _request(brief: Brief, items: Sequence[Item]) -> dict[str, Any]:
    classes = [{"id": each, "name": name, "description": text} for each, name, text in brief.classes]
    return {
        "task": "multi_label" if brief.several else "single_label",
        "title": brief.title,
        "classes": classes,
        "items": [{"id": each.id, "content": each.content} for each in items],
    }


def _guess(brief: Brief, item: Item, said: dict[str, Any] | None) -> Guess:
    if said is None:
        raise Unusable(MISSING)
    return Guess(item.pos, read_classes(brief, said.get("label")), read_confidence(said.get("confidence")))
