"""How well boxes and masks that a model found fit those that people drew (extra ``detection``)."""

from asknext.measures.detection.detection_scores import ClassDetection, DetectionScores, detection_scores
from asknext.measures.detection.same_images import named_as

__all__ = ["ClassDetection", "DetectionScores", "detection_scores", "named_as"]
