"""``asknext ask``: the items to label next, as a table or a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json
from asknext.cli.typed_mapping import typed_strategy
from asknext.errors import UnknownName

if TYPE_CHECKING:
    from asknext.labelling.next_batch import Asked
    from asknext.project.folder import Project

__all__ = ["ask"]


def ask(
    folder: Folder,
    n: Annotated[int, typer.Option("-n", "--number", min=1, help="How many items.")] = 10,
    strategy: Annotated[
        str | None,
        typer.Option(
            help="Another strategy than the project's, for this batch alone; browsers go on by the project's own."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write a CSV or JSONL file with an empty label column.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Choose the items most worth labelling.

    Fill in the column label and give the file back with asknext tell. A training round is run first where there are
    answers that the newest ranking has not seen. A share of the items is drawn from the control reserve (column
    stream), so that the answers can say how good the model is.

    \b
    asknext ask tweets -n 50 --output batch.csv
    asknext ask tweets -n 5 --strategy entropy
    asknext ask tweets -n 5 --strategy "margin * information_density ** 2"
    """
    from asknext.labelling.next_batch import next_batch
    from asknext.project.folder import open_project

    console = Console(as_json=as_json)
    wanted = None if strategy is None else typed_strategy(strategy)
    write = None if output is None else _writer(output)
    with open_project(folder) as project, console.progress("Choosing") as advance:
        batch = next_batch(project, n, strategy=wanted, progress=advance)
        rows = [_row(project, each) for each in batch.items]
    data = {"strategy": batch.strategy, "ranking": batch.ranking, "labels": batch.labels}
    if output is None or write is None:
        console.result({**data, "items": rows}, _table(batch.items))
        return
    _write(output, write, rows)
    todo = f"Fill in the column label, then: asknext tell {folder} {output}"
    text = f"{counted(len(rows), 'item')} written to {output}. {todo}"
    console.result({**data, "output": str(output), "rows": len(rows)}, text)


def _row(project: Project, asked: Asked) -> dict[str, Any]:
    content: Any = asked.content
    if project.config.content == "row":
        content = json.loads(content)
    fixed = {"item": asked.item, "id": asked.id, project.config.content: content}
    return {**fixed, "stream": asked.stream, "score": asked.score, "reason": asked.reason}


def _table(batch: Sequence[Asked]) -> str:
    from asknext.cli.table import table

    rows = [(each.id, each.stream, each.score, each.reason, " ".join(each.content.split())) for each in batch]
    return table(["id", "stream", "score", "reason", "content"], rows, wide="content")


def _writer(output: Path) -> Any:
    from asknext.formats import write_csv, write_jsonl

    writers = {".csv": write_csv, ".jsonl": write_jsonl}
    if output.suffix.lower() not in writers:
        raise UnknownName("batch format", output.suffix or output.name, writers)
    return writers[output.suffix.lower()]


def _write(output: Path, write: Any, rows: Sequence[dict[str, Any]]) -> None:
    columns = ["id", "label", *(name for name in rows[0] if name not in ("id", "item"))]
    lines = ([_cell(row.get(name), output) for name in columns] for row in rows)
    with output.open("wb") as file:
        file.writelines(write(columns, lines))


def _cell(value: Any, output: Path) -> Any:
    is_csv = output.suffix.lower() == ".csv"
    return json.dumps(value, ensure_ascii=False) if is_csv and isinstance(value, dict) else value
