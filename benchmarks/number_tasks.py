"""Where the answer is a number or a level: each strategy of regression beside random, and three models of levels.

``python -m benchmarks.number_tasks [--seeds 20]`` prints two tables. Each seed holds out a third of the items, starts
from 10 labels by greedy_sampling_x (of random: at random) and asks batches of 10 up to 100, as a project's round
does: the default regressor, `asknext.strategies.build(name).select`. A figure is the mean absolute error over the
whole curve, less that of random on the same split.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.shared_data import Absent, shared_file

from asknext.models.committee import fit_committee
from asknext.models.default import default_model
from asknext.models.fitting import fit_model
from asknext.models.numbers import default_regressor, predicted_numbers, standard_deviations
from asknext.pool.view import PoolView
from asknext.strategies import build

Floats = npt.NDArray[np.float64]
Data = tuple[Floats, Floats]
STRATEGIES = (
    "auto", "greedy_sampling_x", "greedy_sampling_y", "improved_greedy_sampling", "committee_std",
    "predictive_variance", "expected_model_variance_reduction", "expected_model_change_regression", "regression_tree",
)  # fmt: skip
START, STEP, MOST, LEVELS = 10, 10, 100, 5


def diabetes() -> Data:
    """442 patients, 10 measures, how far the disease went in a year (Efron, Hastie, Johnstone and Tibshirani, 2004)."""
    from sklearn.datasets import load_diabetes

    X, y = load_diabetes(return_X_y=True)
    return X, y


def wine() -> Data:
    """178 wines: the alcohol from the other 12 measures (Forina et al., 1988)."""
    from sklearn.datasets import load_wine

    X = load_wine().data
    return X[:, 1:], X[:, 0]


def friedman() -> Data:
    """1,000 made-up items of the first of Friedman's functions (1991), with noise of 1."""
    from sklearn.datasets import make_friedman1

    X, y = make_friedman1(1000, noise=1.0, random_state=0)
    return X, y


