"""The application of ``asknext quality``: the whole report, and a command for each subject."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from asknext.cli.options import Folder, Json
from asknext.cli.quality.weak import weak
from asknext.cli.quality.written import written

__all__ = ["quality"]

WHOLE = "report"
SUBJECTS = {
    "label-errors": "Labels that are probably wrong, by confident learning and a noise model.",
    "mismatches": "Items whose label is not what the model says.",
    "duplicates": "Near duplicates with different labels.",
    "ambiguous": "Items over which people split, or which the model cannot tell.",
    "agreement": "Krippendorff's alpha and others, with intervals; who agrees with whom.",
    "annotators": "Accuracy on gold, kappa, skill beside the others, speed, trend, alerts.",
    "consensus": "What several answers come to, by several methods, and how sure it is.",
    "bias": "Who prefers a class, or is worse in some group of items.",
    "balance": "Classes as labelled so far, against a target.",
    "reask": "Labels worth another answer more than any new item is.",
    "outliers": "Items far from all others.",
    "groups": "Groups of items that are scarce, or predicted worse.",
    "order": "Whether the order of the file tells something about the items.",
}

Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write an HTML page that loads nothing, too.")
]
Shown = Annotated[int, typer.Option("--show", min=0, max=500, help="Items to list of each subject.")]


class _WholeByDefault(TyperGroup):
    """``asknext quality DIR`` means ``asknext quality report DIR``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        names = [*self.commands, *self.get_help_option_names(ctx)]
        found: list[str] = super().parse_args(ctx, args if not args or args[0] in names else [WHOLE, *args])
        return found


quality = typer.Typer(
    name="quality",
    cls=_WholeByDefault,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""How far the labels of a project can be trusted, and what to do about it.

    asknext quality DIR is the whole report; with the name of a subject it is that one alone, with more items.

    \b
    asknext quality tweets
    asknext quality tweets -o quality.html
    asknext quality label-errors tweets --show 50
    """,
)


@quality.command(WHOLE)
def report(folder: Folder, output: Output = None, shown: Shown = 5, as_json: Json = False) -> None:
    """Every subject: what was found, what to do, and the first items of each list.

    \b
    asknext quality report tweets --output quality.html
    """
    written(folder, list(SUBJECTS), output, shown, as_json)


def _command(name: str) -> Callable[..., None]:
    def one(folder: Folder, output: Output = None, shown: Shown = 20, as_json: Json = False) -> None:
        written(folder, [name], output, shown, as_json)

    one.__doc__ = f"{SUBJECTS[name]}\n\n\b\nasknext quality {name} tweets"
    return one


for each in SUBJECTS:
    quality.command(each)(_command(each))

quality.command()(weak)
