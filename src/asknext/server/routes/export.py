"""The labelled data as a download that is written while it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from asknext.errors import InputError
from asknext.labelling.export_formats import FORMATS, export_format, export_formats
from asknext.people.verb import Verb
from asknext.project.folder import Project
from asknext.server.exchange_download import ExchangeDownload
from asknext.server.pipe import Pipe
from asknext.server.routes.access import ERRORS, answer, desk_of, needs
from asknext.server.work_bodies import ExportFormatAnswer

router = APIRouter(tags=["export"])

Name = Literal[
    "csv", "jsonl", "parquet", "coco", "conll", "doccano", "huggingface", "label-studio", "label-studio-video",
    "labelme", "native", "spacy", "spans", "table", "voc", "yolo",
]  # fmt: skip
_CARRIED = {
    "description": "Of exchange formats, as JSON: how many items and annotations were written, and how many there are "
    "of each thing that the format has no room for (lost) or says in another way (changed).",
    "schema": {"type": "string"},
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {each.media_type.partition(";")[0]: {} for each in FORMATS.values()},
        "description": "The file; formats of many files are one zip.",
        "headers": {"Asknext-Carried": _CARRIED},
    },
    **ERRORS,
}


@router.get(
    "/export/formats",
    dependencies=[Depends(needs(Verb.EXPORT))],
    response_model=list[ExportFormatAnswer],
    responses=ERRORS,
)
async def formats(request: Request) -> JSONResponse:
    """The formats that have room for the labels of this project: plain tables first, then those of other programs."""
    found = export_formats(desk_of(request).project.config)
    return answer([{"name": each.name, "ending": each.ending, "plain": each.plain} for each in found])


@router.get("/export", dependencies=[Depends(needs(Verb.EXPORT))], response_class=Response, responses=_FILE)
async def export(
    request: Request,
    format: Annotated[Name, Query(description="One of those at /export/formats.")] = "csv",
    labelled: Annotated[bool, Query(description="Leave out what has no label.")] = True,
    votes: Annotated[bool, Query(description="Every answer of every annotator instead, a row each.")] = False,
    ontology_version: Annotated[
        int | None, Query(ge=1, lt=2**31, description="Tell labels by the class names of this version.")
    ] = None,
    yolo: Annotated[
        Literal["detect", "segment", "pose", "obb"] | None, Query(description="Of YOLO; default: by the shapes.")
    ] = None,
    scheme: Annotated[Literal["bio", "iob1", "bioes", "bilou", "io"], Query(description="Of CoNLL's tags.")] = "bio",
    approximate: Annotated[
        bool, Query(description="Write what is near where the format has nothing that fits.")
    ] = False,
) -> Response:
    """Every item, or every labelled one, in the order of import; or every answer."""
    project = desk_of(request).project
    chosen = export_format(project.config, format)
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(format, votes)}"'}
    if chosen.plain:
        pipe = Pipe(_votes(project, format) if votes else _labels(project, format, labelled, ontology_version))
        first = await pipe.read()
    else:
        _refuse_rows_only(format, votes, ontology_version)
        download = ExchangeDownload(project, chosen, not labelled, yolo, scheme, approximate)
        pipe = Pipe(download)
        first = await pipe.read()
        headers["Asknext-Carried"] = download.carried
    return StreamingResponse(pipe.rest(first), media_type=chosen.media_type, headers=headers)


def _file_name(format: str, votes: bool) -> str:
    chosen = FORMATS[format]
    name = "answers" if votes else "labels" if chosen.plain else f"labels-{format}"
    return name + chosen.ending


def _refuse_rows_only(format: str, votes: bool, version: int | None) -> None:
    if votes or version is not None:
        what = "votes" if votes else "ontology_version"
        raise InputError(f"Found {what} with {format}, expected csv, jsonl or parquet, which have rows for that.")


def _labels(project: Project, format: str, labelled: bool, version: int | None) -> Callable[[Any], object]:
    from asknext.project.exporting import export as write

    return lambda output: write(project, format, output, only_labelled=labelled, ontology_version=version)


def _votes(project: Project, format: str) -> Callable[[Any], object]:
    from asknext.project.exporting_votes import export_votes as write

    return lambda output: write(project, format, output)
