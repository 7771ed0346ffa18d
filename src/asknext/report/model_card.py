"""`model_card`: what a model is, learnt from and is worth, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["model_card"]

USE = """## Use it

`weights.npz` (read it with `numpy.load(..., allow_pickle=False)`) and `model.json` hold all of it:

    z = ((x - mean) / scale) @ coef + intercept
    z = (z / temperature) * slope + shift
    p = softmax(z)          # more than two classes, one an item
    p = 1 / (1 + exp(-z))   # two classes (of the second), or any number of classes an item

`x` is an item's embedding, made as in the project. Column `k` of the result is class `classes[codes[k]]`.
"""

OF_NUMBERS = """## Use it

`weights.npz` (read it with `numpy.load(..., allow_pickle=False)`) and `model.json` hold all of it:

    z = (x - mean) / scale
    value = z @ coef + intercept
    spread = sqrt(z @ covariance @ z + noise)   # its standard deviation

`x` is an item's embedding, made as in the project. A level is told by its rank, 1 for the lowest.
"""


def model_card(described: Mapping[str, Any]) -> str:
    """Markdown from the contents of ``model.json``."""
    facts = [
        ("Task", described["task"].replace("_", "-")),
        *((each.capitalize(), _names(described[each])) for each in ("classes", "levels") if described.get(each)),
        ("Learnt from", f"{described['labels']:,} labels of {described['items']:,} items"),
        ("Input", f"{described['dimensions']} numbers an item, embeddings: {_embeddings(described['embeddings'])}"),
        ("Kind", described["form"]["kind"].replace("_", " ")),
        ("Items were chosen by", _inline(str(described["strategy"]))),
        ("Made by", f"asknext {described['asknext']}, seed {described['seed']}"),
    ]
    lines = "\n".join(f"- {name}: {value}" for name, value in facts)
    use = {"logistic_regression": USE, "bayesian_ridge_regression": OF_NUMBERS}.get(described["form"]["kind"], "")
    return (
        f"# {_inline(described['title'])}\n\n{lines}\n\n## How good it is\n\n{_worth(described['estimate'])}\n\n{use}"
    )


def _worth(estimate: Mapping[str, Any] | None) -> str:
    if estimate is None:
        return "Not known: no control items have been answered. Items that a strategy chose cannot tell."
    metric = estimate.get("words") or str(estimate["metric"]).replace("_", " ")
    return (
        f"{metric} {estimate['score']:.3f}, 95 % interval {estimate['low']:.3f} to {estimate['high']:.3f}, measured on "
        f"{estimate['n']:,} items drawn at random that a model fitted on {estimate['labels']:,} other labels had not "
        "seen. This model learnt from those items, too, so it should be a little better."
    )


def _names(given: Sequence[str]) -> str:
    return ", ".join(_inline(name) for name in given)


def _embeddings(embeddings: Mapping[str, Any]) -> str:
    return _inline(str(embeddings["file"] or embeddings["model"]))


def _inline(text: str) -> str:
    """Text from outside, unable to be markup."""
    flat = " ".join(text.split())
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>#|!" else char for char in flat)
