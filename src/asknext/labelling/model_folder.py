"""`save_model`: the final model as plain arrays, JSON and a page for people; nothing to unpickle."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from asknext import __version__
from asknext.labelling.final_model import FinalModel
from asknext.labelling.final_numbers import FinalNumbers
from asknext.models.constant import SingleClass, VaryingColumns
from asknext.report.model_card import model_card

__all__ = ["save_model"]

ARRAYS = ("mean_", "coef_", "intercept_", "slope_", "shift_")
NUMBERS = ("scale_", "temperature_", "C_")


def save_model(final: FinalModel | FinalNumbers, folder: Path, estimate: Mapping[str, Any] | None) -> None:
    """Write ``model.json``, ``weights.npz`` and ``README.md``; the folder appears whole, in place of an older one.

    Parameters
    ----------
    estimate : the score on the control stream, as {metric, labels, score, low, high, n}, or None.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        described = {**_described(final), "estimate": dict(estimate) if estimate else None}
        of = _regression if isinstance(final, FinalNumbers) else _weights
        weights, described["form"] = of(final.model)
        np.savez(staging / "weights.npz", **weights)
        text = json.dumps(described, indent=2, ensure_ascii=False)
        (staging / "model.json").write_text(text + "\n", encoding="utf-8")
        (staging / "README.md").write_text(model_card(described), encoding="utf-8")
        staging.chmod(0o755)
        _replace(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _replace(staging: Path, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    os.replace(staging, folder)


def _described(final: FinalModel | FinalNumbers) -> dict[str, Any]:
    config = final.project.config
    return {
        "asknext": __version__,
        "title": config.title,
        "task": config.task,
        "content": config.content,
        "classes": list(final.class_names),
        **({"levels": list(config.annotate.levels)} if config.task == "ordinal" else {}),
        "labels": final.labels,
        "items": len(final.embeddings),
        "dimensions": int(final.embeddings.shape[1]),
        "embeddings": {"model": config.embeddings.model, "file": config.embeddings.file},
        "seed": config.seed,
        "strategy": config.strategy if isinstance(config.strategy, str) else dict(config.strategy),
    }


def _weights(model: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arrays, and how they make a prediction."""
    if isinstance(model, SingleClass) or (len(getattr(model, "classes_", ())) == 1 and not model.multilabel):
        return {}, {"kind": "single_class", "class": int(model.classes_[0])}
    if isinstance(model, VaryingColumns):
        arrays, inner = _weights(model.model) if model.model is not None else ({}, None)
        arrays = {**arrays, "varying": model.varying, "values": model.values}
        return arrays, {"kind": "varying_columns", "inner": inner}
    arrays = {name.rstrip("_"): np.asarray(getattr(model, name)) for name in ARRAYS}
    numbers = {name.rstrip("_"): float(getattr(model, name)) for name in NUMBERS}
    codes = [int(code) for code in model.classes_]
    return arrays, {"kind": "logistic_regression", "codes": codes, "multilabel": bool(model.multilabel), **numbers}


def _regression(model: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arrays of a Bayesian ridge regression behind a scaler."""
    scaler, ridge = (step for _, step in model.steps)
    arrays = {"mean": scaler.mean_, "scale": scaler.scale_, "coef": ridge.coef_, "covariance": ridge.sigma_}
    numbers = {"intercept": float(ridge.intercept_), "noise": float(1 / ridge.alpha_)}
    return arrays, {"kind": "bayesian_ridge_regression", **numbers}
