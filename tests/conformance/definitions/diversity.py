"""Batches that are spread over the pool."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import ceil

import numpy as np
from scipy.optimize import minimize
from tests.conformance.definition import chances, holds, scores, sets, values
from tests.conformance.slow_geometry import best_clusters, squares, unit, width

SMALL = ("plain", "binary", "many_classes", "ties", "zero_labels", "duplicates", "constant_features", "one_class_known")


def places(case, rows):
    """The places of ``rows`` among the unlabelled."""
    return [case.unlabelled.tolist().index(row) for row in rows]


def margins(case):
    sorted_p = [np.sort(case.probabilities[i]) for i in case.unlabelled]
    return np.array([1 - (p[-1] - p[-2]) for p in sorted_p])


def nearest(case, x, centres):
    """The distance of every unlabelled item to the nearest of ``centres``, infinite without any."""
    return np.sqrt(squares(x[case.unlabelled], x[centres]).min(axis=1)) if len(centres) else None


@chances("random")
def random(case, chosen):
    return np.where(np.isin(case.unlabelled, chosen), 0.0, 1 / (len(case.unlabelled) - len(chosen)))


@values("k_center_greedy")
def k_center_greedy(case, chosen):
    """Sener & Savarese 2018: the farthest from all that is labelled or chosen; without any, whichever."""
    centres = [*case.labelled, *chosen]
    away = nearest(case, case.embeddings, centres)
    return np.full(len(case.unlabelled), np.nan) if away is None else away


@values("k_center_greedy", variant="cosine", parameters={"metric": "cosine"}, cases=("plain", "binary", "zero_labels"))
def k_center_greedy_cosine(case, chosen):
    centres = [*case.labelled, *chosen]
    away = nearest(case, unit(case.embeddings), centres)
    return np.full(len(case.unlabelled), np.nan) if away is None else away**2 / 2


@holds("robust_k_center", cases=("few", "few_duplicates"))
def robust_k_center(case, rows):
    """Charikar et al. 2001: all items within three times the smallest radius that so many centres can have."""
    x, u = case.embeddings, case.unlabelled

    def radius(centres):
        return nearest(case, x, [*case.labelled, *centres]).max()

    best = min(radius(centres) for centres in combinations(u, len(rows)))
    if radius(rows) <= 3 * best * 1.02 + 1e-9:
        return ""
    return f"its radius is {radius(rows):.4g}, more than three times the best, {best:.4g}."


def gradients(case):
    """The gradients of the log loss at the last layer, were the best guess true: (p - e_best) times the features."""
    found = []
    for i in case.unlabelled:
        p = case.probabilities[i]
        found.append(np.outer(p - np.eye(len(p))[int(np.argmax(p))], case.embeddings[i]).ravel())
    return np.array(found)


def plus_plus(g, chosen):
    """k-means++: in proportion to the squared distance to the nearest of those chosen."""
    away = squares(g, g[chosen]).min(axis=1)
    away[away < 1e-12] = 0
    return away


def one_of(best):
    return best / best.sum()


@chances("badge")
def badge(case, chosen):
    """Ash et al. 2020, as the authors' code: first the longest gradient, then k-means++ on the gradients."""
    g = gradients(case)
    lengths = np.linalg.norm(g, axis=1)
    if not chosen:
        return one_of((lengths > lengths.max() - 1e-12).astype(float))
    return one_of(plus_plus(g, places(case, chosen)))


@chances("badge", variant="first pick in proportion to the squared length", ours=False)
def badge_first_by_length(case, chosen):
    g = gradients(case)
    return one_of((g**2).sum(axis=1)) if not chosen else one_of(plus_plus(g, places(case, chosen)))


@chances("badge", variant="first pick at random", ours=False)
def badge_first_at_random(case, chosen):
    g = gradients(case)
    return one_of(np.ones(len(g))) if not chosen else one_of(plus_plus(g, places(case, chosen)))


@chances("falcun")
def falcun(case, chosen):
    """Gilhuber et al. 2024: uncertainty plus distance in probabilities, scaled over what is left, to the tenth."""
    return falcun_chances(case, chosen, 10)


