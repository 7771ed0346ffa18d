"""The data card: what the labelled set is and what to beware of."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from asknext.people.verb import Verb
from asknext.server.routes.access import ERRORS, answer, desk_of, needs

router = APIRouter(tags=["export"], responses=ERRORS)

_CARD: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {}, "text/markdown": {}}, "description": "The card."},
    **ERRORS,
}


@router.get("/card", dependencies=[Depends(needs(Verb.EXPORT))], response_class=Response, responses=_CARD)
async def card(request: Request, format: Literal["json", "markdown"] = "json") -> Response:
    """What is in the labelled set, how items were asked, by how many people, how far they agree, known issues."""
    from asknext.labelling.card_text import card_markdown
    from asknext.labelling.data_card import data_card

    found = await asyncio.to_thread(data_card, desk_of(request).project)
    if format == "json":
        return answer(found)
    headers = {"Content-Disposition": 'attachment; filename="card.md"'}
    return Response(card_markdown(found), media_type="text/markdown; charset=utf-8", headers=headers)
