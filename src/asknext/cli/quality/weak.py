"""``asknext quality weak``: what labelling functions make of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json
from asknext.errors import InputError

if TYPE_CHECKING:
    from asknext.labelling.weak import WeakStudy

__all__ = ["weak"]


def weak(
    folder: Folder,
    functions: Annotated[
        Path, typer.Option("--functions", "-f", metavar="FILE", help="Rules (.yaml) or a program (.py).")
    ],
    model: Annotated[
        str, typer.Option(help="weighted, majority, dawid_skene, triplet (two classes) or one_coin.")
    ] = "weighted",
    balance: Annotated[
        str | None, typer.Option(metavar="CLASS=SHARE,...", help="How frequent classes are, where it is known.")
    ] = None,
    least: Annotated[
        float, typer.Option(min=0, max=1, help="The least probability of a soft label that is written or applied.")
    ] = 0.9,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the soft labels to a CSV or JSONL file.")
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Give the soft labels to the project, as answers of a machine annotator.")
    ] = False,
    annotator: Annotated[str, typer.Option(help="The machine annotator's name.")] = "labelling functions",
    shown: Annotated[int, typer.Option("--show", min=0, max=500, help="Items to propose to people.")] = 10,
    as_json: Json = False,
) -> None:
    """Label by rules of thumb: how good each is, one soft label from all of them, and what to ask people.

    A function gives an item a class or abstains. Rules are written down (keywords, regex, lookup, above and below);
    a .py file holds functions decorated with asknext.quality.weak.labelling_function and is run. Labels that people
    gave measure the functions. --apply never replaces a person's answer; see overlap: machines in asknext.yaml.

    \b
    asknext quality weak messages --functions rules.yaml
    asknext quality weak messages -f rules.yaml --output soft.csv --least 0.8
    asknext quality weak messages -f rules.yaml --apply

    \b
    # rules.yaml
    functions:
      - {name: prize, keywords: [prize, winner, claim], label: spam}
      - {name: long number, regex: '\\d{5,}', label: spam}
      - {name: short, field: length, below: 50, label: ham}
    """
    from asknext.cli.quality.functions_file import read_functions
    from asknext.cli.quality.soft_label_file import write_soft_labels
    from asknext.cli.quality.weak_text import weak_data, weak_text
    from asknext.labelling.weak import weak_study
    from asknext.project.folder import open_project

    console, shares = Console(as_json=as_json), None if balance is None else _balance(balance)
    with open_project(folder) as project, console.progress("Applying", "items") as advance:
        field = "text" if project.config.content == "row" else project.config.content
        found = weak_study(
            project, read_functions(functions, field), model=model, balance=shares, queries=shown, progress=advance
        )
        stored = _given(project, found, least, annotator) if apply else None
    rows = None if output is None else write_soft_labels(found, output, least)
    data = {**weak_data(found, least), "output": output and str(output), "rows": rows, "applied": stored}
    console.result(data, "\n\n".join([weak_text(found, least), *_done(output, rows, stored, annotator)]))


def _balance(text: str) -> dict[str, float]:
    try:
        pairs = [part.rsplit("=", 1) for part in text.split(",")]
        return {name.strip(): float(share) for name, share in pairs}
    except ValueError:
        raise InputError(f"--balance is CLASS=SHARE,CLASS=SHARE, such as ham=0.9,spam=0.1; found {text!r}.") from None


def _given(project: Any, found: WeakStudy, least: float, annotator: str) -> int:
    from asknext.labelling.weak import give_machine_answers
    from asknext.quality.weak import training_set

    kept = training_set(found.soft, least=least)
    answers = {
        int(found.positions[row]): found.classes[label].id
        for row, label in zip(kept.rows.tolist(), kept.labels.tolist(), strict=True)
    }
    return give_machine_answers(project, answers, annotator=annotator)


def _done(output: Path | None, rows: int | None, stored: int | None, annotator: str) -> list[str]:
    lines = [] if rows is None else [f"{counted(rows, 'soft label')} written to {output}."]
    if stored is not None:
        lines.append(f"{counted(stored, 'answer')} given as {annotator!r}, a machine annotator.")
    return lines
