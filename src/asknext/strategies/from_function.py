"""`strategy`: one decorated function becomes a strategy like any other.

@asknext.strategy
def unlike_the_mean(embeddings, *, power=2.0):
    "Items far from the mean of all."
    return np.linalg.norm(embeddings - embeddings.mean(axis=0), axis=1) ** power

asknext.select("unlike_the_mean", 10, embeddings=E, power=1.0)
asknext.select("margin * unlike_the_mean", 10, embeddings=E, probabilities=P)
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import Field, make_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from asknext.errors import InputError, UnknownName
from asknext.pool.task import TASKS, UnknownTask
from asknext.strategies import parameter
from asknext.strategies.function_rungs import FunctionScorer, FunctionSelector, parameters_of
from asknext.strategies.registry import register
from asknext.strategies.unlabelled_inputs import INPUTS

__all__ = ["strategy"]

Function = Callable[..., Any]
Reason = str | Callable[..., str]
_NEEDS = (*INPUTS, "labels")


def strategy(
    function: Function | None = None,
    *,
    name: str | None = None,
    needs: Iterable[str] | None = None,
    tasks: Iterable[str] | None = None,
    reason: Reason | None = None,
    time: str = "as the function",
    memory: str = "as the function",
    source: str = "-",
) -> Any:
    """Make a function a registered strategy: known by name, checked, and composed like any other.

    The function takes one of these forms, told by its parameters:

    - inputs by name, e.g. ``(probabilities, embeddings)``: gets those of the unlabelled rows, checked, as float64
      ((u, C), (u, d); ``committee`` (K, u, C); ``columns`` a mapping of name to (u,) values), and gives (u,) scores,
      higher = ask sooner. What it names is what it needs.
    - ``(view)``: gets the `PoolView` and gives (u,) scores, one for each of ``view.unlabelled``.
    - ``(view, n, rng)``: gives the ``n`` rows to ask, as numbers of the view's rows, best first, or a `Batch`.

    Further parameters with a default are the strategy's parameters; values of another kind than the default are
    refused, and a ``Literal`` annotation lists the values there are. A default that is a strategy, or that is made by
    `asknext.strategies.parameter`, works as well. The first paragraph of the docstring says what it does.

    Parameters
    ----------
    name : what it is called; default: the function's name.
    needs : inputs that must be given; default: those among the parameters. For the forms with a view.
    tasks : of "single_label", "multi_label", "regression"; default: those that the inputs allow.
    reason : why an item was chosen, as a sentence with ``{score}``, or a function (row, score) -> sentence.
    time, memory, source : what `asknext.strategies()` shows.

    Returns
    -------
    The strategy's class; call it with parameters for an object. The function itself is its ``function``.

    Raises
    ------
    InputError : a parameter without a default, an unknown input or task, a name that is taken.
    """
    if function is None:
        return lambda each: strategy(
            each, name=name, needs=needs, tasks=tasks, reason=reason, time=time, memory=memory, source=source
        )
    form, module = _Form(function, needs), function.__module__ or "__main__"
    rung = FunctionSelector if form.selects else FunctionScorer
    own = {
        "name": name or function.__name__, "function": staticmethod(function), "inputs": form.inputs,
        "needs": property(lambda self: _needs(self, form.needs)), "why": reason,
        "time": time, "memory": memory, "source": source,
        "__doc__": inspect.getdoc(function) or f"The function {function.__name__}.",
        "__module__": module, "__qualname__": function.__qualname__,
    }  # fmt: skip
    if tasks is not None:
        served = _known("task", tasks, TASKS)
        own["tasks"] = property(lambda self: served)
    made = make_dataclass(function.__name__, form.parameters, bases=(rung,), namespace=own, frozen=True)
    made.__module__ = module
    return register(made)


class _Form:
    """What the parameters of a function say: its inputs, its form, and the parameters of the strategy."""

    def __init__(self, function: Function, needs: Iterable[str] | None) -> None:
        found = list(inspect.signature(function, eval_str=False).parameters.values())
        names = [each.name for each in found]
        self._name, self.selects = function.__name__, names[:3] == ["view", "n", "rng"]
        fixed = 3 if self.selects else 1 if names[:1] == ["view"] else 0
        self.inputs = () if fixed else tuple(_leading_inputs(found))
        if not fixed and not self.inputs:
            raise InputError(
                f"The function {self._name!r} takes {names or 'nothing'}, but a strategy takes inputs by name "
                f"({', '.join(INPUTS)}), or (view), or (view, n, rng), before its own parameters."
            )
        self.needs = frozenset(self.inputs) if needs is None else _known("input", needs, _NEEDS)
        self.parameters = [self._declared(each, function) for each in found[fixed + len(self.inputs) :]]

    def _declared(self, each: inspect.Parameter, function: Function) -> tuple[str, Any, Any]:
        if each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD) or each.default is each.empty:
            raise InputError(
                f"The parameter {each.name!r} of the function {self._name!r} needs a default, so that the strategy "
                f"can be asked for by its name alone; an input is one of {', '.join(INPUTS)}."
            )
        if hasattr(FunctionScorer, each.name) or each.name in ("name", "function", "inputs", "why"):
            raise InputError(
                f"The parameter {each.name!r} of the function {self._name!r} is called like something every strategy "
                f"has; give it another name."
            )
        return each.name, Any, _field(each, _options(function, each.name), self._name)


def _leading_inputs(found: list[inspect.Parameter]) -> Iterable[str]:
    for each in found:
        if each.name not in INPUTS or each.default is not each.empty:
            return
        yield each.name


def _field(each: inspect.Parameter, options: tuple[Any, ...], name: str) -> Any:
    default, help = each.default, f"parameter of the function {name}"
    if isinstance(default, Field):
        return default
    if options:
        return parameter.choice(default, help, options=options)
    if isinstance(default, bool):
        return parameter.flag(default, help)
    if isinstance(default, int | float):
        return parameter.number(default, help, integer=isinstance(default, int))
    if hasattr(default, "select") and hasattr(default, "describe"):
        return parameter.strategy(default, help, scores=hasattr(default, "score"))
    if default is None or isinstance(default, str):
        return parameter.text(default, help)
    raise InputError(
        f"The parameter {each.name!r} of the function {name!r} has the default {default!r}, but parameters are "
        f"numbers, texts, True or False, None, or strategies, so that they can be written into a file."
    )


def _options(function: Function, name: str) -> tuple[Any, ...]:
    """The values of a parameter's ``Literal`` annotation; one that cannot be read says nothing."""
    try:
        annotation = get_type_hints(function).get(name)
    except (NameError, TypeError):
        return ()
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _known(kind: str, names: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    given = [names] if isinstance(names, str) else list(names)
    for name in given:
        if name not in known:
            raise UnknownTask(name) if known is TASKS else UnknownName(kind, name, known)
    return frozenset(given)


def _needs(made: Any, own: frozenset[str]) -> frozenset[str]:
    """What the function needs, and what strategies among its parameters need."""
    return own.union(*(value.needs for value in parameters_of(made).values() if hasattr(value, "select")))
