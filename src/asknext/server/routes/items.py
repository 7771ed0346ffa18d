"""The list of items, one item's history, and more items by HTTP."""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathParameter
from starlette.responses import JSONResponse

from asknext.errors import InputError
from asknext.labelling.desk import Desk
from asknext.labelling.judged import shown_label, shown_votes
from asknext.labelling.ontology.meant import meant_guess
from asknext.labelling.present import STATE_NAMES, content_of, one_item
from asknext.labelling.queue import CONTROL, STRATEGY
from asknext.labelling.work import LONGEST_NAME
from asknext.people.verb import Verb
from asknext.project.ontology import Ontology
from asknext.project.ontology.reading import read_ontology
from asknext.server.errors import NotFound, Refused
from asknext.server.routes.access import ERRORS, annotator_of, answer, desk_of, needs, training_of
from asknext.server.work_bodies import ImportAnswer, ItemsAnswer
from asknext.store.browse import count_items_like, item_page, item_rows
from asknext.store.events import comments_on, events_of_item, labels_on
from asknext.store.schema import OPEN
from asknext.store.votes import votes_on

router = APIRouter(tags=["items"], responses=ERRORS)

State = Literal["open", "labelled", "skipped", "ignored", "review", "rejected", "disputed", "flagged", "all"]
Guess = Callable[[int], "list[tuple[str, float]] | None"]
PASSES = 40

_NDJSON = {
    "requestBody": {
        "required": True,
        "content": {"application/x-ndjson": {"schema": {"type": "string", "description": "One JSON object a line."}}},
    }
}


