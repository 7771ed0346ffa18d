"""Which item and whom to ask. Answers are in ``case.extra["annotations"]`` (n, A), NaN where one was not asked."""

from __future__ import annotations

from dataclasses import replace
from math import comb, exp, log, sqrt

import numpy as np
from tests.conformance.definition import Case, pool, scores

CROWDS = {"cases": ("crowd", "one_answer_each", "no_answers")}


def _crowd(name, seed, share):
    """24 items of three classes, five annotators, the later ones the better; an answer is there with ``share``."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(3, size=24)
    p = 0.6 * rng.dirichlet(np.ones(3), 24) + 0.4 * np.eye(3)[truth]
    answers = np.full((24, 5), np.nan)
    for i in range(24):
        for a in range(5):
            right = rng.random() < 0.4 + 0.12 * a
            if rng.random() < share:
                answers[i, a] = truth[i] if right else rng.integers(3)
    labels = np.full(24, None, dtype=object)
    rows = np.array([2, 9, 17])
    labels[rows] = truth[rows]
    columns = {"seconds": rng.uniform(1, 20, 24), "words": rng.integers(1, 50, 24), "true_label": truth}
    columns["observed"] = np.where(rng.random(24) < 0.4, 2.0 + 0.3 * columns["words"] + rng.normal(size=24), np.nan)
    columns["observed"][:2] = [4.0, 9.0]
    extra = {"annotations": answers, "columns": columns}
    return Case(name, p, rng.normal(size=(24, 3)), rng.dirichlet(np.ones(3), (3, 24)), labels, rows, 6, extra)


@pool("crowd")
def crowd() -> Case:
    """Most items have several answers, some none."""
    return _crowd("crowd", 0, 0.45)


@pool("no_answers")
def no_answers() -> Case:
    """Nobody has been asked."""
    return _crowd("no_answers", 1, 0.0)


@pool("one_answer_each")
def one_answer_each() -> Case:
    """Every second item has one answer, the others none."""
    case = _crowd("one_answer_each", 2, 1.0)
    answers = np.full((24, 5), np.nan)
    for i in range(0, 24, 2):
        answers[i, i % 5] = case.extra["annotations"][i, i % 5]
    return replace(case, extra=case.extra | {"annotations": answers})


def answers(case, i):
    """The answers to item i as pairs of annotator and class."""
    return [(a, int(answer)) for a, answer in enumerate(case.extra["annotations"][i]) if answer == answer]


def counts(case, i):
    return [sum(answer == c for _, answer in answers(case, i)) for c in range(case.probabilities.shape[1])]


def items(case):
    return range(len(case.probabilities))


def least_confidence(case, i):
    return 1 - max(case.probabilities[i])


# ------------------------------------------------------------------ the item comes from another strategy


@scores("interval_estimation", **CROWDS)
@scores("skilled_annotator", **CROWDS)
def the_least_confident(case):
    return [least_confidence(case, i) for i in case.unlabelled]


def upper_bound(case, annotator, quantile):
    """Donmez et al. 2009, with one reward of each kind to begin with; ``quantile(k)`` of Student's t, k - 1 degrees."""
    rewards = [0.0, 1.0]
    for i in items(case):
        given = counts(case, i)
        if sum(given) >= 2:
            rewards += [float(given[c] == max(given)) for a, c in answers(case, i) if a == annotator]
    k, mean = len(rewards), sum(rewards) / len(rewards)
    deviation = sqrt(sum((reward - mean) ** 2 for reward in rewards) / (k - 1))
    return mean + quantile(k) * deviation / sqrt(k)