@chances("falcun", variant="distances scaled from the second draw on, over all", parameters={"gamma": 2.0}, ours=False)
def falcun_scaled_later(case, chosen):
    return falcun_chances(case, chosen, 2, later=True) if chosen else one_of(margins(case) ** 2)


def falcun_chances(case, chosen, gamma, later=False):
    p, u = case.probabilities[case.unlabelled], margins(case)
    left = ~np.isin(case.unlabelled, chosen)
    distance = u.copy()
    for row in chosen:
        distance = np.minimum(distance, np.abs(p - case.probabilities[row]).sum(axis=1))
    scale = distance if later else distance[left]
    low, high = scale.min(), scale.max()
    scaled = (distance - low) / (high - low) if high > low else np.zeros(len(u))
    relevance = np.where(left, u + scaled, 0.0)
    return one_of(relevance**gamma) if relevance.max() > 0 else one_of(left.astype(float))


@chances("falcun", variant="less sharply", parameters={"gamma": 2.0})
def falcun_less_sharply(case, chosen):
    return falcun_chances(case, chosen, 2)


@chances("lightweight_coreset")
def lightweight_coreset(case, chosen):
    """Bachem et al. 2018: half evenly, half by squared distance from the mean; drawn without putting back."""
    x = case.embeddings[case.unlabelled]
    away = ((x - x.mean(axis=0)) ** 2).sum(axis=1)
    q = 0.5 / len(x) + 0.5 * away / away.sum()
    return one_of(np.where(np.isin(case.unlabelled, chosen), 0.0, q))


@chances("lightweight_coreset", variant="by the angle to the mean, not the distance", ours=False)
def lightweight_coreset_of_angles(case, chosen):
    x = case.embeddings[case.unlabelled]
    mean = x.mean(axis=0)
    cosines = x @ mean / (np.linalg.norm(x, axis=1) * np.linalg.norm(mean))
    away = np.arccos(np.clip(cosines, -1, 1)) ** 2
    q = 0.5 / len(x) + 0.5 * away / away.sum()
    return one_of(np.where(np.isin(case.unlabelled, chosen), 0.0, q))


@values("facility_location", cases=SMALL)
def facility_location(case, chosen):
    """Wei et al. 2015, over all pairs: how much better the unlabelled items are served by their best facility."""
    x = case.embeddings[case.unlabelled]
    w = width(x)
    similar = np.exp(-squares(x, x) / (2 * w * w))
    known = [*case.labelled, *chosen]
    served = np.zeros(len(x))
    if known:
        served = np.exp(-squares(x, case.embeddings[known]) / (2 * w * w)).max(axis=1)
    return np.maximum(similar - served[:, None], 0).sum(axis=0)


@values("max_herding")
def max_herding(case, chosen):
    """Bae et al. 2024: the rise of the mean, over the unlabelled items, of the kernel to the nearest chosen."""
    return facility_location(case, chosen) / len(case.unlabelled)


@values("prob_cover", parameters={"delta": 1.2})
def prob_cover(case, chosen):
    """Yehuda et al. 2022: how many items, that no ball covers yet, the ball of radius delta covers."""
    x = case.embeddings
    inside = squares(x, x) <= 1.2**2
    covered = inside[[*case.labelled, *chosen]].any(axis=0)
    return [(inside[i] & ~covered).sum() for i in case.unlabelled]


@values("k_dpp", tolerance=1e-6, cases=("plain", "binary", "many_classes", "ties", "zero_labels", "one_class_known"))
def k_dpp(case, chosen):
    """Kulesza & Taskar 2012: the log determinant of quality * similarity * quality of the batch with the item."""
    x, q = case.embeddings[case.unlabelled], margins(case)
    q = np.maximum(q / q.max(), 1e-9)
    kernel = np.exp(-squares(x, x) / (2 * width(x) ** 2)) * np.outer(q, q)
    found = []
    for i in range(len(x)):
        batch = [*places(case, chosen), i]
        sign, log_det = np.linalg.slogdet(kernel[np.ix_(batch, batch)])
        found.append(log_det if sign > 0 and len(set(batch)) == len(batch) else -np.inf)
    return found


