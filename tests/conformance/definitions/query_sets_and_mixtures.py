"""Submodular mutual information, 4DS, DropQuery and cost embedding."""

from itertools import product

import numpy as np
from tests.conformance.definition import holds, scores, values


def _width(case):
    x = case.embeddings[case.unlabelled]
    return np.sqrt(((x - x.mean(axis=0)) ** 2).sum(axis=1).mean()) or 1.0


def _similar(case, a, b):
    return np.exp(-((case.embeddings[a] - case.embeddings[b]) ** 2).sum() / (2 * _width(case) ** 2))


@values("submodular_mutual_information", parameters={"neighbours": 1000}, variant="flqmi")
def flqmi(case, chosen):
    """Kothawade et al. 2021: the value of the chosen set with one more item; the queries are the labelled items."""

    def value(some):
        matched = sum(max((_similar(case, q, s) for s in some), default=0.0) for q in case.labelled)
        return matched + sum(max((_similar(case, q, s) for q in case.labelled), default=0.0) for s in some)

    return np.array([-np.inf if row in chosen else value([*chosen, row]) for row in case.unlabelled])


@values("submodular_mutual_information", parameters={"kind": "gcmi"}, variant="gcmi")
def gcmi(case, chosen):
    """Kothawade et al. 2021: twice the similarity to all queries; modular."""
    worth = [2 * sum(_similar(case, q, row) for q in case.labelled) for row in case.unlabelled]
    return np.array([-np.inf if row in chosen else one for row, one in zip(case.unlabelled, worth, strict=True)])


@scores("cost_embedding")
def cost_embedding(case):
    """Huang & Lin 2016, every mistake costing 1: classes are the corners of a simplex with edges of length 1."""
    labels = [case.labels[row] for row in case.labelled]
    known = sorted(set(labels))
    if not known:
        return np.zeros(len(case.unlabelled))
    corners = np.eye(len(known)) / np.sqrt(2) if len(known) > 1 else np.zeros((1, 1))
    targets = corners[[known.index(label) for label in labels]]
    gram = np.array([[_similar(case, a, b) for b in case.labelled] for a in case.labelled])
    slopes = np.linalg.inv(gram + np.eye(len(gram))) @ (targets - targets.mean(axis=0))
    found = []
    for row in case.unlabelled:
        place = np.array([_similar(case, row, other) for other in case.labelled]) @ slopes + targets.mean(axis=0)
        found.append(min(np.linalg.norm(place - corner) for corner in corners))
    return np.array(found)


@values("four_ds", parameters={"components": 1}, variant="one component", tolerance=1e-6)
def four_ds(case, chosen):
    """Reitmaier & Sick 2013 with a mixture of one component, whose density is a Gaussian with diagonal covariance."""
    eps, rows = 1e-5, case.unlabelled
    x = case.embeddings[np.r_[rows, case.labelled]]
    variance = x.var(axis=0) + 1e-6
    log = -0.5 * (((case.embeddings[rows] - x.mean(axis=0)) ** 2 / variance) + np.log(2 * np.pi * variance)).sum(axis=1)

    def scaled(one):
        return (one - one.min() + eps) / (one.max() - one.min() + eps)

    p = np.sort(case.probabilities[rows], axis=1)
    second = p[:, -2] if p.shape[1] > 1 else np.zeros(len(p))
    near, density, unsure = 1 - scaled(np.log((p[:, -1] + eps) / (second + eps))), scaled(log), 1 - p[:, -1]
    rho = 0.0 if len(case.labelled) else 1.0
    if not chosen:
        distance = (1 - rho) * np.mean(unsure * density)
        worth = distance * near + (1 - rho - distance) * density + rho
    else:
        weight = min(0.05 * (case.n - 1), 0.5)
        rho = min(rho, 1 - weight)
        distance = (1 - rho - weight) * (1 - unsure.mean())
        before = density[[list(rows).index(row) for row in chosen]].sum()
        varied = scaled(-np.log((density + before) / (len(chosen) + 1) + eps))
        worth = distance * near + (1 - rho - weight - distance) * density + rho + weight * varied
    return np.array([-np.inf if row in chosen else one for row, one in zip(rows, np.round(worth, 9), strict=True)])


@holds("drop_query", parameters={"passes": 199})
def drop_query(case, rows):
    """Gupte et al. 2024: what no dropout can change is asked only where too few other items are left."""
    from sklearn.linear_model import LogisticRegression

    labels = [case.labels[row] for row in case.labelled]
    if len(set(labels)) < 2:
        return ""
    model = LogisticRegression(max_iter=1000).fit(case.embeddings[case.labelled], labels)
    stays = []
    for row in case.unlabelled:
        masks = np.array(list(product([0.0, 4.0], repeat=case.embeddings.shape[1])))
        stays.append(len({*model.predict(masks * case.embeddings[row]), *model.predict([case.embeddings[row]])}) == 1)
    fixed = {int(row) for row, one in zip(case.unlabelled, stays, strict=True) if one}
    spare = len(case.unlabelled) - len(fixed)
    wrong = sorted(set(map(int, rows)) & fixed)
    return f"row {wrong[0]} is asked, which no dropout changes." if wrong and spare >= len(rows) else ""
