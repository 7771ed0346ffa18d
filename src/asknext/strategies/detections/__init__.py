"""Images by what a detector or segmenter found in them: unsure boxes, many objects, edges, boxes that move."""

from __future__ import annotations

from asknext.strategies.detections.box_stability import BoxStability
from asknext.strategies.detections.box_uncertainty import BoxUncertainty
from asknext.strategies.detections.class_balanced_boxes import ClassBalancedBoxes
from asknext.strategies.detections.mask_boundary_uncertainty import MaskBoundaryUncertainty
from asknext.strategies.detections.min_box_confidence import MinBoxConfidence
from asknext.strategies.detections.object_frequency import ObjectFrequency
from asknext.strategies.detections.objectness_least_confidence import ObjectnessLeastConfidence

__all__ = [
    "BoxStability",
    "BoxUncertainty",
    "ClassBalancedBoxes",
    "MaskBoundaryUncertainty",
    "MinBoxConfidence",
    "ObjectFrequency",
    "ObjectnessLeastConfidence",
]
