"""What a strategy that learns between rounds has noted in a project (see `asknext.strategies.choosing.notes`).

The notes are a file in the ranking's folder, so that they are whole once the ranking can be seen, and none without it:
``{"strategy": its description, "kept": [notes of earlier rounds], "last": note of this ranking or null}``.

The last note counts once an item that it put into the order has a label; with the next round it joins the kept ones,
without the items that got none. An answer withdrawn before a round learned from it is as if never given; what a round
has learned already stays learnt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.ranking import current_folder
from asknext.pool.view import PoolView
from asknext.project.folder import Project
from asknext.strategies.batch import Batch
from asknext.strategies.choosing.notes import Note, NoteTaking
from asknext.strategies.selector import followed_by

__all__ = ["kept_notes", "rank_noting"]

NAME = "notes.json"
_OF_ROWS = ("rows", "chances", "advice", "seen")


def kept_notes(project: Project, strategy: Mapping[str, Any], labelled: npt.NDArray[np.int64]) -> list[Note]:
    """The notes that count now, oldest first; none where another strategy took them, or they cannot be read."""
    folder = current_folder(project)
    try:
        saved = json.loads((folder / NAME).read_text(encoding="utf-8")) if folder else {}
        if saved.get("strategy") != json.loads(json.dumps(strategy)):
            return []
        known = set(labelled.tolist())
        kept = [_answered(note, known) for note in saved["kept"]]
        last = [_answered(note, known) for note in (saved["last"],) if note]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return kept + [note for note in last if note["rows"]]


def rank_noting(
    strategy: Any, view: PoolView, rng: np.random.Generator, head: int, notes: list[Note]
) -> tuple[Batch, Note | None]:
    """Every unlabelled row, best first, as ``strategy.rank`` gives them; and a note, None from one that takes none."""
    now = strategy
    while hasattr(now, "now"):
        now = now.now(view)
    if not isinstance(now, NoteTaking):
        return strategy.rank(view, rng, head), None
    first, note = now.select_noting(view, min(head, len(view.unlabelled)), rng, notes)
    rest = rng.permutation(np.setdiff1d(view.unlabelled, first.indices))
    return followed_by(first, rest, np.full(len(rest), np.nan)), note


def _answered(note: Note, known: set[int]) -> Note:
    """``note`` without the items that have no label: of a thousand in an order few are asked before the next."""
    places = [place for place, row in enumerate(note["rows"]) if row in known]
    return {**note, **{key: [note[key][place] for place in places] for key in _OF_ROWS}}
