"""Models from a study: built, named, checked before anything runs."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC
from tests.lab.data_of import data_of

from asknext.errors import InputError, UnknownName
from asknext.lab.calibrated_model import CalibratedModel
from asknext.lab.committee_model import CommitteeModel, members_of
from asknext.lab.models import build_model, is_warm, model_content, model_name, study_committee
from asknext.models import CalibratedLogisticRegression
from asknext.models.fitting import fit_model


def test_estimators_go_by_either_name_with_their_parameters():
    for name in ("logistic_regression", "LogisticRegression"):
        model = build_model({"name": name, "parameters": {"C": 3.0}})
        assert isinstance(model, LogisticRegression)
        assert model.C == 3.0
    assert isinstance(build_model("ridge"), Ridge)
    assert isinstance(build_model("svc"), SVC)


def test_the_default_model_fits_the_task():
    assert isinstance(build_model("default"), CalibratedLogisticRegression)
    assert build_model("default").random_state is None
    assert build_model("default", multilabel=True).multilabel
    assert hasattr(build_model("default", numbers=True).fit(np.eye(3), [1.0, 2.0, 3.0]), "predict")


def test_parts_stack_up():
    model = build_model({"name": "svc", "scale": "standard", "calibrated": "sigmoid", "folds": 2})
    assert isinstance(model, Pipeline)
    assert isinstance(model[-1], CalibratedModel)
    assert (model[-1].method, model[-1].folds) == ("sigmoid", 2)
    several = build_model({"name": "logistic_regression", "one_vs_rest": True})
    y = np.array([[0, 1], [1, 0], [1, 1], [0, 0]])
    assert several.fit(np.eye(4), y).predict_proba(np.eye(4)).shape == (4, 2)


def test_an_object_is_taken_as_it_is():
    model = LogisticRegression()
    assert build_model(model) is model
    assert study_committee(model) == 5
    with pytest.raises(InputError, match="model is 3"):
        build_model(3)


def test_a_committee_has_so_many_members_of_the_models_named():
    own = build_model({"name": "gaussian_nb", "committee": {"size": 3, "bootstrap": True}})
    assert isinstance(own, CommitteeModel)
    assert (len(own.members), own.bootstrap) == (3, True)
    of = [{"name": "svc"}, "gaussian_nb"]
    mixed = build_model({"name": "committee", "committee": {"of": of}} | {"name": "gaussian_nb"})
    assert [type(each).__name__ for each in mixed.members] == ["SVC", "GaussianNB"]
    assert study_committee({"name": "gaussian_nb", "committee": 4}) is members_of
    assert study_committee("gaussian_nb") == 5


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("logistic_regresion", "'logistic_regression'"),
        (
            {"name": "svc", "parameters": {"gama": 1}},
            "in model.parameters. Did you mean 'gamma'",
        ),
        ({"name": "svc", "parameters": {"C": -1}}, "model.parameters: The 'C' parameter of SVC must be"),
        ({"name": "svc", "parameters": {"kernel": "rbff"}}, "model.parameters: The 'kernel' parameter"),
        ({"name": "voting_classifier"}, "made of other estimators"),
        ({"name": "os.system"}, "no model 'os.system'"),
        ({"nam": "svc"}, "'name'"),
        ({"name": "default", "parameters": {"C": 1}}, "taken as it is"),
        ({"name": "ridge", "calibrated": "sigmoid"}, "for classifiers"),
        ({"name": "svc", "calibrated": "platt"}, "no calibrated 'platt'"),
        ({"name": "svc", "scale": "log"}, "no scale 'log'"),
        ({"name": "random_forest_classifier", "warm_start": True}, "step by step"),
        ({"name": "svc", "warm_start": True}, "no parameter of svc 'warm_start'"),
        ({"name": "sgd_classifier", "warm_start": True, "scale": "standard"}, "scale the data set"),
        ({"name": "svc", "committee": {"size": 1}}, "model.committee.size is 1"),
        ({"name": "svc", "committee": {"size": 3, "of": ["svc", "svc"]}}, "list of 3 models"),
        ({"name": "svc", "on": "pixels"}, "no on 'pixels'"),
    ],
)
def test_what_cannot_be_is_told_before_running(spec, told):
    with pytest.raises(InputError, match=told):
        build_model(spec)


def test_texts_and_the_default_model_go_by_embeddings():
    numbers = data_of(list("ab"))
    assert model_content("svc", numbers) is numbers.content
    assert model_content("default", numbers) is numbers.embeddings
    assert model_content({"name": "svc", "on": "embeddings"}, numbers) is numbers.embeddings
    texts = data_of(list("ab"))
    object.__setattr__(texts, "content", ["one", "two"])
    assert model_content("svc", texts) is texts.embeddings
    assert model_content({"name": "svc", "on": "content"}, texts) == ["one", "two"]
    with pytest.raises(InputError, match=r"has none: give data\.embeddings"):
        model_content("default", data_of(list("ab"), embeddings=False))


def test_models_are_shown_by_what_was_set():
    assert model_name("svc") == "svc"
    assert model_name({"name": "svc", "parameters": {"C": 2}, "scale": "standard"}) == "svc(C=2) scale=standard"
    assert model_name({"name": "svc", "title": "machine"}) == "machine"


def test_seeds_come_from_the_run_alone():
    X, y = np.random.default_rng(0).normal(size=(40, 3)), np.arange(40) % 2
    model = build_model(
        {"name": "random_forest_classifier", "parameters": {"n_estimators": 5}, "calibrated": "isotonic"}
    )
    first, again, other = (fit_model(clone(model), X, y, seed).predict_proba(X) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_only_a_warm_model_depends_on_the_round_before():
    assert is_warm(build_model({"name": "logistic_regression", "warm_start": True}))
    assert not is_warm(build_model("logistic_regression"))


def test_a_name_that_is_none_is_unknown():
    with pytest.raises(UnknownName):
        build_model("AgglomerativeClustering")
