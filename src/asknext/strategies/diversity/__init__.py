"""Batches whose items differ from each other and from what is labelled."""

from __future__ import annotations

from asknext.strategies.diversity.badge import Badge
from asknext.strategies.diversity.clue import Clue
from asknext.strategies.diversity.cluster_margin import ClusterMargin
from asknext.strategies.diversity.contrastive import Contrastive
from asknext.strategies.diversity.discriminative import Discriminative
from asknext.strategies.diversity.drop_query import DropQuery
from asknext.strategies.diversity.facility_location import FacilityLocation
from asknext.strategies.diversity.falcun import Falcun
from asknext.strategies.diversity.four_ds import FourDs
from asknext.strategies.diversity.hinted_svm import HintedSvm
from asknext.strategies.diversity.incremental_weighted_kmeans import IncrementalWeightedKMeans
from asknext.strategies.diversity.k_center_greedy import KCenterGreedy
from asknext.strategies.diversity.k_dpp import KDpp
from asknext.strategies.diversity.kmeans import KMeans
from asknext.strategies.diversity.lcmd import Lcmd
from asknext.strategies.diversity.lightweight_coreset import LightweightCoreset
from asknext.strategies.diversity.max_herding import MaxHerding
from asknext.strategies.diversity.prob_cover import ProbCover
from asknext.strategies.diversity.quire import Quire
from asknext.strategies.diversity.random import Random
from asknext.strategies.diversity.ranked_batch import RankedBatch
from asknext.strategies.diversity.representative_informative import RepresentativeInformative
from asknext.strategies.diversity.robust_k_center import RobustKCenter
from asknext.strategies.diversity.submodular_mutual_information import SubmodularMutualInformation
from asknext.strategies.diversity.typiclust import TypiClust
from asknext.strategies.diversity.weighted_kmeans import WeightedKMeans

__all__ = [
    "Badge",
    "Clue",
    "ClusterMargin",
    "Contrastive",
    "Discriminative",
    "DropQuery",
    "FacilityLocation",
    "Falcun",
    "FourDs",
    "HintedSvm",
    "IncrementalWeightedKMeans",
    "KCenterGreedy",
    "KDpp",
    "KMeans",
    "Lcmd",
    "LightweightCoreset",
    "MaxHerding",
    "ProbCover",
    "Quire",
    "Random",
    "RankedBatch",
    "RepresentativeInformative",
    "RobustKCenter",
    "SubmodularMutualInformation",
    "TypiClust",
    "WeightedKMeans",
]
