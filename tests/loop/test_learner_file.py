"""A saved and loaded learner goes on exactly as if it had never stopped; other people's files are refused."""

import contextlib
import json
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB

from asknext.errors import AsknextError, DataError, InputError
from asknext.loop import ActiveLearner

rng = np.random.default_rng(1)
X = rng.normal(size=(60, 3))
E = X.astype(np.float32)
Y = np.array(["a", "b", "c"])[np.argmax(X, axis=1)]
TAGS = [{name for name, x in zip("pq", row, strict=False) if x > 0} for row in X]

SETUPS = [
    (GaussianNB(), "margin", Y),
    (RandomForestClassifier(5), "entropy", Y),
    (None, "auto", Y),
    (LogisticRegression(max_iter=20, tol=0.01), "weighted_kmeans", Y),
    (None, {"name": "mean_entropy"}, TAGS),
    (OneVsRestClassifier(GaussianNB()), "auto", TAGS),
    (GaussianNB(), "random", Y),
    (GaussianNB(), "k_center_greedy", Y),
]


def step(learner, answers, number):
    """One action that depends on the state and ``number`` alone; returns what was asked."""
    asked = learner.ask(3).indices
    if number % 5 == 3 and learner.labels:
        learner.relabel(min(learner.labels), answers[7])
    elif number % 5 == 4:
        learner.ignore(asked[:1])
    elif number % 7 == 6:
        learner.undo()
    else:
        learner.tell(asked, [answers[row] for row in asked])
    return asked.tolist()


@given(
    setup=st.sampled_from(range(len(SETUPS))),
    seed=st.integers(0, 1000),
    breaks=st.sets(st.integers(0, 8), min_size=1, max_size=4),
)
@settings(max_examples=20, deadline=None)
def test_a_resumed_learner_asks_exactly_what_the_uninterrupted_one_asks(tmp_path_factory, setup, seed, breaks):
    model, strategy, answers = SETUPS[setup]
    folder = tmp_path_factory.mktemp("learner")
    straight = ActiveLearner(model, X, strategy, seed=seed, embeddings=E)
    broken = ActiveLearner(model, X, strategy, seed=seed, embeddings=E)
    for number in range(9):
        if number in breaks:
            broken.save(folder)
            broken = ActiveLearner.load(folder, model, X, embeddings=E)
        assert step(broken, answers, number) == step(straight, answers, number)
    assert broken.labels == straight.labels
    assert broken.advice == straight.advice
    assert [each.labels for each in broken.history] == [each.labels for each in straight.history]
    np.testing.assert_array_equal(broken.predict_proba(), straight.predict_proba())


def saved(folder, **more):
    learner = ActiveLearner(GaussianNB(), X, "margin", embeddings=E, **more)
    learner.tell(range(12), Y[:12])
    learner.ask(2)
    learner.tell([30], [Y[30]])
    learner.ask(2)
    learner.save(folder)
    return learner


def load(folder, content=X, **more):
    return ActiveLearner.load(folder, GaussianNB(), content, embeddings=E, **more)


