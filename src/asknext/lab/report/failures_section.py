"""`failures_part`: cells that failed, with their tracebacks."""

from __future__ import annotations

from asknext.lab.report.findings import Failure, Findings
from asknext.lab.report.markup import Markup, section, text

__all__ = ["failures_part"]

MOST, LONGEST = 50, 4_000


def failures_part(found: Findings) -> Markup:
    """Said also where nothing failed: silence would leave it open."""
    if not found.failures:
        return section("failures", "Failures", "<p>No cell failed.</p>")
    shown = "\n".join(_failure(each) for each in found.failures[:MOST])
    hidden = len(found.failures) - MOST
    more = f"<p>{hidden:,} more kinds of failure are in the run store.</p>" if hidden > 0 else ""
    lead = (
        f"<p>{found.progress.failed:,} of {found.progress.cells:,} cells failed; what they had finished before is in "
        "no figure. The same failure is listed once.</p>"
    )
    return section("failures", "Failures", lead, shown, more)


def _failure(failure: Failure) -> str:
    times = f" ({failure.count:,} cells)" if failure.count > 1 else ""
    # the end of a traceback says what happened
    trace = failure.traceback[-LONGEST:] or "No traceback was kept."
    return (
        f"<details><summary>{text(failure.cell, 200)}{times}: <strong>{text(failure.error, 300)}</strong></summary>"
        f"<pre tabindex='0'>{text(trace, LONGEST)}</pre></details>"
    )
