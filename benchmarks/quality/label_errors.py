"""Label errors against errors that are known, beside cleanlab where its Python is given; and speed.

    python -m benchmarks.quality.label_errors --cleanlab /path/to/python

writes ``benchmarks/results/label_errors.md``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from benchmarks.shared_data import Absent, shared_file

from asknext.quality.label_errors import FILTERS, label_scores, noise_posterior, out_of_sample

RESULT = Path(__file__).resolve().parents[1] / "results" / "label_errors.md"
SIZES = ((100_000, 10), (1_000_000, 10), (100_000, 100))
RANKED = ("self_confidence", "normalised_margin", "confidence_weighted_entropy")
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Known:
    """Labels, what a model says of them that has not seen them, and which of them are wrong."""

    name: str
    labels: npt.NDArray[np.int64]
    probabilities: npt.NDArray[np.float64]
    wrong: Mask


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cleanlab", metavar="PYTHON", help="a Python that has cleanlab")
    given = parser.parse_args()
    sets = list(known_sets())
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(Path(folder), given.cleanlab)
        parts = [HEAD.format(machine=_machine()), _found(runs, sets), _ranked(sets), _speed(runs)]
    RESULT.write_text("\n".join(parts), encoding="utf-8")


class Runs:
    """Each side in a process of its own.

    Parameters
    ----------
    peer : a Python that has cleanlab; None leaves it out.
    """

    def __init__(self, folder: Path, peer: str | None) -> None:
        self._folder, self.peer = folder, peer

    def run(self, side: str, by: str, known: Known, repeat: int = 1) -> tuple[Mask, dict[str, float]]:
        """The masks, a row a filter of ``by`` (commas between), and {seconds, megabytes} of the last one."""
        table, out = self._folder / "table.npz", self._folder / "mask.npy"
        np.savez(table, labels=known.labels, probabilities=known.probabilities)
        script = str(Path(__file__).with_name("one_label_errors.py"))
        python = self.peer if side == "cleanlab" else sys.executable
        command = [str(python), script, side, by, str(table), str(out), "--repeat", str(repeat)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **THREADS})
        return np.load(out), json.loads(answer.stdout.strip().splitlines()[-1])


def known_sets() -> Iterator[Known]:
    """The sets whose errors are known; those that are not here are left out."""
    for make in (_mnist, *(lambda column=each: _cifar(column) for each in CIFAR), _made):
        try:
            yield make()
        except Absent as reason:
            print(reason, file=sys.stderr)


def _mnist() -> Known:
    folder = "mnist_test_label_errors"
    with np.load(shared_file(f"{folder}/mnist_test_set_pyx.npz")) as held:
        table = held["pyx"].astype(np.float64)
    raw = gzip.decompress(shared_file(f"{folder}/t10k-labels-idx1-ubyte.gz").read_bytes())
    labels = np.frombuffer(raw[8:], dtype=np.uint8).astype(np.int64)
    wrong = np.zeros(len(labels), dtype=bool)
    for each in json.loads(shared_file(f"{folder}/mnist_mturk.json").read_text()):
        wrong[each["id"]] = each["mturk"]["given"] < 3
    return Known("MNIST test set", labels, table, wrong)


CIFAR = {"aggre_label": "majority of three", "random_label1": "one annotator", "worse_label": "the worst of three"}


def _cifar(column: str) -> Known:
    with np.load(shared_file("precomputed_embeddings/cifar10_4k_efflite0_pca128.npz"), allow_pickle=False) as held:
        vectors = dict(zip(held["files"].tolist(), held["x"].astype(np.float32), strict=True))
    with open(shared_file("cifar10n_noisy_labels/cifar10n_3000.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    labels = np.array([int(row[column]) for row in rows])
    wrong = labels != np.array([int(row["clean_label"]) for row in rows])
    table = out_of_sample(np.stack([vectors[row["file"]] for row in rows]), labels, 10)
    return Known(f"CIFAR-10N, {CIFAR[column]}", labels, table, wrong)


def _made() -> Known:
    return made(20_000, 10)


def made(n: int, classes: int, noise: float = 0.1) -> Known:
    """Labels of which a tenth were changed to any other class, and a model that is not sure enough of itself."""
    rng = np.random.default_rng(0)
    truth = rng.integers(0, classes, n)
    logits = rng.normal(size=(n, classes))
    logits[np.arange(n), truth] += 3.0
    table = np.exp(1.5 * logits)
    table /= table.sum(axis=1, keepdims=True)
    wrong = rng.random(n) < noise
    labels = np.where(wrong, (truth + rng.integers(1, classes, n)) % classes, truth)
    return Known(f"made, {n:,} x {classes}, 10 % changed", labels, table, wrong)


def _found(runs: Runs, sets: list[Known]) -> str:
    heads = ("data", "wrong", "method", "flagged", "precision", "recall", "F1", "cleanlab flags", "the same")
    lines = [FOUND, f"| {' | '.join(heads)} |", "|" + RULE * len(heads)]
    for known in sets:
        masks, _ = runs.run("own", ",".join(FILTERS), known)
        theirs = runs.run("cleanlab", ",".join(FILTERS), known)[0] if runs.peer else [None] * len(FILTERS)
        lines += [_row(known, f"`{by}`", *pair) for by, *pair in zip(FILTERS, masks, theirs, strict=True)]
        right = noise_posterior(known.labels, known.probabilities).right
        lines.append(_row(known, "noise posterior below a half", right < 0.5, None))
    return "\n".join([*lines, ""])


RULE = "---|"


def _row(known: Known, method: str, mask: Mask, theirs: Mask | None) -> str:
    hits = int((mask & known.wrong).sum())
    precision, recall = hits / max(mask.sum(), 1), hits / max(known.wrong.sum(), 1)
    both = 2 * hits / max(mask.sum() + known.wrong.sum(), 1)
    beside = ("", "") if theirs is None else (f"{theirs.sum():,}", f"{(theirs == mask).mean():.2%}")
    cells = [known.name, f"{known.wrong.sum():,}", method, f"{mask.sum():,}"]
    cells += [f"{precision:.3f}", f"{recall:.3f}", f"{both:.3f}", *beside]
    return f"| {' | '.join(cells)} |"


def _ranked(sets: list[Known]) -> str:
    heads = ("data", "order by", "area under the ROC curve", "wrong among the first 50", "among the first 200")
    lines = [RANKING, f"| {' | '.join(heads)} |", "|" + RULE * len(heads)]
    for known in sets:
        orders = {name.replace("_", " "): label_scores(known.labels, known.probabilities, name) for name in RANKED}
        orders["noise posterior"] = noise_posterior(known.labels, known.probabilities).right
        lines += [_order(known, name, scores) for name, scores in orders.items()]
    return "\n".join([*lines, ""])


def _order(known: Known, name: str, scores: npt.NDArray[np.float64]) -> str:
    order = np.argsort(scores, kind="stable")
    rank = np.empty(len(order))
    rank[order] = np.arange(len(order))
    bad, good = int(known.wrong.sum()), int((~known.wrong).sum())
    area = (rank[~known.wrong].sum() - good * (good - 1) / 2) / max(bad * good, 1)
    first = [f"{known.wrong[order[:size]].sum()}" for size in (50, 200)]
    return f"| {known.name} | {name} | {area:.4f} | {first[0]} | {first[1]} |"


def _speed(runs: Runs) -> str:
    heads = ("size", "own", "MB", "cleanlab", "MB ", "ratio", "the same", "noise posterior")
    lines = [SPEED, f"| {' | '.join(heads)} |", "|" + RULE * len(heads)]
    for n, classes in SIZES:
        known = made(n, classes)
        mask, own = runs.run("own", "noise_rate", known, repeat=5)
        _, cut = runs.run("posterior", "", known)
        cells = [f"{n:,} x {classes}", f"{own['seconds']:.3f} s", f"{own['megabytes']:.0f}"]
        if runs.peer:
            theirs, took = runs.run("cleanlab", "noise_rate", known, repeat=3)
            ratio = took["seconds"] / own["seconds"]
            cells += [f"{took['seconds']:.2f} s", f"{took['megabytes']:.0f}", f"{ratio:.1f}"]
            cells += [f"{(theirs == mask).mean():.2%}"]
        else:
            cells += ["", "", "", ""]
        cells.append(f"{cut['seconds']:.1f} s")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, NumPy {np.__version__}"


HEAD = """# Label errors

Made by `python -m benchmarks.quality.label_errors --cleanlab PYTHON` ({machine}; cleanlab 2.9.0).
"""
FOUND = """## What is found

Labels whose errors are known: of the MNIST test set 15 that workers voted down (cleanlab's probabilities; Northcutt et
al. 2021); 3,000 images of CIFAR-10N by the labels of people, against the clean ones (out-of-sample probabilities of
the default model over EfficientNet-lite0 vectors, 5 folds); and made ones. The filters are those of confident
learning, in the names used here; *the same* is the share of items that both say the same of. The noise posterior is
this package's own: it learns how far model and labels can be trusted, and flags what is more probably wrong than right.
"""
RANKING = """## In which order

How far up wrong labels stand, whatever is flagged.
"""
SPEED = """## Speed and memory

`noise_rate` (cleanlab's default), CPU-seconds of one thread, each side in a process of its own, the best of five and
of three. Memory is what is taken beyond the peak of reading the table, so 0 is less than that peak of twice the table.
"""

if __name__ == "__main__":
    main()
