"""How it goes: metrics, learning curves, coverage, contradiction, agreement, and the statistics that compare."""

from asknext.measures.agreement import cohen_kappa
from asknext.measures.batch_agreement import batch_agreement
from asknext.measures.bootstrap import bootstrap_over_seeds
from asknext.measures.calibration_error import Reliability, calibration_error, class_calibration_error, reliability
from asknext.measures.class_metric import class_metric
from asknext.measures.common_labels import common_labels
from asknext.measures.contradiction import contradiction
from asknext.measures.control import (
    CurvePoint,
    Estimate,
    LearningCurve,
    labels_needed,
    labels_saved,
    learning_curve,
)
from asknext.measures.critical_difference import (
    CriticalDifference,
    critical_difference,
    nemenyi_difference,
    nemenyi_p,
)
from asknext.measures.curve import area, labels_to_reach, labels_to_share
from asknext.measures.data_utilisation import data_utilisation
from asknext.measures.deficiency import deficiency
from asknext.measures.easiness import easiness, reference_predictions
from asknext.measures.exploration import (
    RivalExploration,
    distances_to_labelled,
    exploration_gradient,
    explored_share,
    kmeans_exploration,
    random_exploration,
)
from asknext.measures.friedman import Friedman, friedman
from asknext.measures.intervals import t_interval, wilson
from asknext.measures.mean_curve import MeanCurve, mean_curve
from asknext.measures.metrics import METRICS, Metric, metric_named, predictions_of, score
from asknext.measures.nearest import nearest_of
from asknext.measures.noisy_sample_ratio import noisy_sample_ratio
from asknext.measures.paired_difference import PairedDifference, paired_difference
from asknext.measures.paired_holm import SeedTest, paired_holm
from asknext.measures.precision_recall import ClassScores, class_scores
from asknext.measures.ranking import Ranking, rank_strategies
from asknext.measures.ranks import average_ranks, ranks_by_row
from asknext.measures.seeds_needed import SeedsNeeded, data_sets_needed, paired_power, seeds_needed
from asknext.measures.stopping_cost import StoppingCost, cost_of_stopping
from asknext.measures.trust import trust_scores
from asknext.measures.wilcoxon_holm import PairTest, SignedRank, holm, signed_rank, wilcoxon_holm
from asknext.measures.win_tie_loss import Outcome, WinTieLoss, win_tie_loss

__all__ = [
    "METRICS",
    "ClassScores",
    "CriticalDifference",
    "CurvePoint",
    "Estimate",
    "Friedman",
    "LearningCurve",
    "MeanCurve",
    "Metric",
    "Outcome",
    "PairTest",
    "PairedDifference",
    "Ranking",
    "Reliability",
    "RivalExploration",
    "SeedTest",
    "SeedsNeeded",
    "SignedRank",
    "StoppingCost",
    "WinTieLoss",
    "area",
    "average_ranks",
    "batch_agreement",
    "bootstrap_over_seeds",
    "calibration_error",
    "class_calibration_error",
    "class_metric",
    "class_scores",
    "cohen_kappa",
    "common_labels",
    "contradiction",
    "cost_of_stopping",
    "critical_difference",
    "data_sets_needed",
    "data_utilisation",
    "deficiency",
    "distances_to_labelled",
    "easiness",
    "exploration_gradient",
    "explored_share",
    "friedman",
    "holm",
    "kmeans_exploration",
    "labels_needed",
    "labels_saved",
    "labels_to_reach",
    "labels_to_share",
    "learning_curve",
    "mean_curve",
    "metric_named",
    "nearest_of",
    "nemenyi_difference",
    "nemenyi_p",
    "noisy_sample_ratio",
    "paired_difference",
    "paired_holm",
    "paired_power",
    "predictions_of",
    "random_exploration",
    "rank_strategies",
    "ranks_by_row",
    "reference_predictions",
    "reliability",
    "score",
    "seeds_needed",
    "signed_rank",
    "t_interval",
    "trust_scores",
    "wilcoxon_holm",
    "wilson",
    "win_tie_loss",
]
