"""`Policy`: what an item needs before it is done, as a project's settings say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from asknext.project.annotate_config import AnnotateConfig
from asknext.project.config import Config
from asknext.project.team_config import Overlap, Review

__all__ = ["Policy", "drawn"]


@dataclass(frozen=True)
class Policy:
    """The rules by which answers become a label.

    Attributes
    ----------
    overlap, review : the project's settings. seed : of the project. multilabel : any number of classes an item.
    task, annotate, content : what an answer is, and of what.
    """

    overlap: Overlap
    review: Review
    seed: int
    multilabel: bool
    task: str = "single_label"
    annotate: AnnotateConfig = field(default_factory=AnnotateConfig)
    content: str = "text"

    @classmethod
    def of(cls, config: Config) -> Policy:
        """The rules of a project."""
        answers = config.multilabel, config.task, config.annotate, config.content
        return cls(config.overlap, config.review, config.seed, *answers)

    def labels(self, wanted: int | None) -> int:
        """How many answers an item gets at least; ``wanted`` is what was set for it alone."""
        return self.overlap.labels if wanted is None else max(wanted, 1)

    def most(self, wanted: int | None) -> int:
        """How many answers an item gets at most."""
        return max(self.labels(wanted), self.overlap.most if self.overlap.adaptive else 1)

    def shared(self, wanted: int | None) -> bool:
        """Whether several people answer the item: every answer is then a vote and none replaces another's."""
        return self.most(wanted) > 1

    def enough(self, wanted: int | None, votes: int, confidence: float) -> bool:
        """Whether no further answer is asked for after ``votes``, whose consensus has ``confidence``."""
        if votes < self.labels(wanted):
            return False
        return votes >= self.most(wanted) or confidence >= self.overlap.confidence

    def is_reviewed(self, which: int, annotators: set[str], confidence: float | None) -> bool:
        """Whether a reviewer looks at the label that ``annotators`` gave to item ``which``."""
        if annotators & set(self.review.annotators):
            return True
        if confidence is not None and confidence < self.review.below:
            return True
        return drawn(self.seed, f"review/{which}") < self.review.share


def drawn(seed: int, name: str) -> float:
    """Uniform in [0, 1), the same for the same seed and name on every machine."""
    digest = hashlib.blake2b(f"{seed}\0{name}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) * 2.0**-53
