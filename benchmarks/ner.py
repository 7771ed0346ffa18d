"""Named entities: are sentences chosen by a tagger's doubts worth more than sentences at random?

``python -m benchmarks.ner`` prints the tables of benchmarks/results/ner.md. Rounds of ask, label, train, evaluate on
WNUT 2017, with a tagger that trains in a second: logistic regression on hashed features of a token and its neighbours.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from benchmarks.shared_data import shared_file
from scipy.stats import t as students_t
from seqeval.metrics import f1_score
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier

import asknext

START, ASK, ROUNDS, SEEDS, HELD_OUT = 100, 100, 12, 6, 1_000
STRATEGIES = (
    "random", "mnlp", "viterbi_least_confidence", "mean_token_entropy", "total_token_entropy", "class_balanced_tokens",
)  # fmt: skip
Floats = npt.NDArray[np.float64]


class Corpus(NamedTuple):
    """Sentences: the rows of each in ``features``, and its tags."""

    features: Any
    rows: list[slice]
    tags: list[list[str]]

    def tokens(self, chosen: Sequence[int]) -> int:
        return sum(len(self.tags[each]) for each in chosen)


class Point(NamedTuple):
    """After a round: sentences and tokens labelled, F1 on held-out sentences and on the test file."""

    sentences: int
    tokens: int
    held_out: float
    test: float


def read(name: str) -> Corpus:
    """A CoNLL file of the data set."""
    lines = shared_file(f"wnut17_ner/{name}").read_text(encoding="utf-8").split("\n")
    grouped = groupby(lines, key=lambda line: bool(line.strip()))
    sentences = [[line.split("\t") for line in group] for full, group in grouped if full]
    hasher = FeatureHasher(2**16, input_type="string", alternate_sign=False)
    features = hasher.transform(told for each in sentences for told in _features([row[0] for row in each]))
    ends = np.cumsum([len(each) for each in sentences]).tolist()
    rows = [slice(end - len(each), end) for end, each in zip(ends, sentences, strict=True)]
    return Corpus(features.tocsr(), rows, [[row[-1].strip() for row in each] for each in sentences])


def _features(words: Sequence[str]) -> Iterator[list[str]]:
    """What is seen of each token: the word, its ends, its shape, and its neighbours."""
    for at, word in enumerate(words):
        low, told = word.lower(), ["bias"]
        told += [f"w={low}", f"s={_shape(word)}", f"p={low[:3]}", f"e={low[-3:]}", f"first={at == 0}"]
        for step in (-2, -1, 1, 2):
            near = words[at + step] if 0 <= at + step < len(words) else "<>"
            told += [f"{step}w={near.lower()}", f"{step}s={_shape(near)}"]
        yield told


def _shape(word: str) -> str:
    kinds = ["X" if c.isupper() else "x" if c.islower() else "0" if c.isdigit() else c for c in word]
    return "".join(c for at, c in enumerate(kinds) if at == 0 or c != kinds[at - 1])[:8]


def train(corpus: Corpus, chosen: Sequence[int], seed: int) -> Any:
    rows = np.concatenate([np.arange(corpus.rows[each].start, corpus.rows[each].stop) for each in chosen])
    tags = [tag for each in chosen for tag in corpus.tags[each]]
    model = SGDClassifier(loss="log_loss", alpha=1e-5, max_iter=8, tol=None, class_weight={"O": 0.3}, random_state=seed)
    return model.fit(corpus.features[rows], tags)


def f1(model: Any, corpus: Corpus, sentences: Sequence[int]) -> float:
    """Entity F1 as the CoNLL evaluation counts it."""
    guessed = model.predict(corpus.features)
    told = [guessed[corpus.rows[each]].tolist() for each in sentences]
    return float(f1_score([corpus.tags[each] for each in sentences], told, zero_division=0))


def ask(strategy: str, model: Any, corpus: Corpus, pool: list[int], seed: int) -> list[int]:
    """The sentences of ``pool`` to label next."""
    if strategy == "random":
        return np.random.default_rng(seed).permutation(pool)[:ASK].tolist()
    probabilities = model.predict_proba(corpus.features)
    sequences = [probabilities[corpus.rows[each]] for each in pool]
    found = asknext.select(strategy, ASK, sequences=sequences, seed=seed)
    return [pool[each] for each in found.indices]


def run(strategy: str, seed: int, corpus: Corpus, test: Corpus) -> list[Point]:
    """One experiment: every strategy of a seed has the same held-out sentences and the same start."""
    order = np.random.default_rng(seed).permutation(len(corpus.rows)).tolist()
    held, chosen, pool = order[:HELD_OUT], order[HELD_OUT : HELD_OUT + START], order[HELD_OUT + START :]
    points = []
    for turn in range(ROUNDS + 1):
        model = train(corpus, chosen, seed)
        scores = f1(model, corpus, held), f1(model, test, range(len(test.rows)))
        points.append(Point(len(chosen), corpus.tokens(chosen), *scores))
        taken = set(ask(strategy, model, corpus, pool, 1_000 * seed + turn))
        chosen, pool = chosen + sorted(taken), [each for each in pool if each not in taken]
    return points


def area(points: Sequence[Point], field: str, most: float) -> float:
    """The mean F1 over all numbers of labelled tokens up to ``most``, the curve drawn straight between rounds."""
    tokens, values = [each.tokens for each in points], [getattr(each, field) for each in points]
    grid = np.linspace(tokens[0], most, 200)
    return float(np.interp(grid, tokens, values).mean())


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The mean, and half the width of its 95% interval by Student's t."""
    found: Floats = np.asarray(values, dtype=np.float64)
    half = students_t.ppf(0.975, len(found) - 1) * found.std(ddof=1) / np.sqrt(len(found))
    return float(found.mean()), float(half)


def table(runs: dict[str, list[list[Point]]], field: str) -> str:
    """F1 by sentences and by tokens, and the mean over the curve, each as the difference to random of the same seed."""
    most = min(points[-1].tokens for seeds in runs.values() for points in seeds)
    lines = [
        "| strategy | F1 after 500 sentences | after 1,300 | tokens by then | mean F1 by tokens | against random |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, seeds in runs.items():
        middle, last = ([getattr(points[at], field) for points in seeds] for at in (4, -1))
        areas = [area(points, field, most) for points in seeds]
        base = [area(points, field, most) for points in runs["random"]]
        gain = interval([own - other for own, other in zip(areas, base, strict=True)])
        tokens = np.mean([points[-1].tokens for points in seeds])
        against = "–" if name == "random" else f"{gain[0]:+.3f} ± {gain[1]:.3f}"
        cells = " | ".join("{:.3f} ± {:.3f}".format(*interval(each)) for each in (middle, last))
        lines.append(f"| `{name}` | {cells} | {tokens:,.0f} | {np.mean(areas):.3f} | {against} |")
    return "\n".join(lines)


def main() -> None:
    begun = time.process_time()
    corpus, test = read("wnut17train.conll"), read("emerging.test.annotated")
    runs = {name: [run(name, seed, corpus, test) for seed in range(SEEDS)] for name in STRATEGIES}
    everything = f1(train(corpus, range(len(corpus.rows)), 0), test, range(len(test.rows)))
    print(f"Held-out sentences of the same file:\n\n{table(runs, 'held_out')}\n")
    print(f"Test file (all {len(corpus.rows):,} sentences labelled: {everything:.3f}):\n\n{table(runs, 'test')}\n")
    print(f"{time.process_time() - begun:.0f} s of processor, {len(STRATEGIES) * SEEDS} experiments")


if __name__ == "__main__":
    main()