def dawid_skene(table, classes, rounds, smoothing=0.0):
    """Dawid & Skene 1979 with loops: the posterior of each item and the confusion matrix of each annotator."""
    n, width = table.shape
    given = [[(a, int(c)) for a, c in enumerate(row) if c == c] for row in table]
    posterior = [
        [sum(c == k for _, c in row) / len(row) if row else 1 / classes for k in range(classes)] for row in given
    ]
    for _ in range(rounds):
        confusion = np.full((width, classes, classes), smoothing)
        for i in range(n):
            for a, c in given[i]:
                for k in range(classes):
                    confusion[a, k, c] += posterior[i][k]
        for a in range(width):
            for k in range(classes):
                total = sum(confusion[a, k])
                confusion[a, k] = confusion[a, k] / total if total > 0 else 1 / classes
        answered = [posterior[i] for i in range(n) if given[i]]
        shares = np.mean(answered, axis=0) if answered else np.full(classes, 1 / classes)
        for i in range(n):
            joint = []
            for k in range(classes):
                logs = [log(max(confusion[a, k, c], 1e-10)) for a, c in given[i]]
                joint.append(exp(log(max(shares[k], 1e-10)) + sum(logs)))
            posterior[i] = [each / sum(joint) for each in joint]
    return np.array(posterior), confusion


# ------------------------------------------------------------------ Sheng, Provost & Ipeirotis 2008


def label_uncertainty(given):
    """The probability of at most half for Beta(first + 1, second + 1), as a sum of binomial terms."""
    second, first = sorted([0, *given])[-2:]
    tosses = first + second + 1
    return sum(comb(tosses, j) for j in range(first + 1, tosses + 1)) / 2**tosses


@scores("repeated_labelling", parameters={"uncertainty": "label"}, variant="label", **CROWDS)
def label_uncertainties(case):
    return [label_uncertainty(counts(case, i)) for i in case.unlabelled]


@scores("repeated_labelling", **CROWDS)
def label_and_model_uncertainties(case):
    return [sqrt(label_uncertainty(counts(case, i)) * least_confidence(case, i)) for i in case.unlabelled]


# ------------------------------------------------------------------ Huang et al. 2017


@scores("ceal", parameters={"neighbours": 3, "costs": [1, 2, 1.5, 1, 3]}, **CROWDS)
def best_pair(case):
    x, costs = case.embeddings, [1, 2, 1.5, 1, 3]
    judged = [j for j in items(case) if len(answers(case, j)) >= 2]

    def skill(i, annotator):
        own = [j for j in judged if annotator in dict(answers(case, j))]
        near = sorted(own, key=lambda j: sum((x[i] - x[j]) ** 2))[:3]
        right = [counts(case, j)[dict(answers(case, j))[annotator]] == max(counts(case, j)) for j in near]
        return sum(right) / len(right) if right else None

    found = []
    for i in case.unlabelled:
        skills = [skill(i, a) for a in range(5)]
        seen = [each for each in skills if each is not None]
        mean = sum(seen) / len(seen) if seen else 0.5
        asked = dict(answers(case, i))
        worth = [(mean if skills[a] is None else skills[a]) / costs[a] for a in range(5) if a not in asked]
        found.append(least_confidence(case, i) * max(worth) if worth else -1.0)
    return found


# ------------------------------------------------------------------ costs


def margin(case, i):
    first, second = sorted(case.probabilities[i])[:-3:-1]
    return 1 - (first - second)


@scores("cost_aware", parameters={"column": "seconds"}, cases=("crowd",))
def margin_per_second(case):
    return [margin(case, i) / case.extra["columns"]["seconds"][i] for i in case.unlabelled]


@scores(
    "cost_aware", parameters={"column": "observed", "size": "words"}, cases=("crowd",), variant="costs off the sizes"
)
def margin_per_estimated_second(case):
    observed, words = case.extra["columns"]["observed"], case.extra["columns"]["words"]
    known = [i for i in items(case) if observed[i] == observed[i]]
    slope, start = np.polyfit([words[i] for i in known], [observed[i] for i in known], 1)
    assert slope > 0
    assert start > 0
    costs = [observed[i] if observed[i] == observed[i] else start + slope * words[i] for i in items(case)]
    return [margin(case, i) / costs[i] for i in case.unlabelled]


# ------------------------------------------------------------------ Northcutt et al. 2021


def label_of(case, i):
    """The answer most given; of several the likelier by the model."""
    given = counts(case, i)
    return max((c for c in range(3) if given[c] == max(given)), key=lambda c: case.probabilities[i][c])


