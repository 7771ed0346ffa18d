"""What to ask next: scorers and selectors, each in a file of its own name, and a registry that knows them by name.

A *scorer* gives every unlabelled item a number, higher = ask sooner; a *selector* makes a batch. To add one: a file
here with a frozen dataclass under ``@register``; the tests find it by themselves. Loads numpy and nothing heavier.
"""

from __future__ import annotations

import sys
from types import ModuleType

from asknext.strategies.adaptive import Adaptive
from asknext.strategies.anomaly import Anomaly
from asknext.strategies.auto import Auto
from asknext.strategies.auxiliary_learner import AuxiliaryLearner
from asknext.strategies.avg_confidence import AvgConfidence
from asknext.strategies.avg_score import AvgScore
from asknext.strategies.badge import Badge
from asknext.strategies.balance import Balance
from asknext.strategies.bald import Bald
from asknext.strategies.batch import Batch, Strategy
from asknext.strategies.binary_minimum import BinaryMinimum
from asknext.strategies.class_anchors import ClassAnchors
from asknext.strategies.clue import Clue
from asknext.strategies.cluster_margin import ClusterMargin
from asknext.strategies.cold_start import ColdStart
from asknext.strategies.combination import Combination
from asknext.strategies.consensus_entropy import ConsensusEntropy
from asknext.strategies.contrastive import Contrastive
from asknext.strategies.cost_matrix_uncertainty import CostMatrixUncertainty
from asknext.strategies.cvirs import CVIRS
from asknext.strategies.discriminative import Discriminative
from asknext.strategies.entropy import Entropy
from asknext.strategies.epig import Epig
from asknext.strategies.epistemic import Epistemic
from asknext.strategies.epsilon_greedy import EpsilonGreedy
from asknext.strategies.expected_average_precision import ExpectedAveragePrecision
from asknext.strategies.expected_gradient_length import ExpectedGradientLength
from asknext.strategies.facility_location import FacilityLocation
from asknext.strategies.falcun import Falcun
from asknext.strategies.graph_density import GraphDensity
from asknext.strategies.incremental_weighted_kmeans import IncrementalWeightedKMeans
from asknext.strategies.information_density import InformationDensity
from asknext.strategies.informed_confidence import InformedConfidence
from asknext.strategies.informed_inlier import InformedInlier
from asknext.strategies.informed_outlier import InformedOutlier
from asknext.strategies.inlier import Inlier
from asknext.strategies.k_center_greedy import KCenterGreedy
from asknext.strategies.k_dpp import KDpp
from asknext.strategies.kde import KDE
from asknext.strategies.kl_to_consensus import KLToConsensus
from asknext.strategies.kmeans import KMeans
from asknext.strategies.kmeans_density import KMeansDensity
from asknext.strategies.knn_density import KNNDensity
from asknext.strategies.label_cardinality_inconsistency import LabelCardinalityInconsistency
from asknext.strategies.lcmd import Lcmd
from asknext.strategies.least_confidence import LeastConfidence
from asknext.strategies.lightweight_coreset import LightweightCoreset
from asknext.strategies.local_outlier import LocalOutlier
from asknext.strategies.margin import Margin
from asknext.strategies.max_disagreement import MaxDisagreement
from asknext.strategies.max_entropy import MaxEntropy
from asknext.strategies.max_herding import MaxHerding
from asknext.strategies.max_loss import MaxLoss
from asknext.strategies.max_score import MaxScore
from asknext.strategies.mean_entropy import MeanEntropy
from asknext.strategies.mean_max_loss import MeanMaxLoss
from asknext.strategies.min_confidence import MinConfidence
from asknext.strategies.mix import Mix
from asknext.strategies.mmc import MMC
from asknext.strategies.mmd import MMD
from asknext.strategies.most_confident import MostConfident
from asknext.strategies.negative import Negative
from asknext.strategies.neighbours_of_labelled import NeighboursOfLabelled
from asknext.strategies.outlier import Outlier
from asknext.strategies.pairwise_kl import PairwiseKL
from asknext.strategies.partition import Partition
from asknext.strategies.positive import Positive
from asknext.strategies.power import Power
from asknext.strategies.prob_cover import ProbCover
from asknext.strategies.probabilistic_al import ProbabilisticAL
from asknext.strategies.probability_scorer import MultiLabelScorer, ProbabilityScorer
from asknext.strategies.propagation_entropy import PropagationEntropy
from asknext.strategies.random import Random
from asknext.strategies.ranked_batch import RankedBatch
from asknext.strategies.ratio import Ratio
from asknext.strategies.registry import StrategyInfo, StrategyTable, build, register, strategies
from asknext.strategies.robust_k_center import RobustKCenter
from asknext.strategies.scorer import Scorer
from asknext.strategies.select import select
from asknext.strategies.selection_configuration import read_selection
from asknext.strategies.selector import Selector
from asknext.strategies.similarity import Similarity
from asknext.strategies.softmax import Softmax
from asknext.strategies.softrank import Softrank
from asknext.strategies.subsample import Subsample
from asknext.strategies.threshold import Threshold
from asknext.strategies.typiclust import TypiClust
from asknext.strategies.vote_entropy import VoteEntropy
from asknext.strategies.weighted_kmeans import WeightedKMeans
from asknext.strategies.weights import Weights

