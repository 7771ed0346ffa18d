"""Strategies for labels that are numbers, from their papers."""

import numpy as np
from tests.conformance.cases import case as named_case
from tests.conformance.definition import holds, pool, scores, values

POOLS = ("regression", "regression_zero")


def known(case):
    return [int(row) for row in case.labelled]


def output(case, row):
    """The label where it is known, the prediction where it is not."""
    label = case.labels[row]
    return case.extra["predictions"][row] if label is None else label


def apart_in_inputs(case, a, b):
    return float(np.linalg.norm(case.embeddings[a] - case.embeddings[b]))


def apart_in_outputs(case, row, other):
    return abs(case.extra["predictions"][row] - output(case, other))


def nearest_to_mean(points):
    return -np.linalg.norm(points - points.mean(axis=0), axis=1)


@values("greedy_sampling_x", cases=POOLS)
def greedy_sampling_x(case, chosen):
    """Yu & Kim 2010: the centre first, then the item whose nearest known one is farthest."""
    others = known(case) + chosen
    if not others:
        return nearest_to_mean(case.embeddings[case.unlabelled])
    return [min(apart_in_inputs(case, row, other) for other in others) for row in case.unlabelled]


@values("greedy_sampling_y", cases=POOLS)
def greedy_sampling_y(case, chosen):
    """Wu, Lin & Huang 2019, algorithm 2, with predictions for the labels of the batch."""
    others = known(case) + chosen
    if not others:
        return nearest_to_mean(case.extra["predictions"][case.unlabelled][:, None])
    return [min(apart_in_outputs(case, row, other) for other in others) for row in case.unlabelled]


@values("improved_greedy_sampling", cases=POOLS)
def improved_greedy_sampling(case, chosen):
    """Wu, Lin & Huang 2019, algorithm 3: min over m of d_x(n, m) d_y(n, m)."""
    others = known(case) + chosen
    if not others:
        return nearest_to_mean(case.embeddings[case.unlabelled])
    return [
        min(apart_in_inputs(case, row, other) * apart_in_outputs(case, row, other) for other in others)
        for row in case.unlabelled
    ]


@scores("committee_std", cases=POOLS)
def committee_std(case):
    """Burbidge, Rowland & King 2007: the ambiguity of the ensemble, as a standard deviation."""
    members = len(case.committee)
    found = []
    for row in case.unlabelled:
        mean = sum(member[row] for member in case.committee) / members
        found.append((sum((member[row] - mean) ** 2 for member in case.committee) / members) ** 0.5)
    return found


@scores("expected_model_change_regression", cases=POOLS)
def expected_model_change_regression(case):
    """Cai, Zhang & Zhou 2013, equation 9: mean over members of ||(f(x) - y_k) x||, x with a 1 for the intercept."""
    found = []
    for row in case.unlabelled:
        x = np.append(case.embeddings[row], 1.0)
        gradients = [(case.extra["predictions"][row] - member[row]) * x for member in case.committee]
        found.append(np.mean([np.linalg.norm(gradient) for gradient in gradients]))
    return found


@pool("regression_with_deviations")
def regression_with_deviations():
    case = named_case("regression")
    deviations = np.random.default_rng(0).random(len(case.embeddings))
    extra = {**case.extra, "columns": {"standard_deviation": deviations}}
    return type(case)(**{**vars(case), "name": "regression_with_deviations", "extra": extra})


@scores("predictive_variance", cases=("regression_with_deviations",))
def predictive_variance(case):
    """The square of the stated standard deviation."""
    return case.extra["columns"]["standard_deviation"][case.unlabelled] ** 2


@values("expected_model_variance_reduction", cases=POOLS)
def expected_model_variance_reduction(case, chosen):
    """Cohn, Ghahramani & Jordan 1996 for a ridge: the fall of the mean variance, each matrix inverted anew."""
    x = np.column_stack([case.embeddings, np.ones(len(case.embeddings))])

    def mean_variance(rows):
        covariance = np.linalg.inv(np.eye(x.shape[1]) + sum((np.outer(x[r], x[r]) for r in rows), 0.0))
        return np.mean([x[u] @ covariance @ x[u] for u in case.unlabelled])

    now = known(case) + chosen
    return [mean_variance(now) - mean_variance([*now, int(row)]) for row in case.unlabelled]


@values("greedy_sampling_y", variant="by the inputs while nothing is labelled", ours=False, cases=POOLS)
def greedy_sampling_y_from_inputs(case, chosen):
    """Wu, Lin & Huang 2019, algorithm 2: labels being unknown, the first item is the first of algorithm 1."""
    return greedy_sampling_x(case, chosen) if not known(case) + chosen else greedy_sampling_y(case, chosen)


@pool("two_regions")
def two_regions():
    """Numbers along a line in two regions apart, five labels in each, which vary more on the right."""
    rng = np.random.default_rng(3)
    left, right = np.sort(rng.uniform(0, 1, 17)), np.sort(rng.uniform(10, 11, 13))
    x = np.concatenate([left, right])[:, None]
    labels = np.full(30, None, dtype=object)
    for place, row in enumerate((0, 4, 8, 12, 16, 17, 20, 23, 26, 29)):
        labels[row] = (0.1 if row < 17 else 5.0) + (0.3 if row < 17 else 1.0) * (place % 5 - 2)
    extra = {"task": "regression", "predictions": x[:, 0]}
    plain = named_case("regression")
    rows = np.array([row for row in range(30) if labels[row] is not None])
    changed = {"name": "two_regions", "embeddings": x, "labels": labels, "labelled": rows, "extra": extra}
    changed |= {"probabilities": np.full((30, 2), 0.5), "committee": np.zeros((4, 30))}
    return type(plain)(**{**vars(plain), **changed})


@holds("regression_tree", cases=("two_regions",))
def regression_tree(case, rows):
    """Jose et al. 2024: each leaf, here a region, gets a part in proportion to sqrt(share * variance)."""
    right = case.embeddings[:, 0] > 5
    weights = []
    for inside in (~right, right):
        told = [case.labels[row] for row in known(case) if inside[row]]
        weights.append(np.sqrt(inside[case.unlabelled].mean() * np.var(told, ddof=1)))
    wanted = len(rows) * weights[1] / sum(weights)
    found = int(right[rows].sum())
    return "" if abs(found - wanted) <= 0.5 + 1e-9 else f"{found} of {len(rows)} from the right, not {wanted:.2f}."
