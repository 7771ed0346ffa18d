"""``asknext lab compare``: two run stores side by side."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.lab.settings_shown import SETTING, shown_fields
from asknext.cli.lab.without_nan import without_nan
from asknext.cli.options import Json
from asknext.cli.table import table

if TYPE_CHECKING:
    from asknext.lab.compare import Differing, ResultDifference, StoreComparison

__all__ = ["compare"]

FEW = 20


def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="The folder of a study that was run.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Another one, or the same study run elsewhere.")],
    metric: Annotated[
        str | None, typer.Option(help="What to compare results by; default: the first that both took.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What differs between two studies: protocol, versions, cells, results?

    Rounds of cells that both hold are compared to the bit; results are areas under the curves over the labels that
    both reach, paired by seed.

    \b
    asknext lab compare run-1 run-2
    asknext lab compare run-1 run-2 --metric roc_auc
    """
    from asknext.lab.compare import compare as compared
    from asknext.lab.run_store import RunStore

    console = Console(as_json=as_json)
    with (
        RunStore.open(first) as a,
        RunStore.open(second) as b,
        console.progress("Comparing", "cells", left=True) as advance,
    ):
        found = compared(a, b, metric=metric, on_progress=advance)
    data = without_nan({**asdict(found), "identical": found.identical})
    console.result(data, _text(found, str(first), str(second)))


def _text(found: StoreComparison, first: str, second: str) -> str:
    parts = [
        _verdict(found),
        _keys("The protocols differ", found.protocol, first, second),
        _keys("The versions differ", found.versions, first, second),
        _keys("Taken for each other", found.counterparts, first, second),
        _few(f"Only in {first}", found.only_first),
        _few(f"Only in {second}", found.only_second),
        _few("Not the same to the bit", [f"{each.cell}: from {each.where}" for each in found.unlike]),
        _results(found, first, second),
    ]
    return "\n\n".join(part for part in parts if part)


def _verdict(found: StoreComparison) -> str:
    if found.identical:
        return f"Identical to the bit: {counted(len(found.both), 'cell')}, every round of them (times aside)."
    same = len(found.both) - len(found.unlike)
    text = (
        f"{counted(len(found.both), 'cell')} in both, {same:,} of them the same to the bit; "
        f"{len(found.only_first):,} and {len(found.only_second):,} in one alone."
    )
    if found.unchecked:
        text += f" {counted(found.unchecked, 'round')} had predictions in one store only, so the rest was compared."
    return text


def _keys(title: str, differing: tuple[Differing, ...], first: str, second: str) -> str:
    if not differing:
        return ""
    rows = [(each.key, _plain(each.first), _plain(each.second)) for each in differing[:FEW]]
    more = f"\n... and {len(differing) - FEW:,} more" if len(differing) > FEW else ""
    return f"{title}:\n{table(['key', first, second], rows)}{more}"


def _plain(value: Any) -> str:
    return "-" if value is None else str(value)


def _few(title: str, names: Any) -> str:
    if not names:
        return ""
    more = [f"... and {len(names) - FEW:,} more"] if len(names) > FEW else []
    return "\n".join([f"{title}:", *(f"  {name}" for name in [*names[:FEW], *more])])


def _results(found: StoreComparison, first: str, second: str) -> str:
    if not found.results:
        return ""
    fields = shown_fields([each.setting for each in found.results])
    heads = [*(name.replace("_", " ") for name in fields), first, second, "difference", "95 % interval", "p", "seeds"]
    rows = [_row(each, fields) for each in found.results]
    title = f"Area under the {found.metric} curve, mean over seeds, over the labels that both reach:"
    fixed = [f"{name.replace('_', ' ')} {found.results[0].setting[name]}" for name in SETTING if name not in fields]
    where = f"\n({', '.join(each for each in fixed if not each.endswith('None'))})" if fixed else ""
    return f"{title}{where}\n{table(heads, rows)}"


def _row(each: ResultDifference, fields: list[str]) -> tuple[object, ...]:
    gap = each.difference
    single = gap.n < 2
    return (
        *(each.setting[name] for name in fields),
        f"{each.first:.4f}",
        f"{each.second:.4f}",
        f"{gap.mean:+.4f}",
        "-" if single else f"{gap.low:+.4f} to {gap.high:+.4f}",
        "-" if single else "< 0.001" if gap.p < 0.001 else f"{gap.p:.3f}",
        gap.n,
    )
