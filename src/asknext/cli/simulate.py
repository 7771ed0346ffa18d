"""``asknext simulate``: active learning beside random on labelled data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.typed_mapping import typed_strategy
from asknext.errors import InputError, UnknownName

if TYPE_CHECKING:
    from asknext.cli.labelled_data import LabelledData
    from asknext.loop.simulate import SimulationResult

__all__ = ["MODELS", "run", "simulate"]

MODELS = {
    "default": "the default model: logistic regression over embeddings, calibrated",
    "k_neighbors": "scikit-learn's KNeighborsClassifier over embeddings",
    "logistic_regression": "scikit-learn's LogisticRegression over embeddings",
    "random_forest": "scikit-learn's RandomForestClassifier over embeddings",
}
LEFT_ALONE = "random"


def simulate(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="A project with labels, or a labelled file.")],
    rounds: Annotated[int, typer.Option(min=1, help="Batches after the first.")] = 20,
    batch: Annotated[int, typer.Option(min=1, help="Labels a batch.")] = 20,
    strategy: Annotated[
        list[str] | None, typer.Option(help="What to compare with random; default: margin. Repeatable.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="How many splits to try; fewer than 10 say little.")] = 10,
    metric: Annotated[
        str | None, typer.Option(help="What to measure; default: accuracy, or micro_f1 for multi-label.")
    ] = None,
    model: Annotated[str, typer.Option(help=f"Who predicts: {', '.join(MODELS)}.")] = "default",
    test_share: Annotated[float, typer.Option(help="The share held out to measure on, new for each seed.")] = 0.2,
    text: Annotated[str | None, typer.Option(metavar="COLUMN", help="For a file: the column of texts.")] = None,
    image: Annotated[str | None, typer.Option(metavar="COLUMN", help="For a file: the column of image paths.")] = None,
    label: Annotated[str, typer.Option(metavar="COLUMN", help="For a file: the column of labels.")] = "label",
    item_id: Annotated[
        str | None, typer.Option("--id", metavar="COLUMN", help="For a file: the column of ids.")
    ] = None,
    task: Annotated[str, typer.Option(help="For a file: single-label or multi-label.")] = "single-label",
    embeddings: Annotated[str, typer.Option(help="For a file: where vectors come from, as for init.")] = "default",
    report: Annotated[
        Path | None, typer.Option(help="Where the HTML report goes; default: simulation.html in DIR, or here.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default: one a core.")] = None,
    as_json: Json = False,
) -> None:
    """Would active learning save labels here?

    Plays the annotator over labelled data. Every strategy gets the same splits, first labels and model as random.
    The report says so when there is no gain.

    \b
    asknext simulate labelled.csv --text text --label label --rounds 20 --batch 20
    asknext simulate tweets --rounds 30 --batch 10 --strategy margin --strategy weighted_kmeans --seeds 20
    """
    from asknext.cli.labelled_data import labelled_file, labelled_project

    console = Console(as_json=as_json)
    if source.is_dir():
        data = labelled_project(source, console)
    else:
        columns = {"text": text, "image": image, "label": label, "id": item_id}
        data = labelled_file(source, columns, task=task, embeddings=embeddings, console=console)
    target = report or (source if source.is_dir() else Path()) / "simulation.html"
    chosen = [typed_strategy(each) for each in dict.fromkeys([*(strategy or ["margin"]), LEFT_ALONE])]
    found = run(
        data,
        strategies=chosen,
        rounds=rounds,
        batch=batch,
        seeds=seeds,
        metric=metric,
        model=model,
        test_share=test_share,
        workers=workers,
        console=console,
    )
    show(found, data, target, console)


def run(
    data: LabelledData,
    *,
    strategies: Sequence[str | dict[str, Any]],
    rounds: int,
    batch: int,
    seeds: int,
    metric: str | None,
    model: str,
    test_share: float,
    workers: int | None,
    console: Console,
) -> SimulationResult:
    """The simulation, with a bar on the terminal."""
    from asknext.loop.simulate import simulate as play

    estimator = _estimator(model)
    with console.progress("Simulating", "runs") as advance:
        advance(0, seeds * len(strategies))
        return play(
            data.X,
            data.y,
            model=estimator,
            strategies=strategies,
            rounds=_feasible(rounds, batch, len(data.X), test_share, console),
            batch=batch,
            seeds=seeds,
            metric=metric,
            test=test_share,
            embeddings=data.X,
            workers=workers or _cores(),
            on_progress=advance,
        )


def show(found: SimulationResult, data: LabelledData, target: Path, console: Console) -> None:
    """The table on stdout, the page at ``target``."""
    from asknext.cli.simulation_report import comparison_of, table_of
    from asknext.report import simulation_page, verdict

    comparison = comparison_of(found, data)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(simulation_page(comparison), encoding="utf-8")
    sentences = [sentence for rival in comparison.rivals for sentence in verdict(comparison, rival)]
    text = "\n\n".join([table_of(comparison), "\n".join(sentences), f"The report: {target}"])
    console.result({**found.as_dict(), "sentences": sentences, "report": str(target)}, text)


def _estimator(name: str) -> Any:
    if name not in MODELS:
        raise UnknownName("model", name, MODELS)
    if name == "logistic_regression":
        from sklearn.linear_model import LogisticRegression

        return LogisticRegression(max_iter=2000)
    if name == "random_forest":
        from sklearn.ensemble import RandomForestClassifier

        return RandomForestClassifier()
    if name == "k_neighbors":
        from sklearn.neighbors import KNeighborsClassifier

        return KNeighborsClassifier()
    return None


def _feasible(rounds: int, batch: int, items: int, test_share: float, console: Console) -> int:
    """No more rounds than the pool can feed."""
    pool = items - round(items * test_share)
    most = pool // batch - 1
    if most < 1:
        raise InputError(
            f"{items:,} labelled items are too few for batches of {batch}: {pool:,} are left to ask about."
        )
    if rounds > most:
        console.note(f"{rounds} rounds of {batch} need more than the {pool:,} items there are; running {most} rounds.")
    return min(rounds, most)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