@scores("active_cleaning", **CROWDS)
def doubts(case):
    p, labelled = case.probabilities, [i for i in case.unlabelled if answers(case, i)]
    found = []
    for i in case.unlabelled:
        if i not in labelled:
            found.append(-1.0)
            continue
        y, given = label_of(case, i), counts(case, i)
        other = max(p[i][c] for c in range(3) if c != y)
        disagreement = (sum(given) - given[y] + 1) / (sum(given) + 2)
        confident = []
        for c in range(3):
            own = [p[j][c] for j in labelled if label_of(case, j) == c]
            if own and p[i][c] >= sum(own) / len(own) - 1e-6:
                confident.append(c)
        error = bool(confident) and max(confident, key=lambda c: p[i][c]) != y
        found.append((1 + other - p[i][y]) / 2 * disagreement + error)
    return found


# ------------------------------------------------------------------ Goh & Mueller 2023


@scores("active_lab", parameters={"temperature": 2.0}, **CROWDS)
def openness(case):
    classes, width = case.probabilities.shape[1], case.extra["annotations"].shape[1]
    powers = np.sqrt(case.probabilities)
    p = powers / powers.sum(axis=1, keepdims=True)
    known = [i for i in items(case) if answers(case, i)]
    people = sorted({a for i in known for a, _ in answers(case, i)})
    if not known:
        return [1 - (max(p[i]) + 1 / classes) / 2 for i in case.unlabelled]
    majority = {}
    for i in known:
        given = counts(case, i)
        majority[i] = max((c for c in range(classes) if given[c] == max(given)), key=lambda c: p[i][c])
    if all(len(answers(case, i)) == 1 for i in known):
        weights, model, quality = dict.fromkeys(people, 1.0), 1.0, {i: p[i][majority[i]] for i in known}
    else:
        posterior, _, _ = crowdlab(case, p, known, people, majority)
        consensus = {i: int(np.argmax(posterior[i])) for i in known}
        posterior, weights, model = crowdlab(case, p, known, people, consensus)
        quality = {i: posterior[i][consensus[i]] for i in known}
    mean = sum(weights.values()) / len(weights)
    assert width >= len(people)
    found = []
    for i in case.unlabelled:
        own = model + sum(weights[a] for a, _ in answers(case, i))
        sure = quality[i] if i in quality else max(p[i])
        found.append(1 - (sure * own + mean / classes) / (own + mean))
    return found


def crowdlab(case, p, known, people, consensus):
    """Goh, Tkachenko & Mueller 2022: the posterior of each item, the weight of each annotator and of the model."""
    classes = p.shape[1]
    several = [i for i in known if len(answers(case, i)) > 1]
    agreement = np.mean([np.mean([c == consensus[i] for _, c in answers(case, i)]) for i in several])
    commonest = int(np.argmax(np.bincount([consensus[i] for i in several])))
    chance = max(1e-6, np.mean([consensus[i] != commonest for i in several]))
    with_others = {}
    for a in people:
        pairs = [(c, d) for i in several for b, c in answers(case, i) if b == a for e, d in answers(case, i) if e != a]
        with_others[a] = np.mean([c == d for c, d in pairs]) if pairs else None
    mean = np.mean([each for each in with_others.values() if each is not None])
    weights = {a: max(1e-6, 1 - (1 - (mean if with_others[a] is None else with_others[a])) / chance) for a in people}
    error = np.mean([int(np.argmax(p[i])) != consensus[i] for i in several])
    model = max(1e-6, 1 - error / chance) * sqrt(np.mean([len(answers(case, i)) for i in known]))
    posterior = {}
    for i in known:
        sums = model * p[i]
        for a, c in answers(case, i):
            said = [agreement if k == c else (1 - agreement) / (classes - 1) for k in range(classes)]
            sums = sums + weights[a] * np.array(said)
        posterior[i] = sums / (model + sum(weights[a] for a, _ in answers(case, i)))
    return posterior, weights, model
