"""Networks that learn from pictures (extra ``torch``): a classifier with dropout or as an ensemble, a small detector,
and an embedder that adapts itself to a pool. PyTorch is imported when one of them is first used.
"""

from asknext.models.torch.classifier import CnnClassifier
from asknext.models.torch.detector import SmallDetector
from asknext.models.torch.ensemble import DeepEnsemble, opinions_of
from asknext.models.torch.self_supervised import SelfSupervisedEmbedder

__all__ = ["CnnClassifier", "DeepEnsemble", "SelfSupervisedEmbedder", "SmallDetector", "opinions_of"]
