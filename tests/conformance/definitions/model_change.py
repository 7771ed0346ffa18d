"""How much a label would change the model."""

from __future__ import annotations

import numpy as np
from tests.conformance.definition import picks, scores, values

SMALL = ("plain", "binary", "clumps", "one_class_known", "zero_labels")


def expected_length(case, intercept):
    found = []
    for i in case.unlabelled:
        p, x = case.probabilities[i], case.embeddings[i]
        features = np.append(x, 1.0) if intercept else x
        lengths = [np.linalg.norm(np.outer(p - np.eye(len(p))[c], features)) for c in range(len(p))]
        found.append(p @ np.array(lengths))
    return found


@scores("expected_gradient_length")
def expected_gradient_length(case):
    """Settles et al. 2007: the expected norm of the gradient of a softmax regression's log loss."""
    return expected_length(case, True)


@scores("expected_gradient_length", variant="no intercept", parameters={"intercept": False})
def expected_gradient_length_without_intercept(case):
    return expected_length(case, False)


def looking_ahead(case, worth):
    """For each unlabelled item ``sum_c P(c | x) worth(P of the rest now, P of the rest once c is known)``."""
    classes = sorted({case.labels[i] for i in case.labelled})
    if len(classes) < 2:
        return np.zeros(len(case.unlabelled))
    x = np.column_stack([case.embeddings, np.ones(len(case.embeddings))])
    truth = [classes.index(case.labels[i]) for i in case.labelled]
    now = softmax_regression(x[case.labelled], truth, len(classes))
    rest, found = x[case.unlabelled], []
    for s in case.unlabelled:
        after = [
            softmax_regression(x[[*case.labelled, s]], [*truth, c], len(classes), now) for c in range(len(classes))
        ]
        worths = [worth(chances(rest @ now), chances(rest @ then)) for then in after]
        found.append(chances(x[s] @ now) @ worths)
    return found


def chances(logits):
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def softmax_regression(x, truth, classes, start=None):
    """Minimise the log loss and half the squared weights, all but the intercepts', by Newton's method."""
    ridge = np.append(np.ones(x.shape[1] - 1), 1e-6)
    weights = np.zeros((x.shape[1], classes)) if start is None else start
    for _ in range(40):
        p = chances(x @ weights)
        slope = x.T @ (p - np.eye(classes)[truth]) + ridge[:, None] * weights
        curve = sum(np.kron(np.outer(a, a), np.diag(q) - np.outer(q, q)) for a, q in zip(x, p, strict=True))
        step = np.linalg.solve(curve + np.diag(np.repeat(ridge, classes)), slope.ravel())
        weights = weights - min(1.0, 1.0 / np.abs(step).max()) * step.reshape(weights.shape)
    return weights


def doubt(p):
    return -(p * np.log(p)).sum(axis=-1).mean()


@scores("expected_error_reduction", parameters={"method": "refit"}, cases=SMALL, tolerance=1e-7)
def expected_error_reduction(case):
    """Roy & McCallum 2001, log loss: how much the mean entropy of the unlabelled falls, by a refit for every label."""
    return looking_ahead(case, lambda now, then: doubt(now) - doubt(then))


@scores(
    "expected_error_reduction",
    variant="0/1 loss",
    parameters={"method": "refit", "loss": "zero_one"},
    cases=SMALL,
    tolerance=1e-7,
)
def expected_mistake_reduction(case):
    return looking_ahead(case, lambda now, then: then.max(axis=1).mean() - now.max(axis=1).mean())


@scores("expected_model_output_change", parameters={"method": "refit"}, cases=SMALL, tolerance=1e-7)
def expected_model_output_change(case):
    """Freytag et al. 2014, of a softmax regression's probabilities."""
    return looking_ahead(case, lambda now, then: np.abs(now - then).sum(axis=1).mean())


def information(case, row, power=1):
    x, p = np.append(case.embeddings[row], 1.0), case.probabilities[row]
    return np.kron(np.linalg.matrix_power(np.diag(p) - np.outer(p, p), power), np.outer(x, x))


def trace(case, rows, power=1):
    """``tr(F^-1 A)`` with ``rows`` labelled too; A is the mean over the unlabelled."""
    aim = np.mean([information(case, i, power) for i in case.unlabelled], axis=0)
    fisher = np.eye(len(aim)) + sum(information(case, i) for i in [*case.labelled, *rows])
    return np.trace(np.linalg.solve(fisher, aim))


@scores("variance_reduction", cases=SMALL)
def variance_reduction(case):
    """Schein & Ungar 2007: the fall of the variance of the predictions."""
    return [trace(case, [], 2) - trace(case, [i], 2) for i in case.unlabelled]


@scores("variance_reduction", variant="Fisher information ratio", parameters={"target": "fisher"}, cases=SMALL)
def fisher_ratio(case):
    """Zhang & Oates 2000."""
    return [trace(case, []) - trace(case, [i]) for i in case.unlabelled]


@values("bait", parameters={"oversample": 1.0}, cases=("plain", "binary", "clumps"), variant="forward only")
def bait_forward(case, chosen):
    """Ash et al. 2021, the first half: minus the trace with each candidate."""
    return [-trace(case, [*chosen, i]) for i in case.unlabelled]


@picks("bait", cases=("plain", "binary"))
def bait(case):
    """Ash et al. 2021: take twice as many one by one, then leave out those that are missed least."""
    chosen = []
    while len(chosen) < 2 * case.n:
        chosen.append(min((i for i in case.unlabelled if i not in chosen), key=lambda i: trace(case, [*chosen, i])))
    while len(chosen) > case.n:
        chosen.remove(min(chosen, key=lambda i: trace(case, [j for j in chosen if j != i])))
    return chosen


@values("bait", parameters={"oversample": 1.0}, cases=("regression", "regression_zero"), variant="of numbers")
def bait_of_numbers(case, chosen):
    """Ash et al. 2021 for linear regression: the information of an item is ``x x'``, whatever its label."""
    x = np.column_stack([case.embeddings, np.ones(len(case.embeddings))])
    aim = np.mean([np.outer(x[i], x[i]) for i in case.unlabelled], axis=0)
    fisher = np.eye(x.shape[1]) + sum((np.outer(x[i], x[i]) for i in [*case.labelled, *chosen]), 0.0)
    return [-np.trace(np.linalg.solve(fisher + np.outer(x[i], x[i]), aim)) for i in case.unlabelled]
