"""How unsure a tagger is of a sentence or document, from the probabilities of its tokens."""

from __future__ import annotations

__all__: list[str] = []
