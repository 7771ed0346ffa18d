"""`build_model`: the model of a cell, from a study."""

from __future__ import annotations

from typing import Any

from asknext.errors import InputError
from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.estimators import scikit_estimator
from asknext.lab.settings import Settings
from asknext.models.committee import Committee

__all__ = ["build_model", "checked_estimator", "is_warm", "model_content", "model_name", "study_committee"]

_KEYS = ("name", "title", "parameters", "scale", "calibrated", "folds", "warm_start", "committee", "on", "one_vs_rest")
_COMMITTEE = ("size", "of", "bootstrap")
_SCALERS = {"standard": "StandardScaler", "minmax": "MinMaxScaler", "unit": "Normalizer"}
_SIZE = 5


def build_model(spec: Any, where: str = "model", *, multilabel: bool = False, numbers: bool = False) -> Any:
    """An unfitted estimator; every random state is left at None, for the run to fill in.

    Parameters
    ----------
    spec : ``"default"`` (the calibrated logistic regression over the embeddings), the name of a classifier or regressor
        of scikit-learn (``"logistic_regression"``, ``"LogisticRegression"``), a mapping, or an unfitted estimator, the
        only way to bring one from elsewhere, e.g. a torch network through skorch. A mapping has ``name`` and

        - ``parameters`` : of the estimator.
        - ``scale`` : ``standard``, ``minmax`` or ``unit``, a first step fitted on the labelled rows.
        - ``calibrated`` : ``sigmoid`` or ``isotonic``, by cross-validation in ``folds`` (3), as soon as every class has
          that many labels.
        - ``warm_start`` : true: each round's fit goes on from that of the round before.
        - ``committee`` : ``{size, of, bootstrap}``: the mean of so many models, each fitted on all labels, or on a
          bootstrap sample; strategies of committees then look at its members. ``of``: a model or a list of models;
          default: this one.
        - ``one_vs_rest`` : true: one such model a class, for items of several classes.
        - ``on`` : ``content`` or ``embeddings``, what it learns from (see `model_content`).
        - ``title`` : as it is shown.
    where : what to call the spec in messages.
    multilabel, numbers : of the data set, for the default model.

    Raises
    ------
    InputError, UnknownName : names the key.
    """
    if not isinstance(spec, str | dict):
        return checked_estimator(spec, where)
    given = _settings(spec, where)
    model = _named(given, multilabel, numbers)
    model = _calibrated(model, given)
    model = _warm(model, given)
    model = _scaled(model, given)
    model = _one_vs_rest(model, given)
    return _committee(model, given, multilabel, numbers)


def study_committee(spec: Any, where: str = "model") -> Committee:
    """Who disagrees, for strategies of committees: the members of the model where it is a committee, else five copies
    of it, each fitted on a bootstrap sample.
    """
    from asknext.lab.committee_model import CommitteeModel, members_of

    if isinstance(spec, dict) and spec.get("committee") is not None:
        return members_of
    return members_of if isinstance(spec, CommitteeModel) else _SIZE


def model_content(spec: Any, data: DataSet) -> Any:
    """The rows a model learns from: the embeddings for the default model and for texts, else the content; or what
    ``on`` says.

    Raises
    ------
    InputError : embeddings are wanted and the data set has none.
    """
    own = spec.get("on") if isinstance(spec, dict) else None
    name = spec.get("name") if isinstance(spec, dict) else spec
    wanted = own or ("embeddings" if name == "default" or isinstance(data.content, list) else "content")
    if wanted == "content":
        return data.content
    if data.embeddings is None:
        raise InputError(
            f"The model {model_name(spec)} learns from embeddings, and {data.name!r} has none: give data.embeddings."
        )
    return data.embeddings


def model_name(spec: Any) -> str:
    """As it is shown: its title, or its name with what was set."""
    if isinstance(spec, str):
        return spec
    if not isinstance(spec, dict):
        return " ".join(str(spec).split())
    if spec.get("title"):
        return str(spec["title"])
    parameters = ", ".join(f"{key}={value}" for key, value in (spec.get("parameters") or {}).items())
    further = ", ".join(f"{key}={spec[key]}" for key in _KEYS[3:] if spec.get(key) is not None)
    return str(spec.get("name")) + (f"({parameters})" if parameters else "") + (f" {further}" if further else "")


