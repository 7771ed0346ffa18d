"""``asknext lab replay``: a new metric or a stopping rule over stored rounds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.lab.replayed_metric import metric_data, metric_text, write_metric
from asknext.cli.lab.replayed_rule import rule_data, rule_text, write_rule
from asknext.cli.options import Json
from asknext.cli.typed_mapping import typed_rule
from asknext.errors import InputError

if TYPE_CHECKING:
    from asknext.lab.run_store import RunStore

__all__ = ["replay"]


def replay(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a study that was run.")],
    metric: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE.py:FUNCTION", help="A metric, or a function of your own in a file: it is run."),
    ] = None,
    rule: Annotated[
        str | None, typer.Option(metavar="NAME|{...}", help="A stopping rule, such as stabilising_predictions.")
    ] = None,
    score: Annotated[
        str | None, typer.Option(help="For a rule: what to judge its stop by; default: the study's first metric.")
    ] = None,
    error_cost: Annotated[
        float, typer.Option(min=0, help="For a rule: what a model that is always wrong costs, in labels.")
    ] = 2_000,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.csv", help="Every value goes there, too.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What would another metric, or a stopping rule, have said?

    Nothing is fitted: both are computed from the predictions in the store.

    \b
    asknext lab replay run --metric log_loss
    asknext lab replay run --metric my_metrics.py:my_metric -o my_metric.csv
    asknext lab replay run --rule stabilising_predictions
    asknext lab replay run --rule "{name: budget, labels: 300}" --error-cost 20000
    """
    from asknext.lab.run_store import RunStore

    if (metric is None) == (rule is None):
        raise InputError("Replay computes one thing: give --metric or --rule.")
    console = Console(as_json=as_json)
    with RunStore.open(folder) as store:
        if metric is not None:
            _metric(store, metric, output, console)
        else:
            _rule(store, str(rule), score, error_cost, output, console)


def _metric(store: RunStore, name: str, output: Path | None, console: Console) -> None:
    from asknext.lab.metric_file import is_metric_file, metric_from_file
    from asknext.lab.replay import replay as replayed

    chosen: Any = metric_from_file(name) if is_metric_file(name) else name
    with console.progress("Replaying", "cells", left=True) as advance:
        found = replayed(store, chosen, on_progress=advance)
    cells = store.cells()
    if output is not None:
        write_metric(found, cells, output)
    console.result(metric_data(found, cells), metric_text(found, cells, output))


def _rule(
    store: RunStore, rule: str, score: str | None, error_cost: float, output: Path | None, console: Console
) -> None:
    from asknext.lab.replay_rule import replay_rule

    with console.progress("Replaying", "cells", left=True) as advance:
        found = replay_rule(store, typed_rule(rule), metric=score, error_cost=error_cost, on_progress=advance)
    cells = store.cells()
    if output is not None:
        write_rule(found, cells, output)
    console.result(rule_data(found, cells), rule_text(found, cells, output))
