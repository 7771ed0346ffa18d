"""The pool as a map: where items lie, what is known of them, which are alike, and the moments of a video."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathParameter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from asknext.labelling.desk import Desk
from asknext.labelling.explore import Neighbour, moments_of, most_similar
from asknext.labelling.explore.briefs import briefs
from asknext.people.verb import Verb
from asknext.project.embeddings import embeddings_at_hand
from asknext.project.pool_map import METHODS, available_methods, kept_map
from asknext.server.errors import NotFound
from asknext.server.map_making import Making
from asknext.server.pool_columns import Columns
from asknext.server.routes.access import ERRORS, answer, desk_of, needs, place_of

router = APIRouter(prefix="/explore", tags=["explore"], responses=ERRORS, dependencies=[Depends(needs(Verb.SEE_ITEMS))])

Method = Literal["pca", "umap", "tsne"]
Item = Annotated[int, PathParameter(ge=0, lt=2**31, description="The item's position in the project.")]
BINARY = "application/octet-stream"
_COLUMNS: dict[int | str, dict[str, Any]] = {
    200: {"content": {BINARY: {}}, "description": "Columns of numbers; the layout is told in the reference."},
    304: {"description": "They are as they were."},
    **ERRORS,
}


class WantedMap(BaseModel):
    """The map to be made."""

    model_config = ConfigDict(extra="forbid")

    method: Annotated[Method, Field(description="How items are placed.")]


class MapAnswer(BaseModel):
    """A map: ``none``, ``making``, ``ready`` or ``failed``; ``stale`` where it is not of all items as they are now."""

    method: str
    state: Literal["none", "making", "ready", "failed"]
    stale: bool
    items: int
    computed: int
    digest: str
    sentence: str


class ExploreAnswer(BaseModel):
    """``n`` items, the ``version`` of their columns, the ways to place them, and the map of the one asked for."""

    n: int
    version: str
    methods: list[str]
    available: list[str]
    map: MapAnswer


@router.get("", response_model=ExploreAnswer)
async def explore(request: Request, method: Method = "pca") -> JSONResponse:
    """What there is to see; asked for again and again."""
    place = place_of(request)
    making = place.map_making.making(method)
    shown = await asyncio.to_thread(_map, place.desk, method, making)
    version = await asyncio.to_thread(place.columns.version)
    known = {"methods": list(METHODS), "available": list(available_methods())}
    return answer({"n": place.project.n, "version": version, **known, "map": shown})


@router.post("/maps", status_code=202, response_model=MapAnswer)
async def make_map(request: Request, body: WantedMap) -> JSONResponse:
    """Have a map made, or made anew; it is done in the background."""
    place = place_of(request)
    if place.project.n:
        place.map_making.wish(body.method)
    return answer(await asyncio.to_thread(_map, place.desk, body.method, place.map_making.making(body.method)), 202)


@router.get("/positions", response_class=Response, responses=_COLUMNS)
async def positions(request: Request, method: Method = "pca") -> Response:
    """Where the items lie on the map, as (n, 2) uint16; the first n of the project have a place."""
    place = place_of(request)
    found, _ = await asyncio.to_thread(kept_map, place.project, method)
    if found is None:
        raise NotFound("There is no map of this kind yet.")
    return _binary(request, await asyncio.to_thread(place.columns.positions, found))


@router.get("/columns", response_class=Response, responses=_COLUMNS)
async def columns(request: Request) -> Response:
    """State, label, guess, score, round and annotator of every item."""
    return _binary(request, await asyncio.to_thread(place_of(request).columns.columns))


@router.get("/items", response_model=dict[str, Any])
async def some_items(
    request: Request, items: Annotated[list[Annotated[int, Field(ge=0, lt=2**31)]], Query(max_length=100)]
) -> JSONResponse:
    """Content, state and label of some items, in the order asked for."""
    return answer({"items": await asyncio.to_thread(_briefs, desk_of(request), items)})


@router.get("/similar/{item}", response_model=dict[str, Any])
async def similar(request: Request, item: Item, count: Annotated[int, Query(ge=1, le=200)] = 24) -> JSONResponse:
    """The items whose embeddings are nearest to that of ``item``, by exact search: {items: [{..., distance}]}."""
    return answer({"items": await asyncio.to_thread(_similar, desk_of(request), item, count)})


@router.get("/moments/{item}", response_model=dict[str, Any])
async def moments(request: Request, item: Item) -> JSONResponse:
    """The items of the same video by time: {unit, moments: [{item, id, at, state}]}."""
    return answer(await asyncio.to_thread(_moments, desk_of(request), item))


def _map(desk: Desk, method: str, making: Making) -> dict[str, Any]:
    found, fresh = kept_map(desk.project, method)
    ready = {"state": "none", "items": 0, "computed": 0, "digest": "", "sentence": ""}
    if found is not None:
        told = {"computed": found.computed, "digest": found.digest, "sentence": found.sentence}
        ready = {"state": "ready", "items": len(found.positions), **told}
    state = ready if making.state == "idle" else {**ready, "state": making.state, "sentence": making.sentence}
    return {"method": method, "stale": found is not None and not fresh, **state}


def _binary(request: Request, found: Columns) -> Response:
    headers = {"ETag": f'"{found.version}"', "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.data, media_type=BINARY, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.plain(), media_type=BINARY, headers=headers)


def _briefs(desk: Desk, items: list[int]) -> list[dict[str, Any]]:
    with desk.project.database.read() as conn:
        return briefs(conn, desk.project.config, items)


def _similar(desk: Desk, item: int, count: int) -> list[dict[str, Any]]:
    found = embeddings_at_hand(desk.project)
    if found is None:
        raise NotFound("There are no embeddings yet: the first training round, or the first map, makes them.")
    nearest: list[Neighbour] = most_similar(found[0], item, count)
    distances = {each.item: each.distance for each in nearest}
    shown = _briefs(desk, list(distances))
    return [{**each, "distance": distances[each["item"]]} for each in shown]


def _moments(desk: Desk, item: int) -> dict[str, Any]:
    with desk.project.database.read() as conn:
        unit, found = moments_of(conn, item)
    return {"unit": unit, "moments": [asdict(each) for each in found]}
