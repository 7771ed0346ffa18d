"""Write the reference pages that are made from the code; ``python -m docs.reference_pages``.

A test compares them with what this would write, so that they cannot fall behind.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "reference"
NOTE = "<!-- Written by docs/reference_pages.py from the code; do not edit. -->\n"


def pages() -> dict[str, str]:
    """File name -> text of every page that is made from the code."""
    return {
        "command_line.md": command_line(),
        "strategies.md": strategies(),
        "stopping_rules.md": stopping_rules(),
        "settings.md": settings(),
        "http.md": http(),
    }


def command_line() -> str:
    """Every command with its arguments and options, from the application itself."""
    from typer.main import get_command

    from asknext.cli.app import app

    group: Any = get_command(app)
    parts = [
        "# Command line",
        "Every command has `--help` with an example, and `--json` for programs: then exactly one JSON object is "
        "printed to stdout, and everything else goes to stderr.",
        "| exit code | means |\n|---|---|\n| 0 | done |\n| 1 | failed: the data, the project or the machine |\n"
        "| 2 | wrong usage: an unknown command, option or name, a value that cannot be |\n| 130 | stopped by Ctrl-C |",
        'With `--json`, a failure prints `{"error": {"code": ..., "message": ...}}`. Set `ASKNEXT_TRACEBACK=1` to see '
        "where an error came from.",
        *(_command(name, command) for name, command in _commands(group)),
    ]
    return NOTE + "\n" + "\n\n".join(parts) + "\n"


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its whole name, those of a group one by one."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield before + name, command


def _command(name: str, command: Any) -> str:
    text, example = _help(command.help or "")
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option"]
    usage = " ".join(["asknext", name, *(each.metavar or each.name.upper() for each in arguments), "[OPTIONS]"])
    parts = [f"## {name}", f"`{usage}`", text]
    if example:
        parts.append(f"```\n{example}\n```")
    rows = [f"| `{' / '.join([*each.opts, *each.secondary_opts])}` | {_sentence(each)} |" for each in options]
    parts.append("| option | |\n|---|---|\n" + "\n".join(rows))
    return "\n\n".join(parts)


def _help(text: str) -> tuple[str, str]:
    before, _, after = inspect.cleandoc(text).partition("\b")
    return before.strip(), after.strip()


def _sentence(option: Any) -> str:
    default = option.default
    shown = default not in (None, False, (), []) and not callable(default) and not option.required
    text = (option.help or "").replace("|", "\\|")
    if option.required:
        return f"{text} Required."
    return f"{text} Default: `{default}`." if shown and not isinstance(default, bool) else text


def strategies() -> str:
    """A table of every strategy, with links to the pages of the families."""
    import asknext

    head = "| strategy | needs | tasks | time | memory | source |\n|---|---|---|---|---|---|"
    parts = [
        "# Strategies",
        "A strategy is given as a name (`margin`), as a mapping with its parameters "
        "(`{name: weighted_kmeans, beta: 10}`), or in Python as an object. Costs are in n items, d dimensions, "
        "C classes, a batch of b, m labelled, K committee members; memory is beyond the inputs. What each does, with "
        "its parameters and a picture: [by family](../strategies/index.md).",
        head + "\n" + "\n".join(_row(info) for info in asknext.strategies().values()),
    ]
    return NOTE + "\n" + "\n\n".join(parts) + "\n"


def _row(info: Any) -> str:
    needs, tasks = ", ".join(info.needs) or "-", ", ".join(map(_words, info.tasks))
    link = f"[{info.name}](../strategies/{info.family}.md#{info.name})"
    return f"| {link} | {needs} | {tasks} | {info.time} | {info.memory} | {info.source} |"


def stopping_rules() -> str:
    """Every stopping rule: what it says when, its parameters and its source."""
    from asknext.stopping.registry import rules

    parts = [
        "# Stopping rules",
        "After every round each rule gives one sentence with its number. They advise; nothing is stopped for you. How "
        "to read them together: [when to stop](../explanation/stopping.md).",
    ]
    for name, rule in rules().items():
        lines = [
            f"## {name}",
            " ".join(rule["summary"].split()).replace("``", "`"),
            f"Source: {rule['source'].rstrip('.')}.",
        ]
        rows = [f"| `{key}` | `{_default_of(value)}` |" for key, value in rule["parameters"].items()]
        if rows:
            lines.append("| parameter | default |\n|---|---|\n" + "\n".join(rows))
        parts.append("\n\n".join(lines))
    return NOTE + "\n" + "\n\n".join(parts) + "\n"


def _default_of(value: Any) -> str:
    return "required" if value is inspect.Parameter.empty else repr(value)


def settings() -> str:
    """Every key of ``asknext.yaml`` with its default."""
    from asknext.project.config import Config

    parts = [
        "# Settings",
        "`asknext.yaml` stands in the project's folder. `asknext init` writes it; it may be edited, and is read anew "
        "when a command or the server starts. An unknown key or a value that cannot be is refused with a sentence. "
        "Every key has a default. `content`, `columns` and `seed` are for good once data has been imported.",
    ]
    parts += [f"## {name}\n\n{text}" for name, text in _keys(Config)]
    return NOTE + "\n" + "\n\n".join(parts) + "\n"


MEANING = {
    "version": "The version of this file's form: 1.",
    "title": "What the browser shows.",
    "task": "`single_label`: one class an item. `multi_label`: any number, none included. `objects`: shapes on images "
    "or frames; `spans` of text; `regions` of sound; `pairwise`; `number`; `ordinal`. `detection`, `segmentation`, "
    "`keypoints` and `ner` are other names of `objects` and `spans`. See [label media](../how_to/media.md).",
    "annotate": "What annotations may be. `shapes` of objects: box, oriented_box, polygon, mask, keypoints. "
    "`relations`: names of relations between spans. `least`, `most`, `step`, `unit`: of numbers. `levels`: names of "
    "ranks, the lowest first. `tie`: whether neither of a pair may be preferred. `pair_of`: text or image.",
    "content": "What an item is: `text`, `image`, `row` (a table row), `audio`, `frames` of a video, or a `pair`.",
    "columns": "Which column of the data holds what; `null` is not used.",
    "media": "The folder that image paths are relative to; itself relative to the project's folder, or absolute.",
    "classes": "A list of `{name, key, description, keypoints, skeleton}`. A key is one character; keypoints are names "
    "of points, the skeleton pairs of them that are joined, counted from 0. They are read when the project is made; "
    "later, classes are added in the browser and live in the database.",
    "strategy": "How the next items are chosen: a [name](strategies.md), or a mapping with `name` and its parameters.",
    "seed": "The seed of all randomness.",
    "control": "The share of items of the [control stream](../explanation/control_stream.md), from 0 to below 1; read "
    "when items are imported, and as the share of the queue.",
    "retrain": "A new round after so many answers, or after so many seconds where there is at least one new answer.",
    "target": "`{metric: accuracy, value: 0.9}`: labelling may stop at this score. Metrics: METRICS.",
    "stopping": "A list of [stopping rules](stopping_rules.md), names or mappings such as "
    "`{name: cost_optimal, uses: 50000}`; `null` is the usual ones. Target and budget count besides.",
    "budget": "What may be spent: labels, seconds of labelling, money; `null` is no limit.",
    "price": "What a label, or an hour of an annotator, costs; for the money budget.",
    "embeddings": "`model`: `default`, `sentence-transformers:NAME` or `onnx:PATH`. `file`: a `.npy` or `.parquet` "
    "file of vectors; see [bring embeddings](../how_to/bring_embeddings.md).",
    "queue": "`preload`: items the browser holds ready. `lease_seconds`: for how long they are its own.",
    "reading": "How CSV and text files are read; `null` is found out from the file.",
    "guess": "When the model's guess is shown: `after` the answer, `before`, or `never`.",
    "balance": "`target`: class -> share of what is asked, by prediction; `strength`: from 0, the strategy's own "
    "order, to 1, the shares; see [label quality](../how_to/label_quality.md).",
    "reask": "`rate`: the share of answers that goes to items that have a label already and are worth another one.",
    "own_quality": "Whether annotators see their own numbers, and nobody else's.",
    "guidelines": "A Markdown file shown to annotators beside the item, cleaned; see "
    "[guidelines](../how_to/guidelines.md). Those edited in the browser come before it.",
    "about": "What the data is and where it comes from, for the data card.",
    "licence": "The licence of the data, for the data card.",
    "database": "`{url: postgresql+psycopg://..., schema: NAME}`: where the project's tables are; `null` is the file "
    "`project.db`. See [PostgreSQL](../how_to/postgresql.md).",
    "outside": "`allow_private`: hosts and networks inside that webhooks and machines may reach; see "
    "[security](../explanation/security.md).",
    "machines": "Models of others that label; see [let machines label](../how_to/let_machines_label.md).",
    "overlap": "How many answers an item gets: `labels` at first; `adaptive` up to `most` while the consensus is less "
    "sure than `confidence`. `consensus`: `weighted` or `majority`. Answers that differ go to a reviewer below "
    "`adjudicate`. `machines`: whether theirs count. See [ask several people](../how_to/ask_several_people.md).",
    "review": "Which labels a reviewer sees first: a `share` of all, those of `annotators`, those `below` a "
    "confidence. `return_after`: seconds an item waits for its annotator. "
    "See [review answers](../how_to/review_answers.md).",
    "gold": "`rate`: the share of gold items among those asked; `accuracy`, `kappa`: what is expected; `least`: "
    "answers before anything is said; `agreement`: how far annotations must agree with the right ones. "
    "See [check annotators](../how_to/check_annotators.md).",
    "qualification": "A test before real work: `items` (0: none), the `accuracy` to reach, `attempts`, and `wait` "
    "seconds between them.",
    "skills": "Where nobody logs in: annotator -> a list of skills, for items that need one.",
}


def _keys(kind: type[Any]) -> Iterator[tuple[str, str]]:
    from asknext.measures import METRICS

    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        meaning = MEANING[field.name].replace("METRICS", ", ".join(f"`{name}`" for name in METRICS))
        inner = _dataclass_in(hints[field.name])
        if inner is None or field.name == "classes":
            default = "none" if field.name == "classes" else f"`{_yaml(_default(field))}`"
            yield field.name, f"{meaning} Default: {default}."
            continue
        nested = [each for each in dataclasses.fields(inner) if field.name != "target"]
        rows = [f"| `{each.name}` | `{_yaml(_default(each))}` |" for each in nested]
        table = "\n\n| key | default |\n|---|---|\n" + "\n".join(rows) if rows else " Default: `null`."
        yield field.name, meaning + table


def _dataclass_in(hint: Any) -> type[Any] | None:
    options = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    return next((each for each in options if dataclasses.is_dataclass(each)), None)  # type: ignore[arg-type, return-value]


def _default(field: Any) -> Any:
    return field.default if field.default is not dataclasses.MISSING else field.default_factory()


def _yaml(value: Any) -> str:
    words = {"None": "null", "True": "true", "False": "false"}
    return words.get(str(value), str(value))


def http() -> str:
    """Every route, from the OpenAPI description."""
    from fastapi import FastAPI

    from asknext.server import routes

    alone, workspace = FastAPI(), FastAPI()
    for router in routes.PROJECT_ROUTERS:
        alone.include_router(router, prefix="/api/v1")
    for router in (*routes.SERVER_ROUTERS, *routes.ALONE_ROUTERS):
        alone.include_router(router)
    for router in routes.WORKSPACE_PROJECT_ROUTERS:
        workspace.include_router(router, prefix="/api/v1/projects/{project}")
    for router in routes.WORKSPACE_ROUTERS:
        workspace.include_router(router)
    described: Mapping[str, Any] = {**alone.openapi()["paths"], **workspace.openapi()["paths"]}
    parts = [
        "# HTTP API",
        "JSON in and out, below `/api/v1`. The full description is served at `/api/v1/openapi.json`. An error is "
        '`{"error": {"code": ..., "message": ...}}` with a 4xx status. A request that changes something has to come '
        "from the same origin; scripts send `Authorization: Bearer TOKEN` where a token is needed.",
        "Of a project in a workspace everything is below `/api/v1/projects/PROJECT` in place of `/api/v1`.",
    ]
    for path, methods in sorted(described.items()):
        for method, route in methods.items():
            text = inspect.cleandoc(route.get("description") or route.get("summary") or "").replace("``", "`")
            parts.append(f"## {method.upper()} {path}\n\n{text}")
    return NOTE + "\n" + "\n\n".join(parts) + "\n"


def _words(name: str) -> str:
    return name.replace("_", "-")


def main() -> None:
    """Write the pages."""
    HERE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
