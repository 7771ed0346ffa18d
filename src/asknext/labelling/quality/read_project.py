"""`studied`: read a project into arrays, at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import ProjectError
from asknext.labelling.quality.judging import judged_probabilities, knows_nothing, too_few
from asknext.labelling.quality.stored_answers import StoredAnswers
from asknext.labelling.quality.studied import Studied
from asknext.project.folder import Project
from asknext.quality.votes import Votes
from asknext.store.classes import LabelClass, all_classes
from asknext.store.events import last_event
from asknext.store.items import count_items
from asknext.store.label_value import classes_in, decoded_value
from asknext.store.quality_rows import accepted_seqs, asked_again, given_answers, judged_items

__all__ = ["studied"]

Codes = npt.NDArray[np.int64]

NOTHING = "Nothing is labelled yet. To label: asknext serve {folder}"
NO_MODEL = "The model was not asked for."


def studied(project: Project, *, model: bool = True) -> Studied:
    """Labels and answers of a project, and what a model says of them that has not seen them.

    Parameters
    ----------
    model : whether to judge labels by a model, which takes five fits where a label has changed since.

    Raises
    ------
    ProjectError : there is no label and no answer yet. AsknextError : the embeddings cannot be had.
    """
    with project.database.read() as conn:
        classes = all_classes(conn)
        rows, answers, accepted = judged_items(conn), given_answers(conn), accepted_seqs(conn)
        event, total, again = last_event(conn), count_items(conn), asked_again(conn)
    if not rows:
        raise ProjectError(NOTHING.format(folder=project.folder))
    pos, ids, groups, gold, flagged, values, seqs, givers, streams, confidence, decided = zip(*rows, strict=True)
    coded = _Coder(classes, project.config.multilabel)
    labels, has_label = coded.all(values)
    right, is_gold = coded.all(gold)
    codes, names = _numbered(groups)
    missing = _missing(pos, values, givers, seqs, streams)
    votes, people, machines, times, stored = _votes(coded, pos, answers, missing)
    judged = np.flatnonzero(has_label & ~is_gold)
    vectors, probabilities, why_not = _judged(project, np.array(pos), labels, judged, codes, len(classes), model)
    return Studied(
        config=project.config,
        total=total,
        event=event,
        classes=classes,
        items=np.array(pos, dtype=np.int64),
        ids=ids,
        groups=codes,
        group_names=names,
        labels=labels,
        has_label=has_label,
        label_seqs=np.array([-1 if seq is None else seq for seq in seqs], dtype=np.int64),
        givers=givers,
        decided=decided,
        confidence=np.array([np.nan if each is None else each for each in confidence], dtype=np.float64),
        flagged=np.array(flagged, dtype=bool),
        settled=np.array([seq is not None and accepted.get(at, -1) > seq for at, seq in zip(pos, seqs, strict=True)]),
        asked_again=np.isin(pos, again),
        gold=right,
        is_gold=is_gold,
        votes=votes,
        vote_at=times[0],
        vote_seconds=times[1],
        annotators=people,
        machines=machines,
        probabilities=probabilities,
        vectors=vectors,
        why_not=why_not,
        answers=_with_gold(stored, gold) if project.config.annotated else None,
    )


class _Coder:
    """Stored values to class codes; few distinct values stand in many rows."""

    def __init__(self, classes: Sequence[LabelClass], several: bool) -> None:
        self.size, self.several = len(classes), several
        self._code = {each.id: number for number, each in enumerate(classes)}
        self.of = lru_cache(maxsize=10_000)(self._of)

    def _of(self, value: str) -> tuple[int, ...]:
        return tuple(self._code[each] for each in classes_in(decoded_value(value)) if each in self._code)

    def all(self, values: Sequence[str | None]) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        """(m,) codes with -1, or (m, L) zeros and ones; and (m,) where there is a value whose classes are known."""
        coded = [None if value is None else self.of(value) for value in values]
        if self.several:
            table = np.zeros((len(coded), self.size), dtype=np.int64)
            for row, found in enumerate(coded):
                table[row, list(found or ())] = 1
            return table, np.array([found is not None for found in coded], dtype=bool)
        codes = np.array([found[0] if found else -1 for found in coded], dtype=np.int64)
        return codes, codes >= 0


def _numbered(names: Sequence[str | None]) -> tuple[Codes, list[str]]:
    known = sorted({name for name in names if name is not None})
    place = {name: at for at, name in enumerate(known)}
    return np.array([-1 if name is None else place[name] for name in names], dtype=np.int64), known


def _missing(*columns: Sequence[Any]) -> list[Any]:
    """Labels as answers of who gave them: those that came by import have no vote of their own."""
    kinds = {"import": "import", "tell": "import"}
    return [
        (pos, who, value, seq, None, None, kinds[stream])
        for pos, value, who, seq, stream in zip(*columns, strict=True)
        if value is not None and stream in kinds
    ]


def _votes(
    coded: _Coder, items: Sequence[int], answers: Sequence[Any], imported: Sequence[Any]
) -> tuple[Votes, list[str], npt.NDArray[np.bool_], npt.NDArray[np.float64], StoredAnswers]:
    given = {(each[0], each[1]) for each in answers}
    rows = [each for each in imported if (each[0], each[1]) not in given] + list(answers)
    place = {pos: at for at, pos in enumerate(items)}
    kept = [each for each in rows if each[0] in place and (coded.several or coded.of(each[2]))]
    names = sorted({each[1] for each in kept})
    number = {name: at for at, name in enumerate(names)}
    machine = {each[1] for each in kept if each[6] == "machine"}
    at = np.array([place[each[0]] for each in kept], dtype=np.int64)
    who = np.array([number[each[1]] for each in kept], dtype=np.int64)
    times = np.array([[each[4], each[5]] for each in kept], dtype=np.float64).reshape(-1, 2)
    stored = StoredAnswers(at, who, [each[2] for each in kept], times[:, 0], times[:, 1], {})
    votes = _several(coded, at, who, kept, len(items), len(names)) if coded.several else None
    if votes is None:
        said = np.array([coded.of(each[2])[0] for each in kept], dtype=np.int64)
        votes = Votes(at, who, said, len(items), len(names), coded.size)
    else:
        times = np.repeat(times, coded.size, axis=0)
    return votes, names, np.array([name in machine for name in names], dtype=bool), times.T, stored


def _with_gold(stored: StoredAnswers, gold: Sequence[str | None]) -> StoredAnswers:
    return replace(stored, gold={row: value for row, value in enumerate(gold) if value is not None})


def _several(coded: _Coder, at: Codes, who: Codes, kept: Sequence[Any], items: int, people: int) -> Votes:
    """Each class of an item as a decision of its own."""
    size = coded.size
    said, _ = coded.all([each[2] for each in kept])
    decisions = (at[:, None] * size + np.arange(size)).ravel()
    return Votes(decisions, np.repeat(who, size), said.ravel(), items * size, people, 2)


def _judged(
    project: Project, items: Codes, labels: npt.NDArray[Any], rows: Codes, groups: Codes, classes: int, model: bool
) -> tuple[npt.NDArray[np.float32] | None, npt.NDArray[np.float64], str]:
    table = np.full((len(items), classes), np.nan)
    if not model:
        return None, table, NO_MODEL
    from asknext.project.embeddings import pool_embeddings

    vectors = np.asarray(pool_embeddings(project)[items], dtype=np.float32)
    why_not = too_few(labels[rows], classes)
    if not why_not:
        found = judged_probabilities(project, vectors[rows], labels[rows], classes, groups[rows])
        why_not = knows_nothing(labels[rows], found)
        table[rows] = np.nan if why_not else found
    return vectors, table, why_not
