"""``asknext select``: choose items from media or arrays on disk, without a project."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Advance, Console
from asknext.cli.counted import counted
from asknext.cli.options import Json
from asknext.errors import DataError

if TYPE_CHECKING:
    from asknext.strategies.batch import Batch

__all__ = ["select"]

_SHOWN = 20


def select(
    config: Annotated[Path, typer.Argument(metavar="CONFIG.yaml", help="What to choose.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Of arrays: a .csv, .json or .npy file. Of media: a folder. Instead of the configuration's own.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Choose the items most worth labelling from images, videos, recordings or arrays on disk; no project is needed.

    With the key input (folders, files or a table) the configuration is about media: the chosen files or frames are left
    in a folder, with a queue for `asknext init`, predictions, metadata, selection.json and a report. A run that was
    ended goes on where it stood. Further keys: selection (n or proportion, and strategies; Lightly's configuration is
    taken as it is), kind, embeddings, predictions, model, queries, preselected, duplicates, most_per_video,
    sequence_length, frames_per_second, baseline, seed, cache.

    \b
    # choose.yaml
    input: clips/
    output: chosen/
    selection:
      n: 50
      strategies: [diversity]

    Without input it is about arrays: the configuration names a strategy (a name, arithmetic, or a mapping with
    parameters), how many items (or which share of them), and the files of what the strategy needs. Arrays in .npy are
    memory-mapped and read in pieces; .csv, .parquet and file.npz:name work as well. Further keys: committee,
    predictions, labels, labelled, columns, annotations, detections, sequences, task, seed, allow_fewer, max_memory,
    threads, output. A selection configuration of Lightly goes under selection_config in place of strategy and n.

    \b
    asknext select choose.yaml --output chosen.csv

    \b
    # choose.yaml, of arrays
    strategy: margin * information_density ** 2
    n: 100
    probabilities: probabilities.npy
    embeddings: embeddings.npy
    labels: labels.csv
    """
    from asknext.cli.selection_file import is_of_media

    console = Console(as_json=as_json)
    if is_of_media(config):
        from asknext.cli.media_selection import select_from_media

        select_from_media(config, output, console)
    else:
        _select_from_arrays(config, output, console)


def _select_from_arrays(config: Path, output: Path | None, console: Console) -> None:
    from asknext.cli.selection_file import read_selection_file, written
    from asknext.strategies import build
    from asknext.strategies.select import select as choose

    selection = read_selection_file(config)
    target = selection.output if output is None else written(output)
    if target is not None:
        _check_place(target)
    strategy = build(selection.strategy)
    with console.progress("Choosing", left=True) as advance:
        batch = choose(strategy, selection.n, progress=_told(advance), **selection.arguments)
    if target is not None:
        _WRITERS[target.suffix.lower()](target, batch)
    data = {"strategy": strategy.describe(), "n": len(batch), "output": None if target is None else str(target)}
    shown = _rows(batch) if target is None else []
    console.result(data | ({"items": shown} if target is None else {}), _text(batch, target))


def _told(advance: Advance) -> Callable[[int, int, str], object]:
    return lambda done, total, label: advance(done, total, label)


def _rows(batch: Batch, most: int | None = None) -> list[dict[str, Any]]:
    """One mapping an item; a score that there is not is None."""
    import numpy as np

    found = []
    for i, row in enumerate(batch.indices[:most].tolist()):
        score = float(batch.scores[i])
        one = {"row": row, "score": score if score == score else None}
        for name in ("annotators", "targets"):
            if (values := getattr(batch, name, None)) is not None:
                one[name] = np.asarray(values[i]).tolist()
        found.append({**one, "reason": batch.reasons[i]})
    return found


def _text(batch: Batch, target: Path | None) -> str:
    from asknext.cli.table import table

    if target is not None:
        return f"{counted(len(batch), 'item')} written to {target}."
    rows = _rows(batch, _SHOWN)
    heads = list(rows[0]) if rows else ["row", "score", "reason"]
    shown = table(heads, [list(row.values()) for row in rows], wide="reason")
    rest = len(batch) - len(rows)
    return shown + (f"\n... and {rest:,} more; --output writes all of them." if rest else "")


def _write_csv(path: Path, batch: Batch) -> None:
    from asknext.formats import write_csv

    rows = _rows(batch)
    heads = list(rows[0]) if rows else ["row", "score", "reason"]
    _replace(path, b"".join(write_csv(heads, (list(row.values()) for row in rows))))


def _write_json(path: Path, batch: Batch) -> None:
    _replace(path, json.dumps(_rows(batch), ensure_ascii=False, indent=1).encode())


def _write_npy(path: Path, batch: Batch) -> None:
    import io

    import numpy as np

    held = io.BytesIO()
    np.save(held, batch.indices, allow_pickle=False)
    _replace(path, held.getvalue())


def _check_place(path: Path) -> None:
    """Said before the choosing, which may take hours."""
    if not path.parent.is_dir():
        raise DataError(f"there is no folder {path.parent}: make it, or name another file", source=str(path))
    if path.is_dir():
        raise DataError("is a folder: name a file", source=str(path))
    if not os.access(path.parent, os.W_OK):
        raise DataError(f"nothing can be written into {path.parent}: name another file", source=str(path))


def _replace(path: Path, data: bytes) -> None:
    """All or nothing: a file that is there stays as it was until the new one is whole."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise DataError(f"cannot be written ({error.strerror}): name another file", source=str(path)) from error


_WRITERS = {".csv": _write_csv, ".json": _write_json, ".npy": _write_npy}
