"""Strategies for streams: the unlabelled rows in their order are the stream, n of them the budget."""

import numpy as np
from tests.conformance.definition import holds, picks

W, STEP = 100, 0.01


def _in_turn(case, wants, noticed=lambda row, asked: None, allowed=None):
    """Ask where ``wants(row)``, while the estimated spending is below the budget; the last rows take what is left."""
    stream, chosen, spent = list(case.unlabelled), [], 0.0
    budget = case.n / len(stream)
    for position, row in enumerate(stream):
        rest = len(stream) - position
        free = spent / W < budget if allowed is None else allowed(row)
        ask = bool(free and wants(row))
        spent = spent * (W - 1) / W + ask
        noticed(row, ask)
        if len(chosen) < case.n and (ask or case.n - len(chosen) >= rest):
            chosen.append(int(row))
    return chosen


@picks("fixed_uncertainty")
def fixed_uncertainty(case):
    """Zliobaite et al. 2014: a fixed threshold on the highest probability."""
    classes, budget = case.probabilities.shape[1], case.n / len(case.unlabelled)
    threshold = 1 / classes + budget * (1 - 1 / classes)
    return _in_turn(case, lambda row: max(case.probabilities[row]) <= threshold + 1e-12)


@picks("variable_uncertainty")
def variable_uncertainty(case):
    """Zliobaite et al. 2014: the threshold falls by 1 % where a label is asked for, and rises by 1 % where not."""
    now = [1.0]

    def wants(row):
        ask = max(case.probabilities[row]) < now[0]
        now[0] *= 1 - STEP if ask else 1 + STEP
        return ask

    return _in_turn(case, wants)


@picks("random_variable_uncertainty", parameters={"deviation": 0.0}, variant="without noise")
def random_variable_uncertainty(case):
    """Zliobaite et al. 2014: with a noise of no width, the variable threshold."""
    return variable_uncertainty(case)


@picks("split", parameters={"random": 0.0}, variant="nothing at random")
def split(case):
    """Zliobaite et al. 2014: with no random part, the variable threshold."""
    return variable_uncertainty(case)


@picks("periodic")
def periodic(case):
    """Evenly: whenever the budget grows by a whole question."""
    stream = [int(row) for row in case.unlabelled]
    budget = case.n / len(stream)
    whole = [int(np.floor(budget * t + 1e-9)) for t in range(len(stream) + 1)]
    return [row for t, row in enumerate(stream) if whole[t + 1] > whole[t]]


@holds("stream_random")
def stream_random(case, rows):
    """Any rows may come, in the order of the stream."""
    return "" if list(rows) == sorted(rows) else f"{list(rows)} are not in the order of the stream."


@picks("density_split", parameters={"deviation": 0.0}, variant="without noise")
def density_split(case):
    """Ienco et al. 2014: only where the item is the new nearest neighbour of something recent."""
    seen, nearest, now, asked = [], [], [1.0], [0, 0]
    budget = case.n / len(case.unlabelled)
    dense = [False]

    def allowed(row):
        here = [float(np.linalg.norm(case.embeddings[row] - case.embeddings[other])) for other in seen]
        dense[0] = any(away < before for away, before in zip(here, nearest, strict=True))
        for i, away in enumerate(here):
            nearest[i] = min(nearest[i], away)
        seen.append(row)
        nearest.append(min(here, default=np.inf))
        return asked[0] + 1 <= np.ceil(budget * (asked[1] + 1) - 1e-9) and dense[0]

    def wants(row):
        top = sorted(case.probabilities[row], reverse=True)
        ask = top[0] - top[1] < now[0]
        now[0] *= 1 - STEP if ask else 1 + STEP
        return ask

    def noticed(row, ask):
        asked[0] += ask
        asked[1] += 1

    return _in_turn(case, wants, noticed, allowed)


@picks("probal")
def probal(case):
    """Kottke et al. 2015: the McPAL gain of one label, through the balanced incremental quantile filter."""
    asked, seen, utilities = [], [], []
    budget, tolerance, prior = case.n / len(case.unlabelled), 50, 1e-3

    def gain(row):
        near = 0.0
        if asked:
            around = np.array([case.embeddings[other] for other in seen])
            width = np.sqrt(((around - around.mean(axis=0)) ** 2).sum(axis=1).mean()) or 1.0
            away = [np.sum((case.embeddings[row] - case.embeddings[other]) ** 2) for other in asked]
            near = sum(np.exp(-square / (2 * width**2)) for square in away)
        counts = near * case.probabilities[row] + prior
        now, later = max(counts) / sum(counts), 0.0
        for label in range(len(counts)):
            after = counts.copy()
            after[label] += 1
            later += counts[label] / sum(counts) * max(after) / sum(after)
        return round(later - now, 12)

    def allowed(row):
        utility = gain(row)
        utilities.append(utility)
        left = budget * len(utilities) - len(asked)
        spread = max(utilities) - min(utilities)
        within = len(asked) + 1 <= budget * len(utilities) + tolerance
        return within and utility >= np.quantile(utilities, 1 - budget) - spread * left / tolerance

    def noticed(row, ask):
        seen.append(row)
        if ask:
            asked.append(row)

    return _in_turn(case, lambda row: True, noticed, allowed)
