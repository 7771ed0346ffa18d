"""``asknext train``: the final model, what it is worth, and its predictions."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.options import Folder, Json
from asknext.errors import InputError

if TYPE_CHECKING:
    from asknext.labelling.final_model import FinalModel
    from asknext.labelling.final_numbers import FinalNumbers

__all__ = ["train"]


def train(
    folder: Folder,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Write predictions for all items without a label, as CSV.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where the model goes; default: DIR/model.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Fit the final model on every label.

    How good it is, is told by the control stream. The model is written as plain arrays and JSON with a README:
    nothing to unpickle.

    \b
    asknext train tweets --predictions predictions.csv
    """
    from asknext.labelling.final_model import fit_final_model
    from asknext.labelling.model_folder import save_model
    from asknext.labelling.training import run_round
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    target = output or folder / "model"
    _check(target, predictions)
    with open_project(folder) as project:
        with console.progress("Training") as advance:
            final = fit_final_model(project)
            round_ = run_round(project, progress=advance)
            estimate = _estimate(round_.result)
        save_model(final, target, estimate)
        written = 0 if predictions is None else _write(predictions, final)
    data = {"labels": final.labels, "classes": list(final.class_names), "model": str(target), "estimate": estimate}
    data["control_skipped"] = round_.result["control_skipped"]
    if predictions is not None:
        data |= {"predictions": str(predictions), "rows": written}
    console.result(data, _text(data))


def _check(target: Path, predictions: Path | None) -> None:
    if target.exists() and not (target / "model.json").is_file():
        raise InputError(f"{target} exists and holds no model of asknext's; name another place with --output.")
    if predictions is not None and predictions.suffix.lower() != ".csv":
        raise InputError(f"Predictions are written as CSV; name a file that ends in .csv instead of {predictions}.")


def _estimate(result: Mapping[str, Any]) -> dict[str, Any] | None:
    points = [each for each in result.get("curve", []) if each["score"] is not None]
    if not points:
        return None
    words = {"words": result["metric_words"]} if result.get("metric_words") else {}
    return {"metric": result["metric"], **words, **points[-1]}


def _table(final: FinalModel | FinalNumbers) -> tuple[list[str], Iterator[list[Any]]]:
    from asknext.labelling.final_numbers import FinalNumbers

    if isinstance(final, FinalNumbers):
        return final.columns, final.predictions()
    return ["id", "label", *(f"p({name})" for name in final.class_names)], _classified(final)


def _classified(final: FinalModel) -> Iterator[list[Any]]:
    for each in final.predictions():
        label = json.dumps(each.classes, ensure_ascii=False) if final.multilabel else each.classes[0]
        yield [each.id, label, *(round(chance, 6) for chance in each.probabilities)]


def _write(path: Path, final: FinalModel | FinalNumbers) -> int:
    from asknext.formats import write_csv

    written, (columns, told) = 0, _table(final)

    def rows() -> Iterator[list[Any]]:
        nonlocal written
        for each in told:
            written += 1
            yield each

    staging = path.with_name(f".{path.name}.part")
    try:
        with staging.open("wb") as file:
            file.writelines(write_csv(columns, rows()))
        os.replace(staging, path)
    finally:
        staging.unlink(missing_ok=True)
    return written


def _text(data: Mapping[str, Any]) -> str:
    lines = [f"Fitted on {data['labels']:,} labels; the model is in {data['model']}."]
    estimate = data["estimate"]
    if estimate is None:
        lines.append("How good it is cannot be said: no control items have been answered yet.")
    else:
        metric = estimate.get("words") or str(estimate["metric"]).replace("_", " ")
        lines.append(
            f"On {estimate['n']:,} items drawn at random that it had not seen, a model fitted on the other "
            f"{estimate['labels']:,} labels has {_article(metric)} {metric} of {estimate['score']:.3f} "
            f"(95 % interval {estimate['low']:.3f} to {estimate['high']:.3f})."
        )
        if skipped := data["control_skipped"]:
            lines.append(f"{skipped:,} more were drawn and then skipped or ignored: the estimate is about the others.")
    if "predictions" in data:
        lines.append(f"{data['rows']:,} predictions written to {data['predictions']}.")
    return "\n".join(lines)


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeio" else "a"
