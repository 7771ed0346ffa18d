"""The data sets as small float32 embeddings with labels; made once and kept in a cache."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.shared_data import read_libsvm, read_text, shared_file

__all__ = ["DataSet", "data_set", "names"]

_MOST = 2_000  # rows kept of each set, so that a run takes seconds


@dataclass(frozen=True)
class DataSet:
    """``X`` (n, d) float32; ``y`` (n,) int64, or (n, L) of 0 and 1 where an item may have several labels."""

    name: str
    X: npt.NDArray[np.float32]
    y: npt.NDArray[np.int64]

    @property
    def multilabel(self) -> bool:
        return self.y.ndim == 2

    @property
    def classes(self) -> int:
        return self.y.shape[1] if self.multilabel else int(self.y.max()) + 1


def names() -> list[str]:
    """Every data set there is a recipe for."""
    return list(_RECIPES)


def data_set(name: str, cache: Path) -> DataSet:
    """The data set, from ``cache`` if it is there; raises `Absent` where its files are not on this machine."""
    path = cache / f"{name}.npz"
    if not path.exists():
        X, y = _prepared(*_RECIPES[name]())
        cache.mkdir(parents=True, exist_ok=True)
        np.savez(path, X=X, y=y)
    with np.load(path) as kept:
        return DataSet(name, kept["X"], kept["y"])


def _prepared(X: Any, y: Any) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """At most 2,000 rows, drawn with a fixed seed; classes renumbered from 0."""
    rows = np.sort(np.random.default_rng(0).permutation(len(X))[:_MOST])
    labels = np.asarray(y)
    X, labels = np.asarray(X, dtype=np.float32)[rows], labels[rows]
    if labels.ndim == 1:
        labels = np.unique(labels, return_inverse=True)[1]
    return X, labels.astype(np.int64)


def _scikit(name: str) -> Callable[[], tuple[Any, Any]]:
    def load() -> tuple[Any, Any]:
        from sklearn import datasets

        X, y = getattr(datasets, f"load_{name}")(return_X_y=True)
        return (X / 16 if name == "digits" else _standard(X)), y

    return load


def _standard(X: Any) -> Any:
    from sklearn.preprocessing import StandardScaler

    return StandardScaler().fit_transform(X)


def _svd(texts: list[str], size: int) -> Any:
    """Words and pairs of words by TF-IDF, to ``size`` dimensions, each text of length 1."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    table = TfidfVectorizer(sublinear_tf=True, min_df=2, ngram_range=(1, 2)).fit_transform(texts)
    return normalize(TruncatedSVD(size, random_state=0).fit_transform(table))


def _text(rows: list[tuple[str, str]], size: int = 64) -> tuple[Any, Any]:
    """From (text, label) pairs, of which 2,000 are kept before any computing."""
    kept = np.sort(np.random.default_rng(0).permutation(len(rows))[:_MOST])
    return _svd([rows[i][0] for i in kept], size), np.array([rows[i][1] for i in kept])


def _csv(name: str) -> list[list[str]]:
    csv.field_size_limit(1 << 24)
    return list(csv.reader(io.StringIO(read_text(shared_file(name)))))


def _sms() -> tuple[Any, Any]:
    lines = [line.split("\t", 1) for line in read_text(shared_file("sms_spam/SMSSpamCollection.tsv")).splitlines()]
    return _text([(line[1], line[0]) for line in lines if len(line) == 2])


def _docs_issues() -> tuple[Any, Any]:
    rows = _csv("docs_issues/train.csv")[1:] + _csv("docs_issues/eval.csv")[1:]
    return _text([(row[0], row[1]) for row in rows])


def _ag_news() -> tuple[Any, Any]:
    return _text([(f"{row[1]} {row[2]}", row[0]) for row in _csv("ag_news/test.csv")])


def _rt_polarity() -> tuple[Any, Any]:
    files = {kind: read_text(shared_file(f"rt_polarity/rt-polarity.{kind}"), "latin-1") for kind in ("neg", "pos")}
    return _text([(line, kind) for kind, text in files.items() for line in text.splitlines()])


def _banking() -> tuple[Any, Any]:
    """The first 20 of 77 intents: a fit of all 77 takes seconds."""
    wanted = json.loads(read_text(shared_file("banking77/categories.json")))[:20]
    return _text([(row[0], row[1]) for row in _csv("banking77/train.csv")[1:] if row[1] in wanted])


def _tweets() -> tuple[Any, Any]:
    with np.load(shared_file("precomputed_embeddings/sentiment140_8k_minilm_pca128.npz"), allow_pickle=False) as data:
        return data["x"][:, :64], data["y"]


