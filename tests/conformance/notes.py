"""What a person found who looked into a disagreement: said beside it in the table, with the place in the source."""

from __future__ import annotations

__all__ = ["note"]

_SKA, _MODAL, _SMALL = "scikit-activeml", "modAL", "small-text"

_NOTES: dict[tuple[str, str], str] = {  # versions: scikit-activeml 1.0.1, modAL 0.4.2.1, small-text 1.4.1
    (_SKA, "badge"): (
        "The squared lengths that choose the first item are kept as its smallest distance (pool/_badge.py:213-216 and "
        "273), so the origin acts as one more centre: the chances agree with that to 1e-16, and are off by up to 0.28 "
        "here."
    ),
    (_SKA, "expected_average_precision"): (
        "The recursions start from the wrong values: the chance of no member among the first n > 0 is taken as 0 "
        "(pool/_uncertainty_sampling.py:411, product of 1 - p expected) and the sum of precisions over no item as 1 "
        "(:422, 0 expected). With these two changed it agrees with all 2^6 outcomes to 1e-14."
    ),
    (_SKA, "typiclust"): (
        "The paper's text says the 20 nearest; the authors' code, which the definition follows, looks at no more than "
        "half of the cluster (pool/_typi_clust.py:230)."
    ),
    (_SKA, "greedy_sampling_y"): (
        "With nothing labelled it starts in the inputs (pool/_greedy_sampling.py:295), as the paper does where labels "
        "are the only outputs; the definition has predictions to go by. Otherwise the same."
    ),
    (_SKA, "falcun: less sharply"): (
        "The first item is drawn before distances are scaled, and then they are scaled over all candidates, chosen "
        "ones too (pool/_falcun.py:152-168); the authors' code scales before every draw, over what is left."
    ),
    (_SKA, "falcun"): (
        "The first item is drawn before distances are scaled, and then they are scaled over all candidates, chosen "
        "ones too (pool/_falcun.py:152-168); the authors' code scales before every draw, over what is left."
    ),
    (_SKA, "four_ds: one component"): (
        "Where all features are equal the diversity is 0/0, and an item comes twice (pool/_four_ds.py:251). That means "
        "are taken over the whole batch size and not the items chosen so far (:240 and 250) cannot show with one "
        "component."
    ),
    (_MODAL, "max_disagreement"): (
        "The largest divergence of a member from the consensus (disagreement.py:99), not the share of members that "
        "vote otherwise; both are called so."
    ),
    (_MODAL, "information_density"): "A similarity of its own, 1 / (1 + distance) (density.py:54).",
    (_MODAL, "min_confidence"): (
        "The probability of a label stands for the confidence of the decision about it (multilabel.py:165): an item "
        "that surely lacks one label comes first, though nothing is less in doubt."
    ),
    (_MODAL, "avg_confidence"): (
        "The mean probability of the labels, highest first (multilabel.py:195-198): the order of avg_score, and not "
        "the least confident first."
    ),
    (_MODAL, "avg_score"): "Labels predicted absent count negatively (multilabel.py:258).",
    (_MODAL, "max_loss"): (
        "The loss of the decisions, -1 or 1 (multilabel.py:28), where the paper takes the classifier's real output."
    ),
    (_MODAL, "mean_max_loss"): (
        "max(0, 1 - sum_l y_l f_l) in place of the sum over labels of max(0, 1 - y_l f_l), on decisions of -1 or 1, "
        "averaged over all labels and not the predicted ones (multilabel.py:28-34)."
    ),
    (_SMALL, "badge"): (
        "The row that should be scale[i, best class] is scale[best class] (integrations/pytorch/query_strategies/"
        "strategies.py:312), so the 1 - p of the likeliest class is lost, and the factor is -p and not p - 1; with "
        "two classes it clusters the embeddings alone."
    ),
    (_SMALL, "lightweight_coreset"): (
        "The angle to the mean, in place of the Euclidean distance to it (query_strategies/coresets.py:175): usual "
        "for texts."
    ),
    (_SMALL, "contrastive"): (
        "Neighbours are sought among all items, the item itself and other unlabelled ones included "
        "(query_strategies/strategies.py:463), where the paper compares with the labelled ones; with that reading it "
        "agrees."
    ),
    (_SMALL, "kmeans"): (
        "With normalize=False the clusters are Euclidean, but the item taken is the one of largest cosine to the "
        "centre (query_strategies/strategies.py:397-401); with its default, normalize=True, see kmeans: cosine."
    ),
    (_SMALL, "cvirs"): (
        "The entropy distance is computed and not used: the Hamming distance is returned (query_strategies/"
        "multi_label.py:85 and 107); ranks are positions of a sort and not ranks (:140), and the margin is |p - sum "
        "of all p| in place of |p - (1 - p)| (:136)."
    ),
    (_SMALL, "k_center_greedy"): "With nothing labelled there is no first centre to measure from.",
    (_SMALL, "k_center_greedy: cosine"): "With nothing labelled there is no first centre to measure from.",
    (_SMALL, "neighbours_of_labelled"): "With nothing labelled there are no neighbours; it says so by an exception.",
    (_SMALL, "class_anchors"): "With nothing labelled there are no anchors; it says so by an exception.",
}


def note(library: str, key: str) -> str:
    """A sentence about this disagreement; empty where none was written."""
    return _NOTES.get((library, key), "")