__all__ = [
    "CVIRS",
    "KDE",
    "MMC",
    "MMD",
    "Adaptive",
    "Anomaly",
    "Auto",
    "AuxiliaryLearner",
    "AvgConfidence",
    "AvgScore",
    "Badge",
    "Balance",
    "Bald",
    "Batch",
    "BinaryMinimum",
    "ClassAnchors",
    "Clue",
    "ClusterMargin",
    "ColdStart",
    "Combination",
    "ConsensusEntropy",
    "Contrastive",
    "CostMatrixUncertainty",
    "Discriminative",
    "Entropy",
    "Epig",
    "Epistemic",
    "EpsilonGreedy",
    "ExpectedAveragePrecision",
    "ExpectedGradientLength",
    "FacilityLocation",
    "Falcun",
    "GraphDensity",
    "IncrementalWeightedKMeans",
    "InformationDensity",
    "InformedConfidence",
    "InformedInlier",
    "InformedOutlier",
    "Inlier",
    "KCenterGreedy",
    "KDpp",
    "KLToConsensus",
    "KMeans",
    "KMeansDensity",
    "KNNDensity",
    "LabelCardinalityInconsistency",
    "Lcmd",
    "LeastConfidence",
    "LightweightCoreset",
    "LocalOutlier",
    "Margin",
    "MaxDisagreement",
    "MaxEntropy",
    "MaxHerding",
    "MaxLoss",
    "MaxScore",
    "MeanEntropy",
    "MeanMaxLoss",
    "MinConfidence",
    "Mix",
    "MostConfident",
    "MultiLabelScorer",
    "Negative",
    "NeighboursOfLabelled",
    "Outlier",
    "PairwiseKL",
    "Partition",
    "Positive",
    "Power",
    "ProbCover",
    "ProbabilisticAL",
    "ProbabilityScorer",
    "PropagationEntropy",
    "Random",
    "RankedBatch",
    "Ratio",
    "RobustKCenter",
    "Scorer",
    "Selector",
    "Similarity",
    "Softmax",
    "Softrank",
    "Strategy",
    "StrategyInfo",
    "StrategyTable",
    "Subsample",
    "Threshold",
    "TypiClust",
    "VoteEntropy",
    "WeightedKMeans",
    "Weights",
    "build",
    "read_selection",
    "register",
    "select",
    "strategies",
]


class _Room(ModuleType):
    """The room answers to a call, because ``asknext.strategies()`` lists what is in it."""

    def __call__(self) -> StrategyTable:
        return strategies()


sys.modules[__name__].__class__ = _Room