@router.get("/items", dependencies=[Depends(needs(Verb.SEE_ITEMS))], response_model=ItemsAnswer)
async def items(
    request: Request,
    search: Annotated[str, Query(max_length=500)] = "",
    state: State = "all",
    class_: Annotated[str | None, Query(alias="class", max_length=200)] = None,
    stream: Literal["strategy", "control"] | None = None,
    disagrees: bool = False,
    after: Annotated[int, Query(ge=-1, lt=2**31)] = -1,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> JSONResponse:
    """A page of items in their order: {items, next, total}."""
    if any(each == "\0" or "\ud800" <= each <= "\udfff" for each in search + (class_ or "")):
        raise InputError("A search is text; it holds a character that is none.")
    filters = {
        "search": search,
        "state": state,
        "value": class_ or None,
        "control": None if stream is None else stream == CONTROL,
    }
    desk = desk_of(request)
    # a search goes through every item: that must not hold up those who label
    return answer(await asyncio.to_thread(_page, desk, filters, disagrees, after, limit))


def _page(desk: Desk, filters: dict[str, Any], disagrees: bool, after: int, limit: int) -> dict[str, Any]:
    with desk.project.database.read() as conn:
        total = None if disagrees else count_items_like(conn, **filters)
        guess = _guess(desk, read_ontology(conn))
        rows, more = _rows(conn, filters, guess if disagrees else None, after, limit)
        comments = comments_on(conn, [each.pos for each in rows])
    shown = [_listed(desk, each, guess(each.pos), len(comments.get(each.pos, []))) for each in rows]
    return {"items": shown, "next": rows[-1].pos if rows and more else None, "total": total}


def _rows(
    conn: Any, filters: dict[str, Any], disagrees_with: Guess | None, after: int, limit: int
) -> tuple[list[Any], bool]:
    found: list[Any] = []
    for _ in range(PASSES if disagrees_with else 1):
        size = 2000 if disagrees_with else limit + 1
        rows = item_page(conn, **filters, after=after, limit=size)
        found += [each for each in rows if disagrees_with is None or _disagrees(disagrees_with(each.pos), each)]
        if len(found) > limit or len(rows) < size:
            break
        after = rows[-1].pos
    return found[:limit], len(found) > limit


def _guess(desk: Desk, ontology: Ontology) -> Guess:
    """What the model thinks of an item, by the classes as they are now."""
    ranking = desk.queue.ranking
    return lambda row: None if ranking is None else meant_guess(ranking.guess(row), ontology)


def _disagrees(guess: list[tuple[str, float]] | None, row: Any) -> bool:
    return row.value is not None and guess is not None and guess[0][0] not in json.loads(row.value)


def _listed(desk: Desk, row: Any, guess: list[tuple[str, float]] | None, comments: int) -> dict[str, Any]:
    return {
        "item": row.pos,
        "id": row.id,
        "content": content_of(desk.project.config, row),
        "state": "labelled" if row.state == OPEN and row.value is not None else STATE_NAMES[row.state],
        "flagged": row.flagged,
        "label": None if row.value is None else json.loads(row.value),
        "guess": guess,
        "stream": row.stream or (CONTROL if row.control else STRATEGY),
        "annotator": row.annotator,
        "at": row.at,
        "comments": comments,
    }


@router.get("/items/{item}", dependencies=[Depends(needs(Verb.SEE_ITEMS))], response_model=dict[str, Any])
async def item(request: Request, item: Annotated[int, PathParameter(ge=0, lt=2**31)]) -> JSONResponse:
    """One item with everything that happened to it."""
    desk = desk_of(request)
    with desk.project.database.read() as conn:
        row = item_rows(conn, [item]).get(item)
        if row is None:
            raise NotFound(f"There is no item {item}.")
        shown = one_item(conn, desk.project.config, desk.queue, row)
        first = item if row.copy_of is None else row.copy_of
        happened = [_event(each) for each in events_of_item(conn, first)]
        votes, label = votes_on(conn, [first]).get(first, []), labels_on(conn, [first]).get(first)
    judged = {"votes": shown_votes(votes), "proposed": shown_label(label)}
    return answer({**shown, "state": STATE_NAMES[row.state], "events": happened, **judged})


@router.get("/answered/{item}", dependencies=[Depends(needs(Verb.LABEL))], response_model=dict[str, Any])
async def answered(
    request: Request,
    item: Annotated[int, PathParameter(ge=0, lt=2**31)],
    annotator: Annotated[str, Query(max_length=LONGEST_NAME, description="Where nobody logs in.")] = "",
) -> JSONResponse:
    """An item that one has answered oneself, with that answer, to change it."""
    desk, name = desk_of(request), annotator_of(request, annotator)
    with desk.project.database.read() as conn:
        own = [each for each in votes_on(conn, [item]).get(item, []) if each.annotator == name]
        if not own:
            raise NotFound(f"You have no answer on an item {item}.")
        shown = one_item(conn, desk.project.config, desk.queue, item_rows(conn, [item])[item])
    return answer({**shown, "label": json.loads(own[0].value)})


def _event(row: Any) -> dict[str, Any]:
    names = ("uid", "kind", "at", "annotator", "seconds", "stream", "strategy", "score", "ranking", "reason")
    value = json.loads(row.value) if row.kind == "label" else row.value
    return {name: getattr(row, name) for name in names} | {
        "value": value,
        "late": not row.current,
        "undone": bool(row.undone),
    }


@router.post("/items", dependencies=[Depends(needs(Verb.IMPORT))], response_model=ImportAnswer, openapi_extra=_NDJSON)
async def add_items(request: Request) -> JSONResponse:
    """Import rows as in a JSONL file: {added, known, copies, rejected, labels, ...}."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-ndjson", "application/jsonl"):
        raise Refused(415, "media_type", "Send rows as application/x-ndjson: one JSON object a line.")
    desk = desk_of(request)
    with tempfile.TemporaryDirectory(dir=desk.project.folder, prefix=".upload-") as folder:
        path = Path(folder) / _file_name(request.headers.get("x-filename", ""))
        with open(path, "wb") as file:
            async for chunk in request.stream():
                file.write(chunk)
        with training_of(request).held_back():
            report = await asyncio.to_thread(_import, desk, path)
            desk.refresh()
    return answer(report)


def _import(desk: Desk, path: Path) -> dict[str, Any]:
    from asknext.project.importing import import_data

    report: Any = import_data(desk.project, [path])
    found = asdict(report) if is_dataclass(report) and not isinstance(report, type) else dict(report)
    return {name: str(value) if isinstance(value, Path) else value for name, value in found.items()}


def _file_name(given: str) -> str:
    """A name that is safe on the disk and still says where rows came from."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", given.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].rpartition(".")[0] or given)
    return f"{stem.strip('-')[:80] or 'upload'}.jsonl"
