"""Strategies that choose between strategies."""

from functools import cache
from importlib.resources import files

import numpy as np
from scipy.cluster.hierarchy import linkage
from sklearn.ensemble import RandomForestClassifier
from tests.conformance.definition import Case, chances, pool, scores

_THREE = {"strategies": ["margin", "least_confidence", "random"]}


def _mixture(case, chosen, shares):
    """Each strategy names its best row left, random sampling any of them: the chance of a row is the shares' sum."""
    left = [row for row in case.unlabelled if row not in chosen]
    p = np.sort(case.probabilities, axis=1)
    margin = {row: p[row, -1] - (p[row, -2] if p.shape[1] > 1 else 0.0) for row in left}
    confidence = {row: p[row, -1] for row in left}
    chance = {row: shares[2] / len(left) for row in left}
    for share, worth in ((shares[0], margin), (shares[1], confidence)):
        best = [row for row in left if worth[row] <= min(worth.values()) + 1e-12]
        for row in best:
            chance[row] += share / len(best)
    return np.array([chance.get(row, 0.0) for row in case.unlabelled])


@chances("albl", parameters=_THREE)
def albl(case, chosen):
    """Hsu & Lin 2015, before anything is answered: all shares are equal."""
    return _mixture(case, chosen, [1 / 3, 1 / 3, 1 / 3])


@chances("hedge", parameters=_THREE)
def hedge(case, chosen):
    """Freund & Schapire 1997, before anything is answered."""
    return _mixture(case, chosen, [1 / 3, 1 / 3, 1 / 3])


@pool("labelled_groups")
def labelled_groups():
    """Two pure groups and a mixed one, with enough labels that the tree is cut between them."""
    rng = np.random.default_rng(20)
    which = np.repeat([0, 1, 2], 8)
    x = 20.0 * np.eye(3)[which] + rng.normal(size=(24, 3))
    known = np.array([row for row in range(24) if row % 8 < 5])
    labels = np.full(24, None, dtype=object)
    labels[known] = [int(which[row]) if which[row] < 2 else int(row % 2) for row in known]
    return Case(
        "labelled_groups", rng.dirichlet(np.ones(2), 24), x, rng.dirichlet(np.ones(2), (4, 24)), labels, known, 2
    )


@chances("hierarchical", cases=("few", "labelled_groups"))
def hierarchical(case, chosen):
    """Dasgupta & Hsu 2008, with the correction for finite clusters: the pruning that the labels support."""
    items = len(case.embeddings)
    below = [{row} for row in range(items)]
    children = {}
    for left, right, *_ in linkage(case.embeddings, "ward"):
        children[len(below)] = (int(left), int(right))
        below.append(below[int(left)] | below[int(right)])
    labels = {int(row): case.labels[row] for row in case.labelled}
    classes = [*sorted(set(labels.values())), "unseen", "unseen too"][: max(2, len(set(labels.values())))]

    def share(node, one):
        found = [labels[row] == one for row in below[node] if row in labels]
        return sum(found) / len(found) if found else 0.0

    def width(node, one):
        seen = sum(row in labels for row in below[node])
        unseen, p = 1 - seen / len(below[node]), share(node, one)
        return unseen / max(seen, 1) + np.sqrt(unseen * p * (1 - p) / max(seen, 1))

    def lower(node, one):
        return max(share(node, one) - width(node, one), 0.0)

    def allowed(node):
        if not below[node] & set(labels):
            return []
        upper = {one: min(share(node, one) + width(node, one), 1.0) for one in classes}
        return [
            one
            for one in classes
            if all(1 - lower(node, one) < 2 * (1 - upper[other]) for other in classes if other != one)
        ]

    def plain(node):
        return len(below[node]) * min((1 - share(node, one) for one in allowed(node)), default=1.0)

    def cost(node):
        if node in children and allowed(node):
            return min(plain(node), sum(map(cost, children[node])))
        return plain(node)

    def cut(node, above):
        own = max(allowed(node), key=lambda one: share(node, one), default=above)
        if node in children and allowed(node) and sum(map(cost, children[node])) < plain(node) - 1e-9:
            return [leaf for child in children[node] for leaf in cut(child, own)]
        return [(below[node], len(below[node]) * (1 - (lower(node, own) if own is not None else 0.0)))]

    clusters = [(members - set(labels) - set(chosen), weight) for members, weight in cut(len(below) - 1, None)]
    whole = sum(weight for left, weight in clusters if left)
    if whole <= 1e-12:
        clusters = [(left, float(len(left))) for left, _ in clusters]
        whole = sum(weight for _, weight in clusters)
    chance = {row: weight / whole / len(left) for left, weight in clusters for row in left}
    return np.array([chance.get(int(row), 0.0) for row in case.unlabelled])


@scores("lal")
def lal(case):
    """Konyushkova et al. 2017: eight numbers of a random forest, put into the regressor tree by tree."""
    labels = [case.labels[row] for row in case.labelled]
    if len(set(labels)) < 2:
        return np.zeros(len(case.unlabelled))
    along = case.embeddings[case.labelled] @ np.random.default_rng(0).standard_normal(case.embeddings.shape[1])
    order = case.labelled[np.argsort(along)]
    known = sorted(map(repr, set(labels)))
    codes = np.array([known.index(repr(case.labels[row])) for row in order])
    x = case.embeddings.astype(np.float32)
    forest = RandomForestClassifier(50, random_state=0).fit(x[order], codes)
    votes = np.array([tree.predict_proba(x) for tree in forest.estimators_])
    right = []
    for i, row in enumerate(order):
        unseen = [t for t, seen in enumerate(forest.estimators_samples_) if i not in seen]
        if unseen:
            right.append(votes[unseen, row].sum(axis=0).argmax() == codes[i])
    importance = forest.feature_importances_
    found = np.zeros(len(case.unlabelled))
    for column in range(len(known)):
        own = votes[:, :, column]
        state = [
            np.mean(codes == column),
            np.mean(right) if right else 0.5,
            importance.std() / importance.mean() if importance.mean() > 0 else 0.0,
            own.std(axis=0)[case.unlabelled].mean(),
            np.mean([tree.get_depth() for tree in forest.estimators_]),
            len(codes),
        ]
        worth = [_walked([own[:, row].mean(), own[:, row].std(), *state]) for row in case.unlabelled]
        found += np.array(worth) / len(known)
    return found


@cache
def _trees():
    """The arrays that are shipped; nothing of the package itself is used."""
    with np.load(str(files("asknext.strategies.choosing").joinpath("lal_regressor.npz")), allow_pickle=False) as saved:
        return {name: saved[name] for name in saved.files}


def _walked(features):
    trees, values = _trees(), []
    for node in trees["roots"]:
        while trees["left"][node] != node:
            goes_left = np.float32(features[trees["feature"][node]]) <= trees["threshold"][node]
            node = trees["left" if goes_left else "right"][node]
        values.append(float(trees["value"][node]))
    return np.mean(values)