def _cifar() -> tuple[Any, Any]:
    with np.load(shared_file("precomputed_embeddings/cifar10_4k_efflite0_pca128.npz"), allow_pickle=False) as data:
        return data["x"][:, :64], data["y"]


def _fashion() -> tuple[Any, Any]:
    from sklearn.decomposition import PCA

    with np.load(shared_file("fashion_mnist_5k/fashion_mnist_5k.npz"), allow_pickle=False) as data:
        X, y = np.concatenate([data["x_train"], data["x_test"]]), np.concatenate([data["y_train"], data["y_test"]])
    return PCA(50, random_state=0).fit_transform(X.reshape(len(X), -1) / 255.0), y


def _phishing() -> tuple[Any, Any]:
    table = np.array(_csv("phishing_websites/phishing_websites.csv")[1:], dtype=np.float64)
    return table[:, :-1], table[:, -1]


def _wall_robot() -> tuple[Any, Any]:
    rows = _csv("wall_robot/sensor_readings_24.data")[1:]
    return _standard(np.array([row[:-1] for row in rows], dtype=np.float64)), np.array([row[-1] for row in rows])


def _arff(name: str) -> Callable[[], tuple[Any, Any]]:
    def load() -> tuple[Any, Any]:
        from scipy.io import arff

        table, _ = arff.loadarff(io.StringIO(read_text(shared_file(name))))
        columns = table.dtype.names
        X = np.column_stack([table[column].astype(np.float64) for column in columns[:-1]])
        return _standard(X[:, X.std(axis=0) > 0]), table[columns[-1]].astype(str)

    return load


def _several(name: str, labels: int) -> Callable[[], tuple[Any, Any]]:
    """A multi-label ARFF file whose last ``labels`` columns are the labels."""

    def load() -> tuple[Any, Any]:
        text = read_text(shared_file(name))
        lines = text[text.lower().index("@data") :].splitlines()[1:]
        table = np.array([line.split(",") for line in lines if "," in line], dtype=np.float64)
        return _standard(table[:, :-labels]), table[:, -labels:]

    return load


def _table(name: str) -> Callable[[], tuple[Any, Any]]:
    def load() -> tuple[Any, Any]:
        X, y = read_libsvm(shared_file(f"zhan2021_tabular/{name}"))
        return _standard(X), y

    return load


def _speech() -> tuple[Any, Any]:
    """Spoken digits: 24 mel-like log energies in 8 parts of the clip, standardised and reduced to 48 dimensions."""
    import zipfile

    from scipy.io import wavfile
    from scipy.signal import stft
    from sklearn.decomposition import PCA

    rows, labels = [], []
    with zipfile.ZipFile(shared_file("fsdd_audio/recordings.zip")) as archive:
        for name in sorted(each for each in archive.namelist() if each.endswith(".wav")):
            rate, samples = wavfile.read(io.BytesIO(archive.read(name)))
            power = np.abs(stft(samples.astype(np.float64), rate, nperseg=256)[2]) ** 2
            edges = np.unique(np.round(np.geomspace(2, len(power), 25)).astype(int))
            bands = np.log(np.stack([power[a:b].mean(axis=0) for a, b in pairwise(edges)]) + 1e-3)
            rows.append(np.concatenate([part.mean(axis=1) for part in np.array_split(bands, 8, axis=1)]))
            labels.append(Path(name).name.split("_")[0])
    return PCA(48, random_state=0).fit_transform(_standard(np.array(rows))), np.array(labels)


_RECIPES: dict[str, Callable[[], tuple[Any, Any]]] = {
    "digits": _scikit("digits"),
    "wdbc": _scikit("breast_cancer"),
    "wine": _scikit("wine"),
    "iris": _scikit("iris"),
    "sms_spam": _sms,
    "docs_issues": _docs_issues,
    "tweets": _tweets,
    "ag_news": _ag_news,
    "rt_polarity": _rt_polarity,
    "banking20": _banking,
    "cifar10": _cifar,
    "fashion_mnist": _fashion,
    "spoken_digits": _speech,
    "segment": _arff("uci_arff/segment.arff"),
    "letter": _arff("uci_arff/letter.arff"),
    "phishing": _phishing,
    "wall_robot": _wall_robot,
    "spambase": _table("spambase-svmstyle.txt.gz"),
    "german": _table("german-svmstyle.txt"),
    "splice": _table("splice-svmstyle.txt"),
    "clean1": _table("clean1-svmstyle.txt.gz"),
    "vehicle": _table("vehicle-svmstyle.txt"),
    "emotions": _several("emotions_multilabel/emotions.arff", 6),
    "scene": _several("scene_multilabel/scene-train.arff.gz", 6),
    "yeast": _several("yeast_multilabel/yeast.arff.gz", 14),
}
