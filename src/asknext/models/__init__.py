"""Who predicts: the default model, and the probabilities of any scikit-learn classifier."""

from asknext.models.default import CalibratedLogisticRegression, default_model
from asknext.models.fitting import fit_model, seeded_clone
from asknext.models.probabilities import class_probabilities, label_probabilities

__all__ = [
    "CalibratedLogisticRegression",
    "class_probabilities",
    "default_model",
    "fit_model",
    "label_probabilities",
    "seeded_clone",
]
