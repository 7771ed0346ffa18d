import csv
import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import SGDClassifier
from sklearn.naive_bayes import GaussianNB

from asknext.errors import DataError, InputError
from asknext.loop import StreamLearner

SHARED = Path(os.environ.get("ASKNEXT_SHARED", Path(__file__).parents[3] / "shared")) / "data"


def stream(n=300, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.integers(2, size=n)
    return rng.normal(size=(n, 3)) + 2.0 * y[:, None], y


class Counts:
    """A model of river's kind: how often each class was seen for the value of one key."""

    def __init__(self):
        self.seen = {}

    def learn_one(self, item, label):
        counts = self.seen.setdefault(item["key"], {})
        counts[label] = counts.get(label, 0) + 1

    def predict_proba_one(self, item):
        counts = self.seen.get(item["key"], {})
        return {label: count / sum(counts.values()) for label, count in counts.items()}


def test_it_learns_within_the_budget():
    X, y = stream(600)
    learner = StreamLearner(GaussianNB(), "variable_uncertainty", budget=0.1, classes=[0, 1])
    right = []
    for x, label in zip(X, y, strict=True):
        offer = learner.offer(x)
        right.append(offer.prediction == label)
        if offer.ask:
            learner.tell(offer.number, label)
        assert learner.report().asked <= learner.report().most
    assert np.mean(right[200:]) > 0.85
    report = learner.report()
    assert report.seen == 600
    assert report.asked == report.answered
    assert report.spent == pytest.approx(0.1, abs=0.03)


def test_late_answers_are_learnt_when_they_come_and_only_what_waits_is_kept():
    X, y = stream()
    learner = StreamLearner(SGDClassifier(loss="log_loss", random_state=0), budget=0.2, classes=[0, 1])
    late = []
    for x in X:
        offer = learner.offer(x)
        late += [offer.number] * offer.ask
        while late and offer.number - late[0] >= 25:
            learner.tell(late[0], y[late[0]])
            late.pop(0)
        assert list(learner.waiting) == late
    report = learner.report()
    assert report.waiting == len(late) > 0
    assert report.answered + report.waiting == report.asked


def test_what_is_not_answered_in_time_is_given_up():
    X, y = stream(60)
    learner = StreamLearner(GaussianNB(), "periodic", budget=0.5, classes=[0, 1], patience=5)
    numbers = [learner.offer(x).number for x in X]
    assert min(learner.waiting) >= numbers[-1] - 5
    report = learner.report()
    assert report.given_up + report.waiting == report.asked == 30
    with pytest.raises(InputError, match="Item 1 does not wait for an answer"):
        learner.tell(1, y[1])


def test_models_of_rivers_kind_need_no_classes_beforehand():
    rng, learner = np.random.default_rng(0), StreamLearner(Counts(), "fixed_uncertainty", budget=0.5)
    for _ in range(100):
        key = int(rng.integers(3))
        offer = learner.offer({"key": key})
        if offer.ask:
            learner.tell(offer.number, "abc"[key])
    assert learner.offer({"key": 2}).prediction == "c"
    assert set(learner.classes) == set("abc")


@pytest.mark.parametrize("name", ["split", "probal", "density_split"])
def test_saved_in_the_middle_it_decides_as_if_nothing_had_happened(tmp_path, name):
    X, y = stream(120)

    def play(learner, rows):
        found = []
        for row in rows:
            offer = learner.offer(X[row])
            found.append((offer.ask, offer.utility))
            if offer.ask and row % 3:
                learner.tell(offer.number, y[row])
        return found

    whole = StreamLearner(GaussianNB(), name, budget=0.3, classes=[0, 1], seed=3)
    first = StreamLearner(GaussianNB(), name, budget=0.3, classes=[0, 1], seed=3)
    expected = play(whole, range(120))
    early = play(first, range(70))
    first.save(tmp_path / "stream.json")
    loaded = StreamLearner.load(tmp_path / "stream.json", first.model)
    assert early + play(loaded, range(70, 120)) == expected
    assert loaded.report() == whole.report()
    np.testing.assert_array_equal(list(loaded.waiting.values()), list(whole.waiting.values()))


def test_a_damaged_file_is_refused(tmp_path):
    path = tmp_path / "stream.json"
    with pytest.raises(DataError, match="cannot be read"):
        StreamLearner.load(path, GaussianNB())
    path.write_text("{}")
    with pytest.raises(DataError, match="is not a saved stream learner"):
        StreamLearner.load(path, GaussianNB())
    path.write_text(json.dumps({"format": "asknext-stream", "version": 1, "strategy": "split"}))
    with pytest.raises(DataError, match="is damaged"):
        StreamLearner.load(path, GaussianNB())


def test_what_cannot_learn_from_a_stream_is_refused():
    with pytest.raises(InputError, match="int cannot learn from a stream"):
        StreamLearner(3)
    with pytest.raises(InputError, match="classes has to name all classes"):
        StreamLearner(GaussianNB())
    learner = StreamLearner(GaussianNB(), "periodic", budget=1.0, classes=[0, 1])
    number = learner.offer([1.0, 2.0]).number
    with pytest.raises(InputError, match="none of the classes"):
        learner.tell(number, 7)
    with pytest.raises(InputError, match="no row of numbers"):
        StreamLearner(Counts(), "probal").offer({"key": "text"})


def elec2(n):
    path = SHARED / "elec2" / "elec.csv.gz"
    if not path.is_file():
        pytest.skip("the electricity data are not here")
    with gzip.open(path, "rt") as file:
        rows = list(csv.DictReader(file))[:n]
    keys = [key for key in rows[0] if key != "class"]
    return np.array([[float(row[key]) for key in keys] for row in rows]), np.array([row["class"] for row in rows])


def outdoor(n):
    folder = SHARED / "drift_outdoor"
    if not folder.is_dir():
        pytest.skip("the outdoor data are not here")
    with gzip.open(folder / "outdoorStream.data.gz", "rt") as file:
        X = np.loadtxt(file)
    return X[:n], np.loadtxt(folder / "outdoorStream.labels").astype(int)[:n]


class Softmax:
    """Logistic regression by gradient steps, of river's kind and quick."""

    def __init__(self, classes, width, rate=0.1):
        self.classes, self.weights, self.rate = classes, np.zeros((width + 1, len(classes))), rate

    def _proba(self, item):
        scores = np.append(item, 1.0) @ self.weights
        shares = np.exp(scores - scores.max())
        return shares / shares.sum()

    def predict_proba_one(self, item):
        return dict(zip(self.classes, self._proba(item).tolist(), strict=True))

    def learn_one(self, item, label):
        error = self._proba(item) - (np.array(self.classes) == label)
        self.weights -= self.rate * np.outer(np.append(item, 1.0), error)


def played(strategy, X, y, budget, seed=0):
    """The share of right predictions, each before its label, and the report."""
    classes = sorted(set(y.tolist()))
    learner = StreamLearner(Softmax(classes, X.shape[1]), strategy, budget=budget, classes=classes, seed=seed)
    X, right = (X - X.mean(axis=0)) / X.std(axis=0), 0
    for x, label in zip(X, y.tolist(), strict=True):
        offer = learner.offer(x)
        right += offer.prediction == label
        if offer.ask:
            learner.tell(offer.number, label)
        assert learner.report().asked <= learner.report().most
    return right / len(y), learner.report()


@pytest.mark.parametrize("data", [elec2, outdoor])
def test_on_drifting_streams_the_budget_is_kept_and_used(data):
    X, y = data(2000)
    for strategy in ("stream_random", "variable_uncertainty", "split"):
        _, report = played(strategy, X, y, 0.1)
        assert 0.07 <= report.spent <= 0.13


def test_uncertainty_beats_random_on_many_classes_at_the_same_budget():
    X, y = outdoor(2000)
    by_chance = np.mean([played("stream_random", X, y, 0.2, seed)[0] for seed in range(3)])
    assert played("variable_uncertainty", X, y, 0.2)[0] > by_chance
