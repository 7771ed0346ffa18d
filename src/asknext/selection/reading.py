"""All files are looked at, and what is broken is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from asknext.errors import InputError
from asknext.selection.found_files import Found, FoundFile, Problem
from asknext.selection.items import Source
from asknext.selection.looking import Looker

__all__ = ["Read", "look_at"]

Advance = Callable[[float, float, str], object]
_COMMIT = 64


@dataclass(frozen=True)
class Read:
    """``files`` : all of them. ``sources`` : those that can be chosen from, each video once. ``problems`` : the others,
    and those that lost something."""

    files: tuple[Source, ...]
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


def look_at(found: Found, looker: Looker, advance: Advance, *, exact: bool = True) -> Read:
    """Look at every file that was found. ``exact`` : of videos with the same bytes the first counts.

    What was seen is safe every 64 files and after each block of a video, so a run that is ended goes on there. Raises
    `InputError` where not one file can be read.
    """
    files = tuple(_looked(found.files, looker, advance))
    sources, seen = list[Source](), set[str]()
    for each in files:
        again = exact and each.file.kind == "video" and each.facts.hash in seen
        if each.facts.error is None and each.facts.items and not again:
            sources.append(each)
            seen.add(each.facts.hash)
    problems = (*found.problems, *(problem for each in files if (problem := _problem(each)) is not None))
    if not sources:
        reasons = "; ".join(f"{each.file}: {each.reason}" for each in problems[:3])
        raise InputError(f"None of {len(files) + len(found.problems):,} files can be read ({reasons}).")
    return Read(files, tuple(sources), problems)


def _looked(files: Sequence[FoundFile], looker: Looker, advance: Advance) -> list[Source]:
    looked, total = list[Source](), len(files)
    try:
        for at, file in enumerate(files):
            advance(at, total, "")
            facts = looker.look(file, lambda share, at=at, name=file.name: advance(at + share, total, name))  # type: ignore[misc]
            looked.append(Source(file, facts))
            if at % _COMMIT == 0:
                looker.cache.commit()
        advance(total, total, "")
    finally:
        looker.cache.commit()
    return looked


def _problem(source: Source) -> Problem | None:
    facts = source.facts
    if facts.error is not None:
        return Problem(source.file.name, facts.error)
    if facts.trouble is not None:
        return Problem(source.file.name, facts.trouble, facts.lost or None)
    return None
