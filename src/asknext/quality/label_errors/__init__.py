"""Which labels are probably wrong: confident learning, a posterior that learns the noise, and judging out of sample."""

from asknext.quality.label_errors.confident_joint import ConfidentJoint, confident_joint
from asknext.quality.label_errors.confident_learning import FILTERS, LabelErrors, label_errors
from asknext.quality.label_errors.folds import folds
from asknext.quality.label_errors.label_scores import SCORES, label_scores
from asknext.quality.label_errors.mismatches import Mismatches, mismatches
from asknext.quality.label_errors.multi_label_errors import MultiLabelErrors, multi_label_errors
from asknext.quality.label_errors.noise_posterior import NoisePosterior, noise_posterior
from asknext.quality.label_errors.out_of_sample import out_of_sample
from asknext.quality.label_errors.tells_apart import tells_apart

__all__ = [
    "FILTERS",
    "SCORES",
    "ConfidentJoint",
    "LabelErrors",
    "Mismatches",
    "MultiLabelErrors",
    "NoisePosterior",
    "confident_joint",
    "folds",
    "label_errors",
    "label_scores",
    "mismatches",
    "multi_label_errors",
    "noise_posterior",
    "out_of_sample",
    "tells_apart",
]
