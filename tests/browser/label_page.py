"""The label page as a person sees it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

__all__ = ["CUT_OFF", "answer", "current", "expect", "ready", "soon"]

CUT_OFF = "() => { window.fetch = () => Promise.reject(new TypeError('cut off')); }"
"""Without a network, in the page itself: what a page sends while it closes goes past every route."""


def ready(page: Any) -> int:
    """Wait for an item; its number."""
    expect(page.locator("article.item")).to_be_visible()
    return current(page)


def current(page: Any) -> int:
    """The number of the item on the screen."""
    return int(page.locator("article.item").get_attribute("data-item"))


def answer(page: Any, *keys: str) -> int:
    """Press ``keys`` and wait until the next item stands there; the number of the item answered."""
    item = ready(page)
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(f'article.item[data-item="{item}"]')).to_have_count(0)
    return item


def soon(found: Callable[[], Any], wanted: Any, seconds: float = 60.0) -> None:
    """Ask again until ``found()`` is ``wanted``."""
    end = time.monotonic() + seconds
    while (now := found()) != wanted:
        if time.monotonic() > end:
            raise AssertionError(f"{now!r} is still not {wanted!r}")
        time.sleep(0.05)
