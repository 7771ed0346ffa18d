"""``asknext lab convert``: a pickle of feature vectors to a file that holds nothing but values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.errors import DataError, InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["convert"]

_NAMES = ("asset", "url", "id", "index")


def convert(
    pickle: Annotated[Path, typer.Argument(metavar="FEATURES.pkl", help="A pickled table of feature vectors.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.npz", help="Default: the same name, .npz.")
    ] = None,
    asset: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column that names the clips; default: asset, url or id.")
    ] = None,
    largest_mb: Annotated[int, typer.Option(min=1, help="Refuse a larger file, or one that unfolds to more.")] = 1_024,
    as_json: Json = False,
) -> None:
    """Read a feature pickle without running it.

    A pickle is a program; unpickling one runs it. Here it is read as data: plain arrays, lists and pandas tables are
    understood, anything else is refused by its name.

    \b
    asknext lab convert features.pkl
    asknext lab convert features.pkl -o clips/features.npz --asset clip_name
    """
    from asknext.lab.clip_folder import write_feature_file
    from asknext.lab.feature_pickle import Limits, read_feature_pickle

    target = output or pickle.with_suffix(".npz")
    if target.suffix != ".npz":
        raise InputError(f"The output is {target.name}, but only .npz is written.")
    columns = read_feature_pickle(pickle, Limits(bytes=largest_mb * 2**20))
    table = _with_asset(columns, asset, pickle)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_feature_file(table, target)
    shapes = {name: list(values.shape) for name, values in table.items()}
    told = "\n".join(f"  {name}: {_told(values)}" for name, values in table.items())
    Console(as_json=as_json).result({"file": str(target), "columns": shapes}, f"{target} holds\n{told}")


def _with_asset(columns: dict[str, npt.NDArray[Any]], wanted: str | None, path: Path) -> dict[str, npt.NDArray[Any]]:
    """The columns, the one of names called asset."""
    known = [wanted] if wanted else [name for name in _NAMES if name in columns]
    texts = [name for name, values in columns.items() if values.dtype.kind == "U"]
    if not known or known[0] not in texts:
        found = f"none of its columns of texts ({', '.join(texts) or 'it has none'}) is called {wanted or 'asset'}"
        raise DataError(f"{found}: say which column names the clips, with --asset", source=str(path))
    rest = {name: values for name, values in columns.items() if name != known[0]}
    return {"asset": columns[known[0]], **rest}


def _told(values: npt.NDArray[np.generic]) -> str:
    kind = {"U": "texts", "f": "numbers"}.get(values.dtype.kind, str(values.dtype))
    return f"{len(values):,} {kind}" if values.ndim == 1 else f"{len(values):,} vectors of {values.shape[1]:,}"