def largest_cluster(g, known, chosen, left):
    """The distances of the members of the cluster with the largest sum of squares, -inf for the others."""
    centres = [*known, *chosen]
    away = squares(g, np.array(centres))
    members, d = away.argmin(axis=1), away.min(axis=1)
    masses = [d[left & (members == j)].sum() if (left & (members == j)).any() else -1.0 for j in range(len(centres))]
    best = np.isclose(masses, max(masses), rtol=1e-9, atol=1e-12)
    return np.where(best[members] & left, np.sqrt(d), -np.inf)


@values("lcmd", cases=("plain", "binary", "many_classes", "clumps", "zero_labels", "one_class_known"))
def lcmd(case, chosen):
    """Holzmueller et al. 2023: the farthest item of the cluster with the largest sum of squared distances."""
    x = case.embeddings
    left = ~np.isin(case.unlabelled, chosen)
    if not [*case.labelled, *chosen]:
        return np.linalg.norm(x[case.unlabelled], axis=1)
    return largest_cluster(x[case.unlabelled], list(x[case.labelled]), list(x[chosen]), left)


@values("lcmd", variant="gradients", parameters={"space": "gradients"}, cases=("zero_labels",))
def lcmd_of_gradients(case, chosen):
    g = gradients(case)
    left = ~np.isin(case.unlabelled, chosen)
    if not chosen:
        return np.linalg.norm(g, axis=1)
    return largest_cluster(g, [], list(g[places(case, chosen)]), left)


@values("ranked_batch")
def ranked_batch(case, chosen):
    """Cardoso et al. 2017: a (1 - similarity) + (1 - a) uncertainty, a the share of what is unlabelled."""
    u, known = len(case.unlabelled) - len(chosen), [*case.labelled, *chosen]
    if not known:
        return np.full(len(case.unlabelled), np.nan)
    uncertainty = 1 - case.probabilities[case.unlabelled].max(axis=1)
    similarity = 1 / (1 + nearest(case, case.embeddings, known))
    a = u / (u + len(known))
    return a * (1 - similarity) + (1 - a) * uncertainty


@scores("contrastive", parameters={"neighbours": 2}, cases=("plain", "binary", "many_classes", "zero_labels"))
def contrastive(case):
    """Margatina et al. 2021: mean KL divergence of the predictions of the nearest labelled items to the own."""
    if not len(case.labelled):
        return np.zeros(len(case.unlabelled))
    found = []
    for i in case.unlabelled:
        near = sorted(case.labelled, key=lambda j: np.linalg.norm(case.embeddings[i] - case.embeddings[j]))[:2]
        own = np.log(np.maximum(case.probabilities[i], 1e-12))
        theirs = [np.maximum(case.probabilities[j], 1e-12) for j in near]
        found.append(np.mean([p @ (np.log(p) - own) for p in theirs]))
    return found


@values("discriminative", parameters={"rounds": 6}, cases=("plain", "binary", "clumps", "zero_labels"), tolerance=0.2)
def discriminative(case, chosen):
    """Gissin & Shalev-Shwartz 2019: the probability of being unlabelled, of a balanced classifier of what is left
    against what is labelled or chosen; here kernel logistic regression with the Gaussian kernel itself."""

    x, left = case.embeddings, [row for row in case.unlabelled if row not in chosen]
    known = [*case.labelled, *chosen]
    if not known:
        return np.full(len(case.unlabelled), np.nan)
    rows = [*left, *known]
    kernel = np.exp(-squares(x[rows], x[rows]) / (2 * width(x[case.unlabelled]) ** 2))
    values, vectors = np.linalg.eigh(kernel)
    features = np.column_stack([vectors * np.sqrt(np.maximum(values, 0)), np.ones(len(rows))])
    y = np.where(np.arange(len(rows)) < len(left), 1.0, -1.0)
    share = np.where(y > 0, 0.5 / len(left), 0.5 / len(known)) * len(rows)

    def loss(w):
        return (share * np.logaddexp(0, -y * (features @ w))).sum() + 0.5 * (w[:-1] ** 2).sum()

    chance = 1 / (1 + np.exp(-features @ minimize(loss, np.zeros(len(rows) + 1)).x))
    found = dict(zip(rows, chance, strict=True))
    return [found[row] if row in left else -np.inf for row in case.unlabelled]


