"""Library by strategy: which give what the definitions say. ``python -m tests.conformance.table`` prints it.

Peers that are installed beside us are included, the others skipped. Those in an environment of their own are asked
there: ``--peers /path/to/python``, or one by one ``--peer scikit-activeml=/path/to/python``; that interpreter needs the
peer, numpy, scipy and scikit-learn, not asknext.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

from tests.conformance.cases import load_definitions
from tests.conformance.checks import ABSENT, CRASHES, REFUSES, RIGHT, VARIANT, WRONG, verdict
from tests.conformance.definition import DEFINITIONS
from tests.conformance.notes import note

__all__ = ["main"]

ADAPTERS = {"asknext": "asknext", "scikit-activeml": "scikit_activeml", "modAL": "modal", "small-text": "small_text"}
_ROOT = Path(__file__).parents[2]
# An installed library may bring a package called "tests", which would hide ours.
_START = (
    "import runpy, sys, types; sys.path.insert(0, '.'); ours = types.ModuleType('tests'); ours.__path__ = ['tests']; "
    "sys.modules['tests'] = ours; runpy.run_module('tests.conformance.table', run_name='__main__', alter_sys=True)"
)

Column = dict[str, Any]


def column(name: str) -> Column:
    """The verdicts of one library, in this interpreter."""
    library = importlib.import_module(f"tests.conformance.adapters.{ADAPTERS[name]}").adapter()
    load_definitions()
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for key, definition in DEFINITIONS.items():
            if definition.ours:
                one = verdict(library, definition)
                found[key] = [one.kind, one.how, one.right]
        probes = {name: probe() for name, probe in library.probes.items()}
    return {"name": library.name, "version": library.version, "verdicts": found, "probes": probes}


def _column_or_none(name: str) -> Column | None:
    try:
        return column(name)
    except ImportError:
        return None


def elsewhere(name: str, python: str) -> Column:
    """The verdicts of one library, in an interpreter of its own."""
    command = [python, "-W", "ignore", "-c", _START, "--json", name]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    if found is None:
        raise ImportError(name)
    return dict(found)


def columns(peers: dict[str, str]) -> tuple[list[Column], list[str]]:
    """The columns of all libraries that can be asked, and the names of those that cannot."""
    found, skipped = [], []
    for name in ADAPTERS:
        try:
            found.append(elsewhere(name, peers[name]) if name in peers else column(name))
        except ImportError:
            skipped.append(name)
    return found, skipped


def markdown(found: list[Column], skipped: list[str]) -> str:
    """The table, what each disagreement is, and a line of counts a library."""
    names = [f"{one['name']} {one['version']}" for one in found]
    lines = ["| strategy | " + " | ".join(names) + " |", "|---" * (len(found) + 1) + "|"]
    details = []
    for key in sorted(DEFINITIONS, key=str.lower):
        if DEFINITIONS[key].ours:
            cells = [one["verdicts"].get(key, [ABSENT, "", 0]) for one in found]
            lines.append(f"| {key} | " + " | ".join(_cell(kind, right) for kind, _, right in cells) + " |")
            details += [_detail(one["name"], key, *cell[:2]) for one, cell in zip(found, cells, strict=True) if cell[1]]
    lines += ["", *map(_counts, found)]
    lines += [f"- {name}: not installed, skipped" for name in skipped]
    lines += ["", "Disagreements, and where in the source they come from:", "", *details]
    lines += ["", "Defects beside the choice itself, tried one by one:", "", *map(_probes, found)]
    return "\n".join(line for line in lines if line is not None)


def _cell(kind: str, right: int) -> str:
    told = {ABSENT: "-", WRONG: "**wrong**", CRASHES: "**crashes**"}.get(kind, kind)
    return f"right on {right}, else {told}" if right and kind in (WRONG, CRASHES, REFUSES) else told


def _detail(library: str, key: str, kind: str, how: str) -> str:
    said = note(library, key)
    return f"- {library}, `{key}`: {kind}: {how.rstrip('.')}." + (f" {said}" if said else "")


def _probes(one: Column) -> str | None:
    told = [f"- {one['name']}, held off by `{name}`: {seen or 'not there'}" for name, seen in one["probes"].items()]
    return "\n".join(told) or None


def _counts(one: Column) -> str:
    kinds = [kind for kind, *_ in one["verdicts"].values()]
    told = [f"{kinds.count(kind)} {kind}" for kind in (RIGHT, VARIANT, WRONG, CRASHES, REFUSES) if kind in kinds]
    return f"- {one['name']} {one['version']}: {', '.join(told)}, of {len(kinds) - kinds.count(ABSENT)} compared"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--peers", metavar="PYTHON", help="an environment with all peers, or some of them")
    parser.add_argument("--json", metavar="NAME", help="the verdicts of one library as JSON")
    given = parser.parse_args()
    if given.json:
        print(json.dumps(_column_or_none(given.json)))
        return
    peers = dict.fromkeys([name for name in ADAPTERS if name != "asknext"], given.peers) if given.peers else {}
    found, skipped = columns(peers | dict(one.split("=", 1) for one in given.peer))
    print(markdown(found, skipped))


if __name__ == "__main__":
    sys.exit(main())
