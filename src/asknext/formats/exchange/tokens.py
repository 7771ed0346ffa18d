"""Where a text is cut into tokens, and spans in tokens."""

from __future__ import annotations

import re
from bisect import bisect_left

from asknext.annotations import Annotated, Annotation, Span, Text
from asknext.annotations.item import Token
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.tag_schemes import TokenSpan

__all__ = ["flat_spans", "tokens_of"]

_WORD = re.compile(r"\w+|[^\w\s]")


def tokens_of(text: Text) -> tuple[Token, ...]:
    """The text's own tokens, or words and single signs where it has none."""
    if text.tokens is not None:
        return text.tokens
    return tuple(found.span() for found in _WORD.finditer(text.text))


def flat_spans(
    item: Annotated, said: list[Annotation], tokens: tuple[Token, ...], carried: Carried, *, approximate: bool = False
) -> list[tuple[TokenSpan, Annotation]]:
    """Spans as tokens, in order and without overlaps; the earlier and longer one of two stays.

    A span that begins or ends inside of a token is widened to whole ones to ``approximate``, else lost.
    """
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    found, free = [], 0
    spans = [(each.value, each) for each in said if isinstance(each.value, Span)]
    for value, each in sorted(spans, key=lambda pair: (pair[0].start, -pair[0].end)):
        first, last = bisect_left(ends, value.start + 1), bisect_left(starts, value.end)
        if first >= last:
            carried.lose(item, "a span that holds no token", each)
        elif first < free:
            carried.lose(item, "a span that overlaps another", each)
        elif (starts[first], ends[last - 1]) != (value.start, value.end) and not approximate:
            carried.lose(item, "a span that begins or ends inside of a token", each)
        else:
            if (starts[first], ends[last - 1]) != (value.start, value.end):
                carried.change(item, "a span widened to whole tokens", each)
            found.append((TokenSpan(first, last, each.label or ""), each))
            free = last
    return found
