"""What to ask next: scorers and selectors, each in a file of its own name, and a registry that knows them by name.

A *scorer* gives every unlabelled item a number, higher = ask sooner; a *selector* makes a batch. To add one: a file
here with a frozen dataclass under ``@register``; the tests find it by themselves. Loads numpy and nothing heavier.
"""

from __future__ import annotations

import sys
from types import ModuleType

from asknext.strategies.auto import Auto
from asknext.strategies.avg_confidence import AvgConfidence
from asknext.strategies.avg_score import AvgScore
from asknext.strategies.badge import Badge
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
from asknext.strategies.discriminative import Discriminative
from asknext.strategies.entropy import Entropy
from asknext.strategies.epsilon_greedy import EpsilonGreedy
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
from asknext.strategies.lcmd import Lcmd
from asknext.strategies.least_confidence import LeastConfidence
from asknext.strategies.lightweight_coreset import LightweightCoreset
from asknext.strategies.margin import Margin
from asknext.strategies.max_disagreement import MaxDisagreement
from asknext.strategies.max_entropy import MaxEntropy
from asknext.strategies.max_herding import MaxHerding
from asknext.strategies.max_score import MaxScore
from asknext.strategies.mean_entropy import MeanEntropy
from asknext.strategies.min_confidence import MinConfidence
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
from asknext.strategies.probability_scorer import MultiLabelScorer, ProbabilityScorer
from asknext.strategies.random import Random
from asknext.strategies.ranked_batch import RankedBatch
from asknext.strategies.ratio import Ratio
from asknext.strategies.registry import StrategyInfo, StrategyTable, build, register, strategies
from asknext.strategies.robust_k_center import RobustKCenter
from asknext.strategies.scorer import Scorer
from asknext.strategies.select import select
from asknext.strategies.selector import Selector
from asknext.strategies.softmax import Softmax
from asknext.strategies.softrank import Softrank
from asknext.strategies.subsample import Subsample
from asknext.strategies.typiclust import TypiClust
from asknext.strategies.vote_entropy import VoteEntropy
from asknext.strategies.weighted_kmeans import WeightedKMeans

__all__ = [
    "Auto",
    "AvgConfidence",
    "AvgScore",
    "Badge",
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
    "Discriminative",
    "Entropy",
    "EpsilonGreedy",
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
    "KDE",
    "KDpp",
    "KLToConsensus",
    "KMeans",
    "KMeansDensity",
    "KNNDensity",
    "Lcmd",
    "LeastConfidence",
    "LightweightCoreset",
    "MMD",
    "Margin",
    "MaxDisagreement",
    "MaxEntropy",
    "MaxHerding",
    "MaxScore",
    "MeanEntropy",
    "MinConfidence",
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
    "ProbabilityScorer",
    "Random",
    "RankedBatch",
    "Ratio",
    "RobustKCenter",
    "Scorer",
    "Selector",
    "Softmax",
    "Softrank",
    "Strategy",
    "StrategyInfo",
    "StrategyTable",
    "Subsample",
    "TypiClust",
    "VoteEntropy",
    "WeightedKMeans",
    "build",
    "register",
    "select",
    "strategies",
]


class _Room(ModuleType):
    """The room answers to a call, because ``asknext.strategies()`` lists what is in it."""

    def __call__(self) -> StrategyTable:
        return strategies()


sys.modules[__name__].__class__ = _Room
