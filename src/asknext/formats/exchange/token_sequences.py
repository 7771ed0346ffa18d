"""Texts with predicted spans as the ``sequences`` of strategies: a row of probabilities for each token."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotated, Annotation, Span, Text
from asknext.annotations.item import Token
from asknext.errors import DataError
from asknext.formats.exchange.tokens import tokens_of
from asknext.formats.rows import Reject

__all__ = ["PATH", "TABLES", "sequence", "sequences"]

TABLES = "token_probabilities"
PATH = "path"

Float64 = npt.NDArray[np.float64]


def sequence(item: Annotated, classes: Sequence[str | None] = ()) -> Any:
    """What a tagger thinks of one text, as an entry of the ``sequences`` of `asknext.select`; None without a token.

    Where ``item.meta["token_probabilities"]`` holds a table (T, C), or a list of tables, the sentences of a document,
    that is it; ``meta["path"]`` is the probability of the best reading of a single sentence, where it is known. Else
    it is made from the predicted spans: a token of a span is of the span's class with the span's score (or has its
    probabilities), tokens outside are sure, and the best reading is as probable as the product of the scores. Each line
    of the text is then a sentence; the columns are O, ``classes``, and those of this text that are not among them.
    Raises `DataError` for a span without a score.
    """
    told = item.meta.get(TABLES)
    if told is not None:
        path = item.meta.get(PATH)
        return told if path is None else {"probabilities": told, "path": path}
    if not isinstance(item.content, Text):
        raise DataError(f"{item.name!r} is no text, so there are no tokens to be unsure of")
    columns = list(dict.fromkeys([*classes, *_classes([item])]))
    found = [_line(item, line, columns) for line in _lines(item.content)]
    return None if not found else found[0] if len(found) == 1 else found


def sequences(items: Iterable[Annotated | Reject], names: Sequence[str] | None = None) -> list[Any]:
    """The ``sequences`` of `asknext.select`, one entry for each of ``names``, or for each item in its order.

    A name without an item is None, and so is a text without a token. Raises `DataError` for a `Reject`, and where two
    items have one name.
    """
    found: dict[str, Annotated] = {}
    for each in items:
        if isinstance(each, Reject):
            raise DataError(each.reason, source=each.source, line=each.line)
        if each.name in found:
            raise DataError(f"two items have the name {each.name!r}")
        found[each.name] = each
    classes = _classes(found.values())
    wanted = found if names is None else names
    return [sequence(found[name], classes) if name in found else None for name in wanted]


def _classes(items: Iterable[Annotated]) -> list[str | None]:
    said = (each for item in items for each in item.predictions if isinstance(each.value, Span))
    return list(dict.fromkeys(each.label for each in said))


def _lines(text: Text) -> list[list[Token]]:
    """The tokens of each line that has some."""
    lines: list[list[Token]] = []
    end = None
    for token in tokens_of(text):
        if end is None or "\n" in text.text[end : token[0]]:
            lines.append([])
        lines[-1].append(token)
        end = token[1]
    return lines


def _line(item: Annotated, tokens: list[Token], classes: list[str | None]) -> dict[str, Any]:
    said = [each for each in item.predictions if _within(each, tokens)]
    width = max((len(each.probabilities or ()) for each in item.predictions), default=0)
    table = np.zeros((len(tokens), 1 + max(width, len(classes), 1)))
    table[:, 0] = 1.0
    for each in sorted(said, key=_score, reverse=True):  # of two that overlap, the less sure one speaks
        rows = [at for at, (start, end) in enumerate(tokens) if start < each.value.end and each.value.start < end]  # type: ignore[union-attr]
        table[rows] = _row(each, classes, table.shape[1])
    path = math.prod(_score(each) for each in said)
    return {"probabilities": table, **({"path": path} if path > 0 else {})}


def _within(found: Annotation, tokens: list[Token]) -> bool:
    return isinstance(found.value, Span) and tokens[0][0] <= found.value.start < tokens[-1][1]


def _row(found: Annotation, classes: list[str | None], width: int) -> Float64:
    """What the span's tokens may be: nothing, or one of the classes."""
    row = np.zeros(width)
    if found.probabilities is not None:
        row[1 : 1 + len(found.probabilities)] = found.probabilities
        row[0] = max(0.0, 1.0 - row.sum())
        row /= row.sum()
        return row
    row[1 + classes.index(found.label)] = _score(found)
    row[0] = 1.0 - _score(found)
    return row


def _score(found: Annotation) -> float:
    if found.score is not None:
        return found.score
    if found.probabilities is not None:
        return max(found.probabilities)
    raise DataError(f"a predicted span of {found.label!r} has no score")
