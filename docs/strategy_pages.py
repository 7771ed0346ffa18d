"""Sphinx extension: a section and a picture of every strategy, made from the code by every build.

The page of a family, ``strategies/<family>.md``, is written by hand and includes ``_generated/<family>.md``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docs.strategy_pictures import picture

import asknext
from asknext.strategies import StrategyInfo

__all__ = ["SPECS", "section", "setup", "write"]

HERE = Path(__file__).parent / "strategies"
SPECS: dict[str, Any] = {  # what the pictures show where a strategy says nothing by its name alone
    "threshold": {"name": "threshold", "column": "height", "value": 1.0},
    "weights": {"name": "weights", "column": "height"},
    "cost_aware": {"name": "cost_aware", "column": "cost"},
    "predictive_variance": {"name": "predictive_variance", "column": "spread"},
    **{
        name: {"name": name, "simulation": True}
        for name in ("informed_confidence", "informed_inlier", "informed_outlier")
    },
}


def write(folder: Path = HERE / "_generated") -> None:
    """The sections of every family and the pictures in them, as files of ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    sections: dict[str, list[str]] = {}
    for name, info in asknext.strategies().items():
        (folder / f"{name}.svg").write_text(picture(name, info, SPECS), encoding="utf-8")
        sections.setdefault(info.family, []).append(section(info))
    for family, texts in sections.items():
        (folder / f"{family}.md").write_text("\n\n".join(texts) + "\n", encoding="utf-8")


def section(info: StrategyInfo) -> str:
    """What there is to know about one strategy."""
    shown = f"![What {info.name} picks](_generated/{info.name}.svg)"
    parts = [f"### {info.name}", info.summary.replace("``", "`"), shown, _facts(info)]
    if info.parameters:
        rows = [f"| `{name}` | `{value!r}` | {info.help.get(name, '')} |" for name, value in info.parameters.items()]
        parts.append("| parameter | default | |\n|---|---|---|\n" + "\n".join(rows))
    return "\n\n".join(parts)


def _facts(info: StrategyInfo) -> str:
    tasks = " and ".join(task.replace("_", "-") for task in info.tasks)
    return (
        f"Needs {', '.join(info.needs) or 'nothing'}; for {tasks} tasks. Time {info.time}; memory {info.memory}. "
        f"Source: {info.source.rstrip('.')}."
    )


def setup(app: Any) -> dict[str, Any]:
    """Called by Sphinx."""
    app.connect("builder-inited", lambda _: write())
    return {"parallel_read_safe": True}