def representatives(case, rows, weights, k, fixed=None):
    """The item nearest to each of ``k`` weighted k-means centres."""
    x = case.embeddings[rows]
    centres, members = best_clusters(x, k, weights, fixed)
    found = set()
    for j in range(k):
        own = [i for i in range(len(rows)) if members[i] == j]
        found.add(int(rows[min(own, key=lambda i: ((x[i] - centres[j]) ** 2).sum())]))
    return found


CLEAR = ("three_clumps",)


@sets("kmeans", cases=CLEAR)
def kmeans(case):
    """Xu et al. 2003: the item nearest to each centre of k-means."""
    return representatives(case, case.unlabelled, None, case.n)


@sets("kmeans", variant="cosine", parameters={"metric": "cosine"}, cases=("three_directions",))
def kmeans_by_direction(case):
    return kmeans(replace(case, embeddings=unit(case.embeddings)))


@sets("weighted_kmeans", cases=CLEAR)
def weighted_kmeans(case):
    """Zhdanov 2019, the beta b = 30 best (here all), weighted by the margin score."""
    return representatives(case, case.unlabelled, margins(case), case.n)


@sets("weighted_kmeans", variant="a third of the pool kept", parameters={"beta": 3.0}, cases=CLEAR)
def weighted_kmeans_of_best(case):
    kept = np.argsort(-margins(case))[: ceil(3.0 * case.n)]
    return representatives(case, case.unlabelled[kept], margins(case)[kept], case.n)


@sets("incremental_weighted_kmeans", cases=CLEAR)
def incremental_weighted_kmeans(case):
    """Abraham & Dreyfus-Schmidt 2021: labelled items are centres that stay where they are."""
    fixed = case.embeddings[case.labelled]
    return representatives(case, case.unlabelled, margins(case), case.n, fixed)


@sets("clue", cases=CLEAR)
def clue(case):
    """Prabhu et al. 2021: k-means weighted by the entropy."""
    p = case.probabilities[case.unlabelled]
    return representatives(case, case.unlabelled, -(p * np.log(p)).sum(axis=1), case.n)


@sets("typiclust", cases=CLEAR)
def typiclust(case):
    """Hacohen et al. 2022: clusters of labelled and unlabelled items; of the largest without a label, the most typical:
    the inverse mean distance to the 20 nearest in the cluster, at most half of it, as in the authors' code."""
    return most_typical(case, whole=False)