def headlines() -> Data:
    """100 headlines, how gladdening ten people found them (Snow et al., 2008), from 32 directions of their words."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    folder = shared_file("crowd_snow2008_affect")
    texts = dict(_rows(folder / "affect_headlines.tsv", "id", "headline"))
    said: dict[str, list[float]] = {}
    for name, value in _rows(folder / "valence.standardized.tsv", "orig_id", "response"):
        said.setdefault(name, []).append(float(value))
    names = sorted(said.keys() & texts.keys(), key=int)
    words = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    X = TruncatedSVD(32, random_state=0).fit_transform(words.fit_transform([texts[name] for name in names]))
    return X, np.array([np.mean(said[name]) for name in names])


DATA: dict[str, Callable[[], Data]] = {
    "diabetes": diabetes,
    "wine": wine,
    "friedman1": friedman,
    "headlines": headlines,
}


def _rows(path: Any, *columns: str) -> list[tuple[str, ...]]:
    with open(path, encoding="utf-8", newline="") as file:
        return [tuple(row[each] for each in columns) for row in csv.DictReader(file, delimiter="\t")]


def curve(X: Floats, y: Floats, strategy: str, seed: int) -> Floats:
    """Mean absolute errors on a third of the items that is never asked, from 10 labels on."""
    order = np.random.default_rng(seed).permutation(len(X))
    held, pool = order[: len(X) // 3], np.sort(order[len(X) // 3 :])
    inputs, answers = X[pool], y[pool]
    rng, rows, errors = np.random.default_rng([seed, 1]), np.zeros(0, dtype=np.int64), []
    for _ in range(START, min(MOST, len(pool) - STEP) + 1, STEP):
        rows = np.sort(np.concatenate([rows, asked(inputs, answers, rows, strategy, rng)]))
        model = fit_model(default_regressor(), inputs[rows], answers[rows], seed)
        errors.append(np.abs(predicted_numbers(model, X[held]) - y[held]).mean())
    return np.array(errors)


def asked(X: Floats, y: Floats, rows: npt.NDArray[np.int64], strategy: str, rng: np.random.Generator) -> Any:
    """The next 10 rows."""
    known = np.full(len(X), np.nan)
    known[rows] = y[rows]
    if len(rows) == 0:
        first = "random" if strategy == "random" else "greedy_sampling_x"
        return build(first).select(PoolView(len(X), embeddings=X, task="regression"), START, rng).indices
    model = fit_model(default_regressor(), X[rows], y[rows], 0)

    def committee() -> Floats:
        members = fit_committee(5, default_regressor(), lambda which: X[which], rows, y[rows], 0)
        return np.stack([predicted_numbers(each, X) for each in members])

    view = PoolView(
        len(X), labelled=rows, labels=known, embeddings=X, predictions=predicted_numbers(model, X), task="regression",
        committee=committee, columns={"standard_deviation": standard_deviations(model, X)},
    )  # fmt: skip
    return build(strategy).select(view, STEP, rng).indices


def levels(X: Floats, y: Floats, seed: int) -> dict[str, tuple[float, float]]:
    """Of three models of 5 equally frequent levels, fitted on 100 labels: error in levels, and quadratic kappa."""
    from sklearn.metrics import cohen_kappa_score

    ranks = np.searchsorted(np.quantile(y, np.arange(1, LEVELS) / LEVELS), y, side="left") + 1
    order = np.random.default_rng(seed).permutation(len(X))
    train, held = order[: min(MOST, len(X) // 2)], order[min(MOST, len(X) // 2) :]
    scale = X[train].std(axis=0)
    Z = (X - X[train].mean(axis=0)) / np.where(scale > 0, scale, 1)
    number = predicted_numbers(fit_model(default_regressor(), Z[train], ranks[train].astype(float), seed), Z[held])
    classifier = fit_model(default_model(False, seed), Z[train], ranks[train], seed)
    chances, names = classifier.predict_proba(Z[held]), classifier.classes_
    guesses = {
        "regression of the rank": number,
        "classifier, expected level": chances @ names,
        "classifier, likeliest level": names[chances.argmax(axis=1)],
    }
    rounded = {name: np.clip(np.rint(each), 1, LEVELS).astype(int) for name, each in guesses.items()}
    return {
        name: (
            float(np.abs(each - ranks[held]).mean()),
            float(cohen_kappa_score(each, ranks[held], weights="quadratic")),
        )
        for name, each in rounded.items()
    }


def interval(values: Floats) -> str:
    """The mean and how far its 95 % interval reaches."""
    return f"{values.mean():+.3g} ± {2.09 * values.std(ddof=1) / len(values) ** 0.5:.2g}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    seeds = range(parser.parse_args().seeds)
    found: dict[str, Data] = {}
    for name, made in DATA.items():
        try:
            found[name] = made()
        except Absent as error:
            print(f"{name} is left out: {error}")
    print("| data | strategy | error less random's | seeds better |\n| --- | --- | ---: | ---: |")
    for name, (X, y) in found.items():
        base = np.array([curve(X, y, "random", seed).mean() for seed in seeds])
        print(f"| {name} | random | {base.mean():.3g} in all | |", flush=True)
        for strategy in STRATEGIES:
            less = np.array([curve(X, y, strategy, seed).mean() for seed in seeds]) - base
            print(f"| {name} | {strategy} | {interval(less)} | {(less < 0).sum()} of {len(less)} |", flush=True)
    print("\n| data | model of levels | error in levels | quadratic kappa |\n| --- | --- | ---: | ---: |")
    for name, (X, y) in found.items():
        told = [levels(X, y, seed) for seed in seeds]
        for model, at in product(told[0], [0]):
            errors, kappas = (np.array([each[model][at + which] for each in told]) for which in (0, 1))
            print(f"| {name} | {model} | {errors.mean():.3f} | {kappas.mean():.3f} |", flush=True)


if __name__ == "__main__":
    main()
