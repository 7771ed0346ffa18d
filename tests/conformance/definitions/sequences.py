"""Texts by their tokens. ``case.extra["sequences"]`` holds (T, C) probabilities an item, or a list of them."""

from __future__ import annotations

from itertools import pairwise, product
from math import log, prod

import numpy as np
from tests.conformance.definition import Case, pool, scores

TEXTS = {"cases": ("sentences", "documents", "certain")}
TRANSITIONS = [[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.0, 0.5, 0.5]]


def _case(name, seed, document, sharp=1.0):
    rng = np.random.default_rng(seed)

    def sentence():
        return rng.dirichlet(np.full(3, sharp), int(rng.integers(1, 6)))

    texts = [[sentence() for _ in range(int(rng.integers(1, 4)))] if document else sentence() for _ in range(16)]
    rows = np.array([3, 5])
    labels = np.full(16, None, dtype=object)
    labels[rows] = 0, 1
    p, c = rng.dirichlet(np.ones(3), 16), rng.dirichlet(np.ones(3), (3, 16))
    return Case(name, p, rng.normal(size=(16, 3)), c, labels, rows, 5, {"sequences": texts})


@pool("sentences")
def sentences() -> Case:
    """One sentence of up to five tokens an item."""
    return _case("sentences", 0, False)


@pool("documents")
def documents() -> Case:
    """Up to three sentences an item."""
    return _case("documents", 1, True)


@pool("certain")
def certain() -> Case:
    """A tagger that is sure of nearly everything."""
    return _case("certain", 2, False, 0.05)


def by_item(case, score, together=np.mean):
    texts = [case.extra["sequences"][i] for i in case.unlabelled]
    return [together([score(one) for one in (text if isinstance(text, list) else [text])]) for text in texts]


def best_path(p, transitions=None):
    """The probability of the best of all paths, each written out."""
    weights = []
    for path in product(range(p.shape[1]), repeat=len(p)):
        weight = prod(p[t][tag] for t, tag in enumerate(path))
        if transitions:
            weight *= prod(transitions[a][b] for a, b in pairwise(path))
        weights.append(weight)
    return max(weights) / sum(weights)


def entropy(p):
    return -sum(q * log(q) for q in p if q > 0)


@scores("viterbi_least_confidence", **TEXTS)
def improbable(case):
    return by_item(case, lambda p: 1 - best_path(p))


@scores("viterbi_least_confidence", parameters={"transitions": TRANSITIONS}, variant="with transitions", **TEXTS)
def improbable_with_transitions(case):
    return by_item(case, lambda p: 1 - best_path(p, TRANSITIONS))


@scores("mnlp", **TEXTS)
def improbable_for_its_length(case):
    return by_item(case, lambda p: -log(best_path(p)) / len(p))


@scores("mnlp", parameters={"document": "max"}, variant="highest of a document", **TEXTS)
def highest_improbable_for_its_length(case):
    return by_item(case, lambda p: -log(best_path(p)) / len(p), max)


@scores("mean_token_entropy", **TEXTS)
def mean_entropy(case):
    return by_item(case, lambda p: sum(map(entropy, p)) / len(p))


@scores("total_token_entropy", parameters={"document": "sum"}, **TEXTS)
def total_entropy(case):
    return by_item(case, lambda p: sum(map(entropy, p)), sum)


@scores("longest_span", parameters={"sure": 0.6}, **TEXTS)
def longest_run(case):
    def longest(p):
        best = run = 0
        for token in p:
            run = run + 1 if max(token) < 0.6 else 0
            best = max(best, run)
        return best

    return by_item(case, longest)


@scores("class_balanced_tokens", **TEXTS)
def rare_tags_count_more(case):
    texts = [case.extra["sequences"][i] for i in case.unlabelled]
    sentences = [one for text in texts for one in (text if isinstance(text, list) else [text])]
    tags = [int(np.argmax(token)) for one in sentences for token in one]
    weight = {tag: len(tags) / (len(set(tags)) * tags.count(tag)) for tag in set(tags)}
    return by_item(case, lambda p: sum(weight[int(np.argmax(token))] * entropy(token) for token in p) / len(p))
