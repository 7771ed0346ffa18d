"""What taggers of named entities give in memory, as predictions: documents of spaCy, tables of transformers.

Nothing of them is imported; what is read are attributes and names, and arrays by way of numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotated, Annotation, Span, Text
from asknext.annotations.item import Token
from asknext.errors import DataError, InputError
from asknext.formats.exchange.tag_schemes import spans_of_tags
from asknext.formats.exchange.token_sequences import TABLES

__all__ = ["from_pipeline", "from_spacy", "from_transformers"]

Float64 = npt.NDArray[np.float64]
Names = Mapping[int, str] | Sequence[str]


def from_spacy(doc: Any, name: str, *, group: str | None = None, probabilities: Any = None) -> Annotated:
    """One ``Doc``: its entities, or the spans of ``group`` (with the scores a span categoriser leaves there).

    ``probabilities`` : (T, C) of the tokens of the document, where the tagger can say them; sentences are told apart
    where the document has them. Raises `InputError`.
    """
    if not hasattr(doc, "ents") or not hasattr(doc, "text"):
        raise InputError(f"{type(doc).__name__} is no document of spaCy: it lacks text or ents.")
    if group is not None and group not in doc.spans:
        raise InputError(f"The document has no spans {group!r}; it has {', '.join(doc.spans) or 'none'}.")
    found = doc.ents if group is None else doc.spans[group]
    scores = [None] * len(found) if group is None else _scores(found)
    said = [
        Annotation(Span(each.start_char, each.end_char), each.label_ or None, score)
        for each, score in zip(found, scores, strict=True)
    ]
    tokens = tuple((each.idx, each.idx + len(each.text)) for each in doc)
    words = [at for at, (start, end) in enumerate(tokens) if doc.text[start:end].strip()]
    text = Text(doc.text, tuple(tokens[at] for at in words))
    if probabilities is None:
        return Annotated(name, text, predictions=tuple(said))
    table = _table(probabilities, len(tokens))
    return _thought(name, text, said, table[words], _sentences(doc, words))


def from_transformers(
    text: str, logits: Any, offsets: Any, names: Names, name: str, *, word_ids: Sequence[int | None] | None = None
) -> Annotated:
    """What a token classifier gives for one text.

    Parameters
    ----------
    logits : (T, C), not yet probabilities. offsets : (T, 2) where each token stands in ``text``, in characters;
    (0, 0) for special ones, which are left out. names : the tags in the order of the columns, such as ``id2label``.
    word_ids : which word each token belongs to; the first token of a word then speaks for all of it.

    A span's score is the mean probability of its tags. Raises `InputError`.
    """
    where = [(int(start), int(end)) for start, end in np.asarray(_plain(offsets), dtype=np.int64).reshape(-1, 2)]
    table = _softmax(_table(logits, len(where)))
    if word_ids is not None and len(word_ids) != len(where):
        raise InputError(f"There are {len(word_ids)} word ids for {len(where)} tokens.")
    rows, tokens = _words(text, where, word_ids)
    p = table[rows]
    tags = [_name(names, each) for each in p.argmax(axis=1).tolist()] if rows else []
    try:
        spans, _ = spans_of_tags(tags)
        cut = Text(text, tuple(tokens))
    except DataError as error:
        raise InputError(f"{name!r}: {error.reason}.") from None
    said = [
        Annotation(Span(tokens[a][0], tokens[b - 1][1]), label, float(min(1.0, p[a:b].max(axis=1).mean())))
        for a, b, label in spans
    ]
    return _thought(name, cut, said, p, [])


def from_pipeline(found: Sequence[Mapping[str, Any]], text: str, name: str) -> Annotated:
    """The list that a pipeline of transformers gives for one text: mappings with ``entity_group`` (with an aggregation
    strategy) or ``entity`` (without; tags are then joined), ``score``, ``start`` and ``end``. Raises `InputError`.
    """
    for each in found:
        if each.get("start") is None or each.get("end") is None:
            raise InputError(f"{name!r}: the pipeline gives no start and end; use a fast tokenizer.")
    if all("entity_group" in each for each in found):
        spans = [(each["start"], each["end"], each["entity_group"], float(each["score"])) for each in found]
    else:
        spans = _joined(found)
    said = [Annotation(Span(start, end), label, min(1.0, score)) for start, end, label, score in spans]
    return Annotated(name, Text(text), predictions=tuple(said))


def _joined(found: Sequence[Mapping[str, Any]]) -> list[tuple[int, int, str, float]]:
    """Tokens with tags as spans; tokens that are left out (those of O) part two spans."""
    runs: list[list[Mapping[str, Any]]] = []
    for each in found:
        follows = runs and each.get("index", 0) == runs[-1][-1].get("index", -2) + 1
        (runs[-1].append(each) if follows else runs.append([each]))
    spans = []
    for run in runs:
        for a, b, label in spans_of_tags([each["entity"] for each in run])[0]:
            score = float(np.mean([each["score"] for each in run[a:b]]))
            spans.append((run[a]["start"], run[b - 1]["end"], label, score))
    return spans


def _thought(name: str, text: Text, said: list[Annotation], table: Float64, parts: list[slice]) -> Annotated:
    told = [table[part].tolist() for part in parts] if len(parts) > 1 else table.tolist()
    meta = {TABLES: told} if len(table) else {}
    return Annotated(name, text, predictions=tuple(said), meta=meta)


def _sentences(doc: Any, words: list[int]) -> list[slice]:
    """The rows of each sentence's words; none where the document is not cut into sentences."""
    if not doc.has_annotation("SENT_START"):
        return []
    bounds = [np.searchsorted(words, (each.start, each.end)).tolist() for each in doc.sents]
    return [slice(start, end) for start, end in bounds if start < end]


def _words(text: str, where: list[Token], word_ids: Sequence[int | None] | None) -> tuple[list[int], list[Token]]:
    """The row that speaks for each word, and where the word stands; without special tokens and bare spaces."""
    rows: list[int] = []
    tokens: list[Token] = []
    before = None
    for at, (start, end) in enumerate(where):
        word = at if word_ids is None else word_ids[at]
        if word is None or not text[start:end].strip():
            continue
        if word == before:
            tokens[-1] = (tokens[-1][0], end)
        else:
            rows.append(at)
            tokens.append((start + len(text[start:end]) - len(text[start:end].lstrip()), end))
        before = word
    return rows, tokens


def _scores(group: Any) -> list[float | None]:
    given = getattr(group, "attrs", {}).get("scores")
    return [None] * len(group) if given is None else np.clip(_plain(given), 0, 1).astype(float).tolist()


def _table(given: Any, rows: int) -> Float64:
    table = np.asarray(_plain(given), dtype=np.float64)
    table = table[0] if table.ndim == 3 and len(table) == 1 else table
    if table.ndim != 2 or len(table) != rows or not np.isfinite(table).all():
        raise InputError(
            f"The table has the shape {table.shape}, expected finite numbers, a row for each of {rows} tokens."
        )
    return table


def _softmax(logits: Float64) -> Float64:
    if not len(logits):
        return logits
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(p / p.sum(axis=1, keepdims=True), dtype=np.float64)


def _name(names: Names, number: int) -> str:
    try:
        return str(names[number])
    except (KeyError, IndexError):
        raise InputError(f"The tag {number} is not among the {len(names)} names.") from None


def _plain(found: Any) -> Any:
    """An array or a tensor, wherever it lies, as what numpy reads."""
    for step in ("detach", "cpu"):
        if hasattr(found, step):
            found = getattr(found, step)()
    return found.numpy() if hasattr(found, "numpy") else found