def test_the_format_is_open(tmp_path):
    saved(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names[0] == "learner.json"
    plain = json.loads((tmp_path / "learner.json").read_text())
    assert (plain["format"], plain["version"], plain["classes"]) == ("asknext-learner", 1, ["a", "b", "c"])
    assert plain["actions"][1]["after"] == [[30, Y[30]]]
    table = np.load(tmp_path / plain["predictions"], allow_pickle=False)
    assert table.shape == (2, 60)


def test_what_was_given_at_the_start_comes_back(tmp_path):
    saved(tmp_path, seed=5, classes="abcd", price=2.0, test=(X, Y), stopping=[{"name": "budget", "labels": 13}])
    learner = load(tmp_path, test=(X, Y))
    assert learner.classes == list("abcd")
    assert learner.verdicts[0].stop is True
    learner.tell([40], ["d"])
    learner.fit()
    assert set(learner.history[-1].scores) == {"accuracy"}
    assert learner.history[-1].cost == 28.0


def test_saving_again_leaves_one_array(tmp_path):
    learner = saved(tmp_path)
    learner.tell([31], ["a"])
    learner.ask(1)
    learner.save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_undo_goes_on_after_loading(tmp_path):
    saved(tmp_path)
    learner = load(tmp_path)
    learner.undo(2)
    assert learner.labels == {}


def test_how_several_labels_came_is_remembered(tmp_path):
    learner = ActiveLearner(None, X, "mean_entropy", embeddings=E)
    learner.tell([0, 1], [[1, 1], [0, 1]])
    learner.save(tmp_path)
    again = ActiveLearner.load(tmp_path, None, X, embeddings=E)
    again.tell([2], [[0, 1]])
    assert again.labels[2] == (1,)


def test_another_pool_is_refused(tmp_path):
    saved(tmp_path)
    other = X.copy()
    other[59, 2] += 1e-9
    with pytest.raises(InputError, match="belongs to another pool"):
        load(tmp_path, other)
    with pytest.raises(DataError, match="a pool of 60 items, not 10"):
        ActiveLearner.load(tmp_path, GaussianNB(), X[:10])


def test_a_crash_while_saving_leaves_the_state_before(tmp_path, monkeypatch):
    learner = saved(tmp_path)
    learner.tell([31], ["a"])
    learner.ask(1)

    def crash(source, target):
        if str(target).endswith("learner.json"):
            raise OSError("power cut")
        return os.rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", crash)
        with pytest.raises(OSError, match="power cut"):
            learner.save(tmp_path)
    assert 31 not in load(tmp_path).labels


def test_there_is_no_learner(tmp_path):
    with pytest.raises(DataError, match="no saved learner"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a saved learner"),
        ('{"format": "other"}', "is not a saved learner"),
        ('{"format": "asknext-learner", "version": 99}', "has version 99; this release reads version 1"),
        ('{"format": "asknext-learner", "version": 1}', "is damaged: KeyError: 'n'"),
        ("\x80\x04K\x01.", "is not"),
    ],
)
def test_foreign_files(tmp_path, text, message):
    (tmp_path / "learner.json").write_text(text)
    with pytest.raises(DataError, match=message):
        load(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": "1"}, "seed: expected int, found str"),
        ({"form": "rows"}, "form: expected matrix, lists or null"),
        ({"seed": True}, "seed: expected int, found bool"),
        ({"classes": [["a"]]}, "expected str or int or float or bool, found list"),
        ({"actions": [{"kind": "rm"}]}, "unknown action 'rm'"),
        ({"actions": [{"kind": "tell", "before": [], "after": [[60, "a"]], "ignored": [], "rounds": 0}]}, "row 60"),
        ({"actions": [{"kind": "tell", "before": [], "after": [[1]], "ignored": [], "rounds": 0}]}, "is damaged"),
        ({"actions": [{"kind": "tell", "before": [[1, "a"]], "after": [], "ignored": [], "rounds": 0}]}, "contradict"),
        ({"actions": [{"kind": "tell", "before": [], "after": [], "ignored": [], "rounds": -1}]}, "at least 0"),
        ({"rounds": []}, "more predictions than rounds"),
        ({"predictions": None}, "fewer predictions than rounds"),
        ({"predictions": "../../etc/passwd"}, "is not the name of an array file"),
        ({"predictions": "predictions-" + "0" * 32 + ".npy"}, "cannot be read"),
        ({"strategy": {"name": "margn"}}, "Did you mean 'margin'"),
        ({"rules": [{"name": "budget", "labels": 5, "x": 1}]}, "no parameter of stopping rule 'budget' 'x'"),
    ],
)
def test_damaged_files(tmp_path, change, message):
    saved(tmp_path)
    path = tmp_path / "learner.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(AsknextError, match=message):
        load(tmp_path)


def test_a_pickle_in_place_of_the_array_is_not_opened(tmp_path):
    saved(tmp_path)
    array = next(tmp_path.glob("predictions-*.npy"))
    np.save(array, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(DataError, match="is damaged"):
        load(tmp_path)


def test_a_header_that_claims_more_than_the_file_holds(tmp_path):
    saved(tmp_path)
    array = next(tmp_path.glob("predictions-*.npy"))
    data = array.read_bytes()
    array.write_bytes(data[:-8])
    with pytest.raises(DataError, match="is damaged"):
        load(tmp_path)


@given(place=st.floats(0, 1, exclude_max=True), value=st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_any_change_of_a_byte_loads_or_is_refused_clearly(tmp_path_factory, place, value):
    folder = tmp_path_factory.mktemp("learner")
    saved(folder)
    path = folder / "learner.json"
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] = value
    path.write_bytes(bytes(content))
    with contextlib.suppress(AsknextError):
        load(folder)
