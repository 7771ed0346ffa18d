"""What the memory formulas of strategies come to, in bytes."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from asknext.errors import InputError
from asknext.pool.resources import in_words
from asknext.pool.view import PoolView
from asknext.strategies.batch import Strategy
from asknext.strategies.registry import build

__all__ = ["memory_needed", "refuse_too_little_memory"]

_BYTES = 8
_BESIDE = re.compile(r"(?<=[\w)])\s+(?=[\w(])")
_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Pow: operator.pow,
}
_FUNCTIONS: dict[str, Callable[[Iterable[float]], float]] = {"min": min, "max": max}
_SAME = {"C": "L", "L": "C"}


def memory_needed(strategy: str | Mapping[str, Any] | Strategy, **sizes: int) -> int | None:
    """Bytes beyond its inputs and a few blocks of 4 MB that a strategy holds: its ``memory`` formula in 8-byte numbers.

    ``sizes`` are those of the formula: n items, d dimensions, C classes (or L labels), b = the batch, m labelled, K
    members; one that is not given counts as 1. None where the formula depends on something else, such as the strategy
    that is wrapped.
    """
    built = build(strategy)
    parameters = {field.name: getattr(built, field.name) for field in fields(built)}  # type: ignore[arg-type]
    known = {name: value for name, value in parameters.items() if isinstance(value, int | float)}
    given = dict.fromkeys(["n", "d", "C", "L", "b", "m", "K"], 1) | known | sizes
    given |= {other: sizes[name] for name, other in _SAME.items() if name in sizes and other not in sizes}
    given.setdefault("k", given.get("neighbours", given.get("centres", 1)))
    formula = str(getattr(built, "memory", "?"))
    cells = None if "at most" in formula else _evaluated(formula, given)  # it refuses itself, and says why
    return None if cells is None else int(_BYTES * cells)


def refuse_too_little_memory(strategy: Strategy, view: PoolView, n: int) -> None:
    """Raise `InputError` where ``strategy`` needs more than may be used, saying how much."""
    needed = memory_needed(strategy, **_sizes(view, n))
    if needed is not None and needed > view.resources.memory:
        raise InputError(
            f"Strategy {strategy.name!r} needs about {in_words(needed)} of memory beyond its inputs here "
            f"({getattr(strategy, 'memory', '')}), but may use {in_words(view.resources.memory)}: pass a max_memory of "
            f"at least {in_words(needed)}, or choose from a part of the pool, "
            f"{{'name': 'subsample', 'strategy': {strategy.name!r}}}."
        )


def _sizes(view: PoolView, n: int) -> dict[str, int]:
    sizes = {"n": len(view.unlabelled), "m": len(view.labelled), "b": n}
    for axis, name, place in (("d", "embeddings", 1), ("C", "probabilities", 1), ("K", "committee", 0)):
        shape = view.shape(name)
        if len(shape) > place:
            sizes[axis] = shape[place]
    return sizes


def _evaluated(formula: str, given: Mapping[str, float]) -> float | None:
    """The value of ``formula``, in which what stands side by side is multiplied; None where it is not one."""
    text = _BESIDE.sub(" * ", _without_remark(formula)).replace("^", "**")
    try:
        return _value(ast.parse(text, mode="eval").body, given)
    except (SyntaxError, KeyError, TypeError):
        return None


def _value(node: ast.expr, given: Mapping[str, float]) -> float:
    match node:
        case ast.BinOp(left, kind, right):
            return _OPERATIONS[type(kind)](_value(left, given), _value(right, given))
        case ast.Call(ast.Name(name), arguments):
            return _FUNCTIONS[name](_value(argument, given) for argument in arguments)
        case ast.Name(name):
            return float(given[name])
        case ast.Constant(int() | float() as number):
            return float(number)
    raise KeyError(ast.dump(node))


def _without_remark(formula: str) -> str:
    """``formula`` up to the first comma outside of parentheses."""
    depth = 0
    for place, character in enumerate(formula):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            return formula[:place]
    return formula
