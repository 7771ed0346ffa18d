"""``asknext strategies``: every strategy there is, or one of them in full."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.errors import UnknownName

if TYPE_CHECKING:
    from asknext.strategies.registry import StrategyInfo

__all__ = ["strategies"]


def strategies(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Show this one in full.")] = None,
    family: Annotated[str | None, typer.Option(help="Only those of a family, such as diversity.")] = None,
    needs: Annotated[
        str | None, typer.Option(help="Only those that need no more than these inputs, e.g. probabilities,embeddings.")
    ] = None,
    task: Annotated[str | None, typer.Option(help="Only those for single_label, multi_label or regression.")] = None,
    as_json: Json = False,
) -> None:
    """List the strategies, with what they need and where they come from.

    \b
    asknext strategies --needs embeddings
    asknext strategies --family committee
    asknext strategies weighted_kmeans
    """
    from asknext.strategies import strategies as every

    console, known = Console(as_json=as_json), every()
    if name is not None:
        if name not in known:
            raise UnknownName("strategy", name, known)
        console.result(_plain(known[name]), _full(known[name]))
        return
    found = [info for info in known.values() if _fits(info, family, needs, task)]
    _check(known.values(), family, needs, task)
    console.result({"strategies": [_plain(info) for info in found]}, _table(found))


def _fits(info: StrategyInfo, family: str | None, needs: str | None, task: str | None) -> bool:
    given = None if needs is None else set(_words(needs))
    return (
        (family is None or info.family == family)
        and (given is None or set(info.needs) <= given)
        and (task is None or task in info.tasks)
    )


def _check(known: Any, family: str | None, needs: str | None, task: str | None) -> None:
    from asknext.pool.task import TASKS, UnknownTask
    from asknext.strategies.unlabelled_inputs import INPUTS

    families = {info.family for info in known}
    if family is not None and family not in families:
        raise UnknownName("family", family, families)
    if task is not None and task not in TASKS:
        raise UnknownTask(task)
    for word in _words(needs or ""):
        if word not in (*INPUTS, "labels"):
            raise UnknownName("input", word, (*INPUTS, "labels"))


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _plain(info: StrategyInfo) -> dict[str, Any]:
    return asdict(info)


def _table(found: list[StrategyInfo]) -> str:
    from asknext.cli.table import table

    rows = [(each.name, each.family, ", ".join(each.needs) or "-", each.origin, each.summary) for each in found]
    return table(["name", "family", "needs", "from", "summary"], rows, wide="summary")


def _full(info: StrategyInfo) -> str:
    lines = [f"{info.name} ({info.family}, from {info.origin})", info.summary, ""]
    facts = {
        "needs": ", ".join(info.needs) or "nothing",
        "tasks": ", ".join(info.tasks),
        "time": info.time,
        "memory": info.memory,
        "source": info.source,
    }
    lines += [f"{key + ':':<9}{value}" for key, value in facts.items()]
    lines += ["", "parameters:"] if info.parameters else []
    lines += [f"  {key} = {value!r}: {info.help[key]}" for key, value in info.parameters.items()]
    return "\n".join(lines)
