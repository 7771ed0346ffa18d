"""Ask, tell, undo, relabel, ignore: on any content, with any classifier, and nothing half done."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_digits
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

from asknext.errors import InputError, MissingInput, PoolExhausted, UnknownName
from asknext.loop import ActiveLearner
from asknext.pool import Pool

rng = np.random.default_rng(0)
X = rng.normal(size=(80, 4))
Y = np.where(X[:, 0] + X[:, 1] > 0, "yes", "no")


def play(learner, answer, rounds=4, n=5):
    for _ in range(rounds):
        batch = learner.ask(n)
        learner.tell(batch, answer(batch.indices))
    return learner


def started(strategy="margin", **more):
    learner = ActiveLearner(GaussianNB(), X, strategy, embeddings=X, **more)
    learner.tell(np.arange(12), Y[:12])
    return learner


# ------------------------------------------------------------------ content and models


def frame():
    table = pd.DataFrame(X, columns=list("abcd"))
    table["kind"] = np.where(X[:, 0] > 0, "warm", "cold")
    return table


texts = [f"{'good' if y == 'yes' else 'bad'} film number {i % 7}" for i, y in enumerate(Y)]
mixed = make_pipeline(
    make_column_transformer((OneHotEncoder(), ["kind"]), (StandardScaler(), ["a", "b", "c"])), LogisticRegression()
)
holed = np.where(rng.random(X.shape) < 0.1, np.nan, X)


@pytest.mark.parametrize(
    ("model", "content"),
    [
        (GaussianNB(), X),
        (make_pipeline(StandardScaler(), LogisticRegression()), X.astype(np.float32)),
        (mixed, frame()),
        (LogisticRegression(), csr_matrix(X)),
        (make_pipeline(TfidfVectorizer(), LogisticRegression()), texts),
        (make_pipeline(TfidfVectorizer(), LogisticRegression()), pd.Series(texts)),
        (HistGradientBoostingClassifier(max_iter=5, min_samples_leaf=2), holed),
        (DecisionTreeClassifier(), X.tolist()),
    ],
    ids=["array", "pipeline", "DataFrame", "sparse", "texts", "Series", "NaN", "lists"],
)
@pytest.mark.parametrize("strategy", ["margin", "auto"])
def test_content_of_any_kind_with_any_classifier_as_it_is(model, content, strategy):
    embeddings = X.astype(np.float32)
    learner = play(ActiveLearner(model, content, strategy, embeddings=embeddings), lambda rows: Y[rows], rounds=5)
    assert len(learner.labels) == 25
    assert np.mean(learner.predict() == Y) > 0.7


def test_embeddings_are_made_when_none_are_given():
    learner = play(ActiveLearner(None, texts, seed=1), lambda rows: Y[rows], rounds=3)
    assert np.mean(learner.predict() == Y) > 0.95


def test_the_default_model_learns_on_embeddings():
    X10, y10 = load_digits(return_X_y=True)
    pool = Pool(X10[:300], embeddings=X10[:300].astype(np.float32))
    test = (X10[300:600], y10[300:600])
    learner = play(ActiveLearner(None, pool, "auto", test=test), lambda rows: y10[rows], 8, 15)
    learner.fit()
    assert learner.history[-1].scores["accuracy"] > 0.75
    low, high = learner.history[-1].intervals["accuracy"]
    assert low < learner.history[-1].scores["accuracy"] < high


class Broken(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        raise RuntimeError("the user's own bug")


def test_an_error_in_the_users_fit_reaches_the_user():
    learner = ActiveLearner(Broken(), X, "margin", embeddings=X)
    learner.tell(range(12), Y[:12])
    with pytest.raises(RuntimeError, match="the user's own bug"):
        learner.ask(1)


def test_an_error_in_the_users_fit_reaches_the_user_with_labels_of_one_class():
    learner = ActiveLearner(Broken(), X, "kmeans", embeddings=X)
    learner.tell(range(8), ["yes"] * 8)
    with pytest.raises(RuntimeError, match="the user's own bug"):
        learner.ask(1)


def test_the_users_model_is_never_changed():
    model = LogisticRegression()
    ActiveLearner(model, X, "margin", labels=Y).fit()
    assert not hasattr(model, "coef_")


# ------------------------------------------------------------------ classes


def test_a_class_first_seen_in_the_middle():
    learner = started()
    learner.ask(1)
    learner.tell([20, 21, 22], ["perhaps"] * 3)
    assert learner.classes == ["no", "yes", "perhaps"]
    assert learner.predict_proba().shape == (80, 3)
    assert len(learner.ask(4)) == 4


def test_one_class_only():
    learner = ActiveLearner(LogisticRegression(), X, "margin", cold_start=False)
    learner.tell([0, 1], ["a", "a"])
    assert len(learner.ask(5)) == 5
    assert set(learner.predict()) == {"a"}
    assert learner.history[-1].predictions is None


@pytest.mark.parametrize("classes", [[True, False], [3, 7], [1.0, 2.0], ["ü", "é"]])
def test_labels_of_any_plain_kind(classes):
    answers = np.array(classes)[(X[:, 0] > 0).astype(int)]
    learner = play(ActiveLearner(GaussianNB(), X, "entropy", embeddings=X), lambda rows: answers[rows])
    assert np.mean(learner.predict() == answers) > 0.7
    assert all(type(label) is type(classes[0]) for label in learner.labels.values())


def test_given_classes_are_all_there_are():
    learner = started(classes=["yes", "no", "never"])
    assert learner.predict_proba().shape == (80, 3)
    with pytest.raises(UnknownName, match="Did you mean 'never'"):
        learner.tell([30], ["neverr"])


def test_cold_start_spreads_until_each_class_has_been_seen_or_the_limit():
    answers = np.where(np.arange(80) == 79, "rare", "common")
    learner = ActiveLearner(GaussianNB(), X, "margin", embeddings=X, cold_start=15)
    seen = []
    for _ in range(6):
        batch = learner.ask(5)
        seen.append(len(learner.history))
        learner.tell(batch, answers[batch.indices])
    assert seen == [0, 0, 0, 1, 2, 3], "no model is needed before the limit of 15 labels"


# ------------------------------------------------------------------ multi-label

TAGS = [{name for name, x in zip("pqr", row, strict=False) if x > 0.3} for row in X]
MATRIX = np.array([[name in tags for name in "pqr"] for tags in TAGS]).astype(int)


@pytest.mark.parametrize(
    "answer",
    [
        lambda rows: [TAGS[row] for row in rows],
        lambda rows: [sorted(TAGS[row]) for row in rows],
        lambda rows: MATRIX[rows],
        lambda rows: MATRIX[rows].tolist(),
        lambda rows: csr_matrix(MATRIX[rows]),
        lambda rows: pd.DataFrame(MATRIX[rows], columns=list("pqr")),
    ],
    ids=["sets", "lists", "matrix", "lists of 0 and 1", "sparse", "DataFrame"],
)
@pytest.mark.parametrize("model", [OneVsRestClassifier(LogisticRegression()), RandomForestClassifier(5), None], ids=str)
def test_several_labels_an_item_in_any_form(answer, model):
    learner = ActiveLearner(model, X, "mean_entropy", classes="pqr", embeddings=X, multilabel=True)
    play(learner, answer, rounds=6, n=8)
    assert learner.labels[int(learner.labelled[0])] == tuple(sorted(TAGS[learner.labelled[0]]))
    right = [found == true for found, true in zip(learner.predict(), TAGS, strict=True)]
    assert np.mean(right) > 0.5


def test_multi_label_is_told_by_the_first_labels_and_new_labels_join():
    learner = ActiveLearner(OneVsRestClassifier(LogisticRegression()), X, "mean_entropy", embeddings=X)
    learner.tell(range(20), TAGS[:20])
    learner.ask(2)
    learner.tell([20, 21], [{"new"}, set()])
    assert learner.classes == ["p", "q", "r", "new"]
    assert learner.predict_proba().shape == (80, 4)
    with pytest.raises(InputError, match="a set or list of classes"):
        learner.tell([30], ["p"])


def test_a_matrix_names_its_columns_by_number_where_no_classes_are_known():
    learner = ActiveLearner(None, X, "mean_entropy", embeddings=X)
    learner.tell(range(20), MATRIX[:20])
    assert learner.classes == [0, 1, 2]


@pytest.mark.parametrize("form", [list, np.ndarray.tolist, np.asarray], ids=["rows", "lists", "matrix"])
def test_a_matrix_told_row_by_row_is_the_same_as_the_matrix(form):
    learner = ActiveLearner(None, X, "mean_entropy", embeddings=X)
    play(learner, lambda rows: form(MATRIX[rows]), rounds=4, n=6)
    assert learner.classes == [0, 1, 2]
    assert learner.labels == {row: tuple(np.flatnonzero(MATRIX[row])) for row in learner.labelled.tolist()}


# ------------------------------------------------------------------ asking


def test_asking_changes_nothing():
    learner = started()
    first, second = learner.ask(5), learner.ask(5)
    np.testing.assert_array_equal(first.indices, second.indices)
    assert len(first.reasons) == 5


def test_what_is_labelled_ignored_or_excluded_is_not_asked():
    learner = started()
    learner.ignore([40, 41])
    asked = learner.ask(100, allow_fewer=True, exclude=[50])
    assert len(asked) == 80 - 12 - 2 - 1
    assert not {*range(12), 40, 41, 50} & set(asked.indices.tolist())


def test_nothing_left():
    learner = started()
    with pytest.raises(PoolExhausted, match=r"69 items were asked for, but only 68 are left .*allow_fewer=True"):
        learner.ask(69)
    with pytest.raises(PoolExhausted, match="only 67"):
        learner.ask(68, exclude=[20])
    assert len(learner.ask(68)) == len(learner.ask(69, allow_fewer=True)) == 68
    learner.ignore(np.arange(12, 80))
    with pytest.raises(PoolExhausted, match="Nothing is left"):
        learner.ask(1)


def test_predicting_without_labels():
    with pytest.raises(MissingInput, match="no label to learn from"):
        ActiveLearner(GaussianNB(), X).predict()


class Counting(GaussianNB):
    fits = 0

    def fit(self, X, y):
        Counting.fits += 1
        return super().fit(X, y)


def test_it_refits_only_where_labels_changed():
    Counting.fits = 0
    learner = ActiveLearner(Counting(), X, "margin", embeddings=X, labels=np.where(np.arange(80) < 12, Y, None))
    for call in (learner.ask, learner.ask, learner.predict, learner.fit, lambda: learner.ignore(70), learner.ask):
        call()
    assert Counting.fits == 1
    learner.tell([60], [Y[60]])
    learner.ask()
    assert Counting.fits == 2


# ------------------------------------------------------------------ telling


def test_part_of_a_batch_may_stay_unanswered():
    learner = started()
    batch = learner.ask(4)
    learner.tell(batch, ["yes", None, np.nan, "no"])
    assert len(learner.labels) == 14
    assert int(batch.indices[1]) in learner.available


def test_rows_that_were_never_asked_may_be_told():
    learner = started()
    learner.tell([77], ["yes"])
    assert learner.labels[77] == "yes"


@pytest.mark.parametrize(
    ("rows", "labels", "message"),
    [
        ([20, 21], ["yes"], "1 labels for 2 items"),
        ([20, 80], ["yes", "no"], "Row 80 is not in the pool, which has rows 0 to 79"),
        ([20, -1], ["yes", "no"], "Row -1 is not in the pool"),
        ([20, 20], ["yes", "no"], "Row 20 occurs 2 times"),
        ([20, 3], ["yes", "no"], r"Row 3 has the label .* already. Use relabel\(3"),
        ([20, 79], ["yes", "no"], "Row 79 is ignored"),
        ([20, 21], ["yes", {"no"}], "exactly one class"),
        ([20, 21], ["yes", 1j], "A class is a text, a number"),
        ([20.5, 21], ["yes", "no"], "Rows are a batch or a list of row numbers"),
        ([20], "yes", "sequence with one entry an item"),
    ],
)
def test_a_wrong_tell_is_refused_whole(rows, labels, message):
    learner = started()
    learner.ignore(79)
    before = learner.labels
    with pytest.raises(InputError, match=message):
        learner.tell(rows, labels)
    assert learner.labels == before
    assert learner.classes == ["no", "yes"]


def test_relabel_changes_and_needs_a_label_to_change():
    learner = started()
    learner.relabel(0, "no")
    learner.relabel([1, 2], ["no", "no"])
    assert [learner.labels[row] for row in (0, 1, 2)] == ["no"] * 3
    with pytest.raises(InputError, match="Row 60 has no label to change"):
        learner.relabel([0, 60], ["yes", "yes"])
    assert learner.labels[0] == "no"


def test_undo_of_any_depth_leads_back_to_the_same_question():
    learner = started()
    asked = [learner.ask(3).indices]
    learner.tell(asked[0], Y[asked[0]])
    asked.append(learner.ask(3).indices)
    learner.relabel(0, "no" if Y[0] == "yes" else "yes")
    learner.ignore(asked[1])
    learner.ask(3)
    learner.undo(2)
    np.testing.assert_array_equal(learner.ask(3).indices, asked[1])
    learner.undo()
    np.testing.assert_array_equal(learner.ask(3).indices, asked[0])
    assert len(learner.history) == 1
    with pytest.raises(InputError, match="2 steps cannot be undone: 1 actions"):
        learner.undo(2)


def test_labels_given_at_the_start_are_not_undone():
    learner = ActiveLearner(GaussianNB(), Pool(X, labels=list(Y[:10]) + [None] * 70))
    assert len(learner.labels) == 10
    with pytest.raises(InputError, match="0 actions"):
        learner.undo()


# ------------------------------------------------------------------ history and advice


def test_history_and_advice_speak():
    learner = ActiveLearner(
        GaussianNB(),
        X,
        "margin",
        embeddings=X,
        test=(X, Y),
        metrics=["accuracy", "log_loss"],
        price=0.5,
        stopping=[{"name": "budget", "labels": 20}, {"name": "target_metric", "value": 0.99}],
    )
    play(learner, lambda rows: Y[rows], rounds=4)
    learner.fit()
    last = learner.history[-1]
    assert (last.labels, last.cost, last.remaining) == (20, 10.0, 60)
    assert set(last.scores) == {"accuracy", "log_loss"}
    assert learner.verdicts[0].stop is True
    assert learner.advice[0] == "Stop. The budget is used up: 20 of 20 labels."
    assert [each.labels for each in learner.history] == sorted({each.labels for each in learner.history})


@pytest.mark.parametrize("seed", [-1, 1.5, True, "1"])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(InputError, match="whole number of at least 0"):
        ActiveLearner(GaussianNB(), X, seed=seed)


def test_embeddings_of_another_length():
    with pytest.raises(InputError, match=r"expected \(80, d\)"):
        ActiveLearner(GaussianNB(), X, embeddings=X[:5])


def test_test_data_without_a_label():
    with pytest.raises(InputError, match="Every item of the test data needs a label"):
        ActiveLearner(GaussianNB(), X, test=(X[:2], ["yes", None]))


@pytest.mark.parametrize("name", ["cost_aware", "skilled_annotator", "informed_inlier"])
def test_a_strategy_that_cannot_be_used_is_refused_in_the_first_round(name):
    """The cold start would go on for ever, and nobody would see that another strategy was asked for."""
    learner = ActiveLearner(LogisticRegression(), X, name, embeddings=X)
    with pytest.raises(InputError, match=f"'{name}' (needs|looks at)"):
        learner.ask(3)


@pytest.mark.parametrize("name", ["cvirs", "mmc", "adaptive", "label_cardinality_inconsistency", "audi"])
def test_named_labels_of_several_are_the_same_to_a_strategy_as_a_matrix(name):
    classes, matrix = ["ocean", "beach", "city"], np.random.default_rng(1).random((12, 3)) < 0.5
    asked = []
    for labels in (matrix.astype(int), [[classes[at] for at in np.flatnonzero(row)] for row in matrix]):
        learner = ActiveLearner(None, X, name, classes=classes, embeddings=X, task="multi_label")
        learner.tell(range(12), labels)
        asked.append(learner.ask(5))
    np.testing.assert_array_equal(asked[0].indices, asked[1].indices)
    assert np.isfinite(asked[0].scores).all()
    if name == "audi":
        assert f"Does label {classes[asked[0].targets[0]]!r} hold?" in asked[0].reasons[0]
