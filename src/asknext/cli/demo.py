"""``asknext demo``: the main job on the handwritten digits that come with scikit-learn."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json

__all__ = ["demo"]

SIDE = 64
ROUNDS, BATCH, SEEDS = 20, 10, 10


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the demo project goes.")] = Path("demo"),
    simulation: Annotated[
        bool, typer.Option("--simulation/--no-simulation", help="Whether to simulate, or only make the project.")
    ] = True,
    as_json: Json = False,
) -> None:
    """See it work on handwritten digits.

    Makes a project of them and shows active learning beside random on it. A demo project that is there already is
    kept, with the labels you gave.

    \b
    asknext demo demo
    asknext serve demo
    """
    from asknext.cli.labelled_data import labelled_file
    from asknext.cli.simulate import run, show

    console, began = Console(as_json=as_json), time.monotonic()
    answers = _digits(folder)
    if not (folder / "asknext.yaml").exists():
        _project(folder, console)
    if not simulation:
        console.result({"project": str(folder)}, f"To label by hand in the browser: asknext serve {folder}")
        return
    console.note(
        "Simulating on 1,797 handwritten digits: "
        f"margin beside random, {ROUNDS} rounds of {BATCH} labels, {SEEDS} seeds."
    )
    columns = {"text": None, "image": "image", "label": "label", "id": "image"}
    data = labelled_file(answers, columns, task="single-label", embeddings="default", console=console)
    found = run(
        data,
        strategies=["margin", "random"],
        rounds=ROUNDS,
        batch=BATCH,
        seeds=SEEDS,
        metric=None,
        model="default",
        test_share=0.25,
        workers=None,
        console=console,
    )
    show(found, data, folder / "report.html", console)
    console.note(f"\nDone in {time.monotonic() - began:.0f} s. To label by hand in the browser:\n\n    make serve\n")


def _project(folder: Path, console: Console) -> None:
    """The digits without their labels, to be labelled by hand."""
    from asknext.cli.import_ import import_with_progress
    from asknext.project.config import ClassConfig, Config
    from asknext.project.folder import create_project

    config = Config(
        title="Handwritten digits",
        content="image",
        media="digits",
        classes=tuple(ClassConfig(name, key=name) for name in "0123456789"),
    )
    with create_project(folder, config) as project:
        import_with_progress(project, [folder / "digits"], strict=False, console=console)


def _digits(folder: Path) -> Path:
    """Write the pictures, enlarged so that one can read them, and a table with what they show; gives the table."""
    from PIL import Image
    from sklearn.datasets import load_digits

    digits, pictures, answers = load_digits(), folder / "digits", folder / "digits.csv"
    pictures.mkdir(parents=True, exist_ok=True)
    names = [f"{at:04d}.png" for at in range(len(digits.images))]
    for name, pixels in zip(names, digits.images, strict=True):
        if not (pictures / name).exists():
            grey = (255 - pixels * 255 / 16).astype("uint8")
            Image.fromarray(grey).resize((SIDE, SIDE), Image.Resampling.BICUBIC).save(pictures / name)
    with answers.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["image", "label"])
        rows.writerows([f"digits/{name}", int(digit)] for name, digit in zip(names, digits.target, strict=True))
    return answers