def most_typical(case, whole):
    x, n = case.embeddings, len(case.embeddings)
    _, members = best_clusters(x, len(case.labelled) + case.n)
    labelled = {int(members[i]) for i in case.labelled}
    free = [j for j in set(members.tolist()) if j not in labelled]
    free = sorted(free, key=lambda j: -(members == j).sum())[: case.n]
    found = set()
    for j in free:
        own = [i for i in range(n) if members[i] == j]
        k = min(20, len(own) - 1 if whole else len(own) // 2)
        spread = {i: np.mean(sorted(np.linalg.norm(x[i] - x[o]) for o in own if o != i)[:k]) for i in own}
        found.add(min(own, key=spread.__getitem__))
    return found


@sets("typiclust", variant="the 20 nearest of the cluster, however small it is", ours=False, cases=CLEAR)
def typiclust_of_all(case):
    """The paper's text; the authors' code looks at half of a small cluster at most."""
    return most_typical(case, whole=True)


@chances("cluster_margin", parameters={"distance": 10.0}, cases=CLEAR)
def cluster_margin(case, chosen):
    """Citovsky et al. 2021: of the most uncertain, clustered by average linkage, one of each cluster at random, small
    clusters first."""
    from scipy.cluster.hierarchy import fcluster, linkage

    members = fcluster(linkage(case.embeddings[case.unlabelled], "average"), 10.0, "distance")
    sizes = sorted(set(members.tolist()), key=lambda j: (members == j).sum())
    inside = members == sizes[len(chosen) % len(sizes)]
    return one_of((inside & ~np.isin(case.unlabelled, chosen)).astype(float))


@scores("quire", parameters={"width": 1.0})
def quire(case):
    """Huang et al. 2010, one class against the rest: invert over all items, then eliminate the other unlabelled."""
    squares = ((case.embeddings[:, None] - case.embeddings[None]) ** 2).sum(axis=2)
    whole = np.linalg.inv(np.exp(-squares / 2) + np.eye(len(squares)))
    found = []
    for s in case.unlabelled:
        others, told = [i for i in case.unlabelled if i != s], [*case.labelled, s]
        schur = whole[np.ix_(told, told)]
        schur = schur - whole[np.ix_(told, others)] @ np.linalg.solve(
            whole[np.ix_(others, others)], whole[np.ix_(others, told)]
        )
        worst = []
        for one in {case.labels[i] for i in case.labelled}:
            y = np.array([1.0 if case.labels[i] == one else -1.0 for i in case.labelled] + [1.0])
            worst.append(y @ schur @ y)
        found.append(-max(worst, default=0.0))
    return found


def gaussian_similarities(case):
    distances = ((case.embeddings[:, None] - case.embeddings[None]) ** 2).sum(axis=2)
    return np.exp(-distances / 2)


def within(a, total):
    """The point of ``0 <= a <= 1, sum a = total`` nearest to ``a``, by halving the interval of its shift."""
    low, high = a.min() - 1, a.max()
    for _ in range(50):
        shift = (low + high) / 2
        low, high = (shift, high) if np.clip(a - shift, 0, 1).sum() > total else (low, shift)
    return np.clip(a - shift, 0, 1)


@sets("representative_informative", parameters={"width": 1.0}, cases=("plain", "binary"))
def representative_informative(case):
    """Du et al. 2015: the quadratic programme by projected gradients, with margin as what is informative."""
    similar, pool, known, b = gaussian_similarities(case), case.unlabelled, case.labelled, case.n
    count = len(pool) + len(known)
    two = (len(pool) - b) / count * similar[np.ix_(pool, known)].sum(axis=1)
    three = (len(known) + b) / count * similar[np.ix_(pool, pool)].sum(axis=1)
    ordered = np.sort(case.probabilities[pool], axis=1)
    linear = two - three - (1 - (ordered[:, -1] - ordered[:, -2]))
    whole, a = similar[np.ix_(pool, pool)], np.full(len(pool), b / len(pool))
    for _ in range(1000):
        a = within(a - (whole @ a + linear) / len(pool), b)
    return set(pool[np.lexsort((whole @ a + linear, -np.round(a, 6)))[:b]].tolist())


@scores("hinted_svm", parameters={"width": 1.0}, cases=("binary", "zero_labels", "one_class_known"), tolerance=1e-3)
def hinted_svm(case):
    """Li et al. 2012, two classes: the dual by a solver for general constraints, then the offset of least loss."""
    classes = sorted({case.labels[i] for i in case.labelled})
    if len(classes) < 2:
        return np.zeros(len(case.unlabelled))
    similar, m, h = gaussian_similarities(case), len(case.labelled), len(case.unlabelled)
    rows = [*case.labelled, *case.unlabelled]
    whole = similar[np.ix_(rows, rows)]
    y = np.array([1.0 if case.labels[i] == classes[1] else -1.0 for i in case.labelled])
    most = np.r_[np.full(m, 1.0), np.full(h, 0.1)]  # of a labelled item's weight, and of a hint's either way

    def dual(v):
        return 0.5 * v @ whole @ v - y @ v[:m], whole @ v - np.r_[y, np.zeros(h)]

    bounds = [(0, c) if side > 0 else (-c, 0) for c, side in zip(most[:m], y, strict=True)] + [(-0.1, 0.1)] * h
    level = {"type": "eq", "fun": np.sum, "jac": np.ones_like}
    options = {"ftol": 1e-13, "maxiter": 500}
    found = minimize(dual, np.zeros(m + h), jac=True, bounds=bounds, constraints=level, method="SLSQP", options=options)
    f = whole @ found.x

    def loss(offset):
        return np.maximum(0, 1 - y * (f[:m] + offset)).sum() + 0.1 * np.abs(f[m:] + offset).sum()

    offset = min([*(y - f[:m]), *-f[m:]], key=loss)
    return -np.abs(f[m:] + offset)
