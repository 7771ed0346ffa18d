"""Do annotators agree, more than by chance: overall, pair by pair, item by item and class by class."""

from __future__ import annotations

from asknext.quality.agreement.fleiss import fleiss_kappa
from asknext.quality.agreement.gwet import gwet_ac1
from asknext.quality.agreement.interval import Estimated, bootstrap_over_items
from asknext.quality.agreement.krippendorff import krippendorff_alpha
from asknext.quality.agreement.pairwise import PairwiseAgreement, cohen_of_two, pairwise_agreement
from asknext.quality.agreement.per_class import ClassAgreement, class_agreement
from asknext.quality.agreement.per_item import ItemAgreement, item_agreement, overlap_counts
from asknext.quality.agreement.raw import raw_agreement
from asknext.quality.agreement.summary import agreement

__all__ = [
    "ClassAgreement",
    "Estimated",
    "ItemAgreement",
    "PairwiseAgreement",
    "agreement",
    "bootstrap_over_items",
    "class_agreement",
    "cohen_of_two",
    "fleiss_kappa",
    "gwet_ac1",
    "item_agreement",
    "krippendorff_alpha",
    "overlap_counts",
    "pairwise_agreement",
    "raw_agreement",
]
