"""Crowds made up for tests, and slow obvious forms of what is tested."""

import numpy as np

from asknext.quality.votes import Votes, votes_from_matrix


def made_crowd(n=400, people=8, classes=3, share=0.6, seed=0, skills=None):
    """Votes by annotators who are right with ``skills`` (default 0.5 to 0.95), and the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, classes, n)
    chances = np.linspace(0.5, 0.95, people) if skills is None else np.asarray(skills)
    people = len(chances)
    wrong = (truth[:, None] + rng.integers(1, classes, (n, people))) % classes
    table = np.where(rng.random((n, people)) < chances, truth[:, None], wrong)
    table[rng.random(table.shape) > share] = -1
    return votes_from_matrix(table, classes), truth


def em_by_loops(votes: Votes, rounds: int, right: float, wrong: float):
    """Dawid & Skene word by word: posterior, confusion and shares after ``rounds`` passes."""
    n, a, k = votes.n_items, votes.n_annotators, votes.n_classes
    given = list(zip(votes.items.tolist(), votes.annotators.tolist(), votes.labels.tolist(), strict=True))
    posterior = np.full((n, k), 1.0 / k)
    for item in range(n):
        said = [label for where, _, label in given if where == item]
        if said:
            posterior[item] = [said.count(c) / len(said) for c in range(k)]
    voted = sorted({item for item, _, _ in given})
    for _ in range(rounds):
        confusion = np.full((a, k, k), wrong)
        for c in range(k):
            confusion[:, c, c] = right
        for item, who, label in given:
            for true in range(k):
                confusion[who, true, label] += posterior[item, true]
        confusion /= confusion.sum(axis=2, keepdims=True)
        shares = posterior[voted].mean(axis=0)
        for item in range(n):
            chances = shares.copy()
            for where, who, label in given:
                if where == item:
                    chances = chances * confusion[who, :, label]
            posterior[item] = chances / chances.sum()
    return posterior, confusion, shares
