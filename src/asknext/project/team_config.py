"""Settings of several people on one project: overlap, review, gold items, qualification and skills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asknext.errors import UnknownName
from asknext.project.setting import require, require_share

__all__ = ["Gold", "Overlap", "Qualification", "Review", "checked_skills"]

CONSENSUS = ("majority", "weighted")
MOST = 100
DAY = 86_400.0


@dataclass(frozen=True)
class Overlap:
    """How many answers an item gets, and what becomes of answers that differ.

    Attributes
    ----------
    labels : answers every item gets. adaptive : further ones, up to ``most``, while the consensus is less sure than
        ``confidence``. consensus : ``weighted`` by how often each annotator is right, or ``majority``.
    adjudicate : answers that differ and whose consensus is less sure than this go to a reviewer; 0 never.
    machines : whether the answers of machines count towards ``labels``, so that they can close an item alone.
    """

    labels: int = 1
    most: int = 1
    adaptive: bool = False
    confidence: float = 0.95
    consensus: str = "weighted"
    adjudicate: float = 0.7
    machines: bool = False

    def __post_init__(self) -> None:
        if self.consensus not in CONSENSUS:
            raise UnknownName("consensus", self.consensus, CONSENSUS)
        require(1 <= self.labels <= MOST, "labels", self.labels, f"1 to {MOST}")
        require(1 <= self.most <= MOST, "most", self.most, f"1 to {MOST}")
        require_share("confidence", self.confidence)
        require_share("adjudicate", self.adjudicate)


@dataclass(frozen=True)
class Review:
    """Which labels a reviewer looks at before they are final.

    Attributes
    ----------
    share : of all items, drawn by the project's seed. annotators : whose answers always are.
    below : labels whose consensus is less sure than this always are.
    return_after : seconds that a rejected item waits for an annotator who is not seen, before others get it.
    """

    share: float = 0.0
    annotators: tuple[str, ...] = ()
    below: float = 0.0
    return_after: float = DAY

    def __post_init__(self) -> None:
        object.__setattr__(self, "annotators", tuple(self.annotators))
        require_share("share", self.share)
        require_share("below", self.below)
        require(self.return_after >= 0, "return_after", self.return_after, "0 or more seconds")

    @property
    def on(self) -> bool:
        """Whether any label is ever looked at."""
        return self.share > 0 or self.below > 0 or bool(self.annotators)


@dataclass(frozen=True)
class Gold:
    """Items whose answer is known, mixed in to see how well people do.

    Attributes
    ----------
    rate : share of an annotator's items that are gold. accuracy, kappa : what an annotator should reach on them.
    least : answers on gold items before anything is said about an annotator. agreement : how far annotations must agree
    with those of a gold item to be right.
    """

    rate: float = 0.0
    accuracy: float = 0.9
    kappa: float = 0.8
    least: int = 10
    agreement: float = 0.8

    def __post_init__(self) -> None:
        require(0 <= self.rate < 1, "rate", self.rate, "a share from 0 to below 1")
        require_share("accuracy", self.accuracy)
        require_share("agreement", self.agreement)
        require(-1 <= self.kappa <= 1, "kappa", self.kappa, "-1 to 1")
        require(self.least >= 1, "least", self.least, "1 or more")


@dataclass(frozen=True)
class Qualification:
    """A test on gold items before the real work.

    Attributes
    ----------
    items : how many a test has; 0 for no test. accuracy : the share that must be right.
    attempts : how often it can be taken. wait : seconds between two attempts.
    """

    items: int = 0
    accuracy: float = 0.9
    attempts: int = 2
    wait: float = 0.0

    def __post_init__(self) -> None:
        require(0 <= self.items <= 1000, "items", self.items, "0 to 1000")
        require_share("accuracy", self.accuracy)
        require(self.attempts >= 1, "attempts", self.attempts, "1 or more")
        require(self.wait >= 0, "wait", self.wait, "0 or more seconds")


def checked_skills(skills: Any) -> Mapping[str, tuple[str, ...]]:
    """Name of an annotator -> the tags they have.

    Raises
    ------
    DataError : it is something else.
    """
    require(isinstance(skills, Mapping), "skills", skills, "names with lists of tags")
    for tags in skills.values():
        right = isinstance(tags, list | tuple) and all(isinstance(each, str) for each in tags)
        require(right, "skills", tags, "a list of tags for each name")
    return {str(name): tuple(tags) for name, tags in skills.items()}
