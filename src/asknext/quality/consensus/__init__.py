"""One answer from several annotators, and how sure it is."""

from __future__ import annotations

from asknext.quality.consensus.given import TIES, Given
from asknext.quality.consensus.registry import CONSENSUS, consensus
from asknext.quality.consensus.result import Consensus, Course

__all__ = ["CONSENSUS", "TIES", "Consensus", "Course", "Given", "consensus"]