def is_warm(model: Any) -> bool:
    """Whether a round's model depends on the model of the round before."""
    from asknext.lab.warm_model import WarmModel

    return isinstance(model, WarmModel)


def checked_estimator(spec: Any, where: str) -> Any:
    """An unfitted estimator as it is; raises `InputError` where it is none."""
    if hasattr(spec, "fit") and hasattr(spec, "get_params"):
        return spec
    raise InputError(f"{where} is {spec!r}, but must be a name, a mapping with a name, or an unfitted estimator.")


def _settings(spec: Any, where: str) -> Settings:
    given = Settings({"name": spec} if isinstance(spec, str) else spec, where)
    given.only(_KEYS)
    given.text("title", None)
    given.choice("on", ("content", "embeddings"), None)
    return given


def _named(given: Settings, multilabel: bool, numbers: bool) -> Any:
    name = given.text("name")
    parameters = Settings(given.values.get("parameters") or {}, f"{given.where}.parameters").values
    if name != "default":
        return scikit_estimator(name, {**parameters, **_warm_parameter(given)}, given.where)
    if parameters or "scale" in given:
        raise InputError(f"{given.where}: the default model is taken as it is, with no parameters and no scale.")
    if numbers:
        from asknext.models.numbers import default_regressor

        return default_regressor()
    from asknext.models.default import default_model

    return default_model(multilabel).set_params(random_state=None)


def _warm_parameter(given: Settings) -> dict[str, bool]:
    return {"warm_start": True} if given.flag("warm_start", False) else {}


def _calibrated(model: Any, given: Settings) -> Any:
    method = given.choice("calibrated", ("sigmoid", "isotonic"), None)
    folds = given.whole("folds", 3, low=2)
    if method is None:
        return model
    from sklearn.base import is_classifier

    from asknext.lab.calibrated_model import CalibratedModel

    if not is_classifier(model) or "warm_start" in given:
        raise given.wrong("calibrated", "left out: it is for classifiers that are refitted in each round")
    return CalibratedModel(model, method, folds)


def _warm(model: Any, given: Settings) -> Any:
    if not given.flag("warm_start", False):
        return model
    from sklearn.base import is_classifier

    from asknext.lab.warm_model import WarmModel

    if not is_classifier(model) or "n_estimators" in model.get_params() or "max_leaf_nodes" in model.get_params():
        raise given.wrong("warm_start", "left out: only classifiers that improve step by step go on from before")
    return WarmModel(model)


def _scaled(model: Any, given: Settings) -> Any:
    how = given.choice("scale", tuple(_SCALERS), None)
    if how is None:
        return model
    if "warm_start" in given:
        raise given.wrong("scale", "left out beside warm_start: scale the data set, so that the scale stays the same")
    from sklearn import preprocessing
    from sklearn.pipeline import make_pipeline

    return make_pipeline(getattr(preprocessing, _SCALERS[how])(), model)


def _one_vs_rest(model: Any, given: Settings) -> Any:
    if not given.flag("one_vs_rest", False):
        return model
    from sklearn.multiclass import OneVsRestClassifier

    return OneVsRestClassifier(model)


def _committee(model: Any, given: Settings, multilabel: bool, numbers: bool) -> Any:
    if given.values.get("committee") is None:
        return model
    from asknext.lab.committee_model import CommitteeModel

    spec = given.values["committee"]
    own = Settings({"size": spec} if isinstance(spec, int) else spec, f"{given.where}.committee")
    own.only(_COMMITTEE)
    of = own.values.get("of")
    listed = of if isinstance(of, list) else None
    size = own.whole("size", len(listed) if listed else _SIZE, low=2)
    if listed is not None and (size != len(listed) or size < 2):
        raise own.wrong("of", f"a list of {size} models, as size says, or one model")
    specs = listed or [of] * size
    members = [
        model if each is None else build_model(each, f"{own.where}.of", multilabel=multilabel, numbers=numbers)
        for each in specs
    ]
    return CommitteeModel(members, own.flag("bootstrap", False))
