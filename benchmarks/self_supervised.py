"""Nearest neighbours in embeddings before and after they adapt to the pictures, on `cifar10_4k`; needs torch.

python -m benchmarks.self_supervised --epochs 20        writes benchmarks/results/self_supervised.md
"""

from __future__ import annotations

import argparse
import platform
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.cifar_study import parts

from asknext.embed import ImageEmbedder
from asknext.measures.intervals import wilson
from asknext.models.torch import SelfSupervisedEmbedder

NEIGHBOURS = 10
Floats = npt.NDArray[np.float32]


def accuracy(train: Floats, labels: npt.NDArray[Any], test: Floats, truth: npt.NDArray[Any]) -> float:
    """Of the class that most of the nearest by cosine have; the nearest decides where several have as many."""
    classes, numbers = np.unique(labels, return_inverse=True)
    near = np.argsort(-(_long_one(test) @ _long_one(train).T), axis=1, kind="stable")[:, :NEIGHBOURS]
    votes = np.zeros((len(test), len(classes)))
    for place in range(NEIGHBOURS):
        np.add.at(votes, (np.arange(len(test)), numbers[near[:, place]]), 1 + 1e-3 * (NEIGHBOURS - place))
    return float((classes[votes.argmax(axis=1)] == truth).mean())


def _long_one(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1), dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parent / "results" / "self_supervised.md")
    given = parser.parse_args()
    (pictures, labels), (shown, truth) = parts()
    rows, vectors = [], {}
    for name, embedder in (
        ("made by hand: colours, gradients (`ImageEmbedder`)", ImageEmbedder()),
        ("small network, before: random weights", SelfSupervisedEmbedder(epochs=0, threads=1)),
        (f"small network, after {given.epochs} epochs", SelfSupervisedEmbedder(epochs=given.epochs, threads=1)),
    ):
        began = time.process_time()
        embedder.fit([list(pictures)])
        spent = time.process_time() - began
        vectors[name] = [_long_one(embedder.transform(list(each))) for each in (pictures, shown)]
        rows.append((name, accuracy(vectors[name][0], labels, vectors[name][1], truth), spent))
        print(rows[-1], flush=True)
    joined = [np.concatenate([vectors[rows[0][0]][at], vectors[rows[2][0]][at]], axis=1) for at in range(2)]
    rows.append(("made by hand and after, side by side", accuracy(joined[0], labels, joined[1], truth), 0.0))
    given.output.write_text(page(rows, len(truth), given.epochs), encoding="utf-8")


def page(rows: list[tuple[str, float, float]], n: int, epochs: int) -> str:
    """The table, with 95 % intervals of Wilson over the test pictures."""
    lines = []
    for name, share, spent in rows:
        low, high = wilson(share * n, n)
        lines.append(f"| {name} | {share:.3f} ({low:.3f} to {high:.3f}) | {f'{spent:.0f} s' if spent else ''} |")
    return f"""# An embedder that adapts itself

`python -m benchmarks.self_supervised --epochs {epochs}`, on one core of {platform.machine()}, one seed.

Embeddings learn from the 3,000 pictures of `cifar10_4k` without their labels; then each of the {n:,} test pictures gets
the class of most of its {NEIGHBOURS} nearest neighbours among the 3,000. The interval is Wilson's, over test pictures.

| embedding | accuracy of nearest neighbours | to learn, CPU |
|---|---|---:|
{chr(10).join(lines)}
"""


if __name__ == "__main__":
    main()
