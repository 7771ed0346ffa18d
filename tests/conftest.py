"""What all tests share: how Hypothesis draws, and the one browser of a test process.

A second one of Playwright's synchronous kind cannot be started beside it.

The databases are in `tests.postgres`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The same examples everywhere, and none refused because a machine was busy for a second.
settings.register_profile("asknext", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("asknext")

pytest_plugins = ["tests.postgres"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--in-process-gpu",
    "--renderer-process-limit=1",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium; skips where there is none. ASKNEXT_CHROMIUM names another one."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
    found = os.environ.get("ASKNEXT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("the browser tests need chromium")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()
