"""Strategies written as arithmetic: ``margin * information_density ** 2``.

The text is parsed, never evaluated: names of strategies, numbers, ``+ - * / **``, parentheses, and parameters in
parentheses, such as ``entropy(base=2)`` or ``weighted_kmeans(scorer=margin * information_density, beta=5)``.
"""

from __future__ import annotations

import ast
import math
import operator as arithmetic
import re
from collections.abc import Callable, Mapping
from typing import Any

from asknext.errors import InputError, UnknownName
from asknext.strategies.batch import Strategy

__all__ = ["parse"]

_LONGEST, _DEEPEST = 500, 80  # so that no text nests deeper than Python recurses
_OPERATIONS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: arithmetic.add,
    ast.Sub: arithmetic.sub,
    ast.Mult: arithmetic.mul,
    ast.Div: arithmetic.truediv,
    ast.Pow: arithmetic.pow,
}
_ALLOWED = "names of strategies, numbers, + - * / **, parentheses and parameters such as entropy(base=2)"
_LIKE_A_NAME = re.compile(r"[^\W\d][\w-]*")


def parse(text: str, build: Callable[[Any], Strategy]) -> Strategy:
    """The strategy that ``text`` describes; ``build`` makes those that are named in it.

    Raises
    ------
    UnknownName : a name is not a strategy or a parameter.  InputError : anything else that cannot be read; both say
    at which character.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        raise InputError(f"The strategy {text[:40]!r}... has {len(text)} characters; at most {_LONGEST} can be read.")
    try:
        body = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise _unreadable(text, getattr(error, "offset", None)) from error
    try:
        value = _Reader(text, build).value(body)
    except UnknownName:
        if _LIKE_A_NAME.fullmatch(text):  # meant as a name with a hyphen, not as a difference
            return build({"name": text})
        raise
    if isinstance(value, float):
        raise InputError(f"The strategy {text!r} is only a number; name a strategy in it, such as margin.")
    made: Strategy = value
    return made


class _Reader:
    def __init__(self, text: str, build: Callable[[Any], Strategy]) -> None:
        self._text, self._build, self._depth = text, build, 0

    def value(self, node: ast.expr) -> Any:
        """A strategy, or a number as a float."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InputError(f"The strategy {self._text[:40]!r}... is nested more than {_DEEPEST} deep.")
        found = self._value(node)
        self._depth -= 1
        return found

    def _value(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            return self._finite(node, lambda: float(node.value))  # type: ignore[arg-type]
        if isinstance(node, ast.Name):
            return self._named(node, node.id, {})
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.args:
            return self._named(node, node.func.id, self._parameters(node))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            return self._signed(node)
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
            return self._combined(node)
        raise self._refused(node)

    def _named(self, node: ast.expr, name: str, parameters: Mapping[str, Any]) -> Strategy:
        try:
            return self._build({"name": name, **parameters})
        except UnknownName as error:
            raise UnknownName(error.kind, error.found, error.known, where=self._place(node)) from None
        except InputError as error:
            raise InputError(f"In {self._place(node)}: {error}") from None

    def _parameters(self, node: ast.Call) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for given in node.keywords:
            if given.arg is None or given.arg in found or given.arg == "name":
                raise self._refused(given.value)
            found[given.arg] = self._argument(given.value)
        return found

    def _argument(self, node: ast.expr) -> Any:
        """A text, True, False, None or whole number as it is; else a number or a strategy."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bool | int | None):
            return node.value
        if isinstance(node, ast.List | ast.Tuple):
            return [self._argument(each) for each in node.elts]
        if isinstance(node, ast.Dict):
            return {self._key(key): self._argument(each) for key, each in zip(node.keys, node.values, strict=True)}
        return self.value(node)

    def _key(self, node: ast.expr | None) -> Any:
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int):
            return node.value
        raise InputError(f"In {self._text!r}: a mapping among the parameters needs texts or numbers for keys.")

    def _signed(self, node: ast.UnaryOp) -> Any:
        inner = self.value(node.operand)
        if isinstance(node.op, ast.UAdd):
            return inner
        return -self._scorer(node.operand, inner)

    def _combined(self, node: ast.BinOp) -> Any:
        left, right = (self._scorer(part, self.value(part)) for part in (node.left, node.right))
        return self._finite(node, lambda: _OPERATIONS[type(node.op)](left, right))

    def _scorer(self, node: ast.expr, value: Any) -> Any:
        """A number, or a strategy that scores: no other can be calculated with."""
        from asknext.strategies.scorer import Scorer

        if isinstance(value, float | Scorer):
            return value
        raise InputError(
            f"In {self._place(node)}: {value.name!r} chooses a batch and does not score items, so it cannot be "
            f"calculated with; wrap it instead, or use a scorer such as margin or entropy."
        )

    def _finite(self, node: ast.expr, calculate: Callable[[], Any]) -> Any:
        """The result, unless it is a number that overflows, is divided by zero or is complex."""
        try:
            result = calculate()
        except ArithmeticError as error:
            raise InputError(f"In {self._place(node)}: the numbers cannot be calculated ({error}).") from error
        if isinstance(result, complex) or (isinstance(result, float) and not math.isfinite(result)):
            raise InputError(f"In {self._place(node)}: the numbers give {result}, which is not a finite number.")
        return result

    def _refused(self, node: ast.expr) -> InputError:
        return InputError(f"In {self._place(node)}: this cannot be part of a strategy. Allowed are {_ALLOWED}.")

    def _place(self, node: ast.expr) -> str:
        part = ast.get_source_segment(self._text, node) or self._text
        return f"{self._text!r} at character {node.col_offset + 1} ({part})"


def _unreadable(text: str, offset: int | None) -> InputError:
    where = f" at character {offset}" if offset else ""
    return InputError(f"The strategy {text!r} cannot be read{where}. Allowed are {_ALLOWED}.")
