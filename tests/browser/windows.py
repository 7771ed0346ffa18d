"""Browser windows of tests: each begins as new, though the processes behind them are kept from test to test.

Starting the processes of a browser context costs more than loading any page of ours, and so does the window
that Chromium makes for the first page of a context.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 60_000  # milliseconds: on a busy machine a page takes seconds
STORED = "local_storage,indexeddb,cache_storage,service_workers,file_systems"  # a cookie may be this test's own
TOUR_SEEN = "try { localStorage.setItem('asknext.tour', 'seen'); } catch {}"


@dataclass
class Window:
    """A browser of its own (cookies, storage) whose pages may not complain."""

    context: Any
    complaints: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()
    emptied: set[str] = field(default_factory=set)

    def open(self, url: str) -> Any:
        page = self.context.new_page()
        self._empty(page, url)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(url)
        return page

    def _empty(self, page: Any, url: str) -> None:
        """Forget what an earlier test stored below the same address: ports come back."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if origin in self.emptied:
            return
        self.emptied.add(origin)
        session = self.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": STORED})
        session.detach()

    def _heard(self, message: Any) -> None:
        if message.type == "error" and not any(each in message.text for each in self.expected):
            self.complaints.append(message.text)


class Windows:
    """The contexts of one browser, by how they were made; one that nobody has is given again."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._idle: dict[Hashable, list[Any]] = defaultdict(list)
        self._kinds: dict[int, Hashable] = {}
        self._empty: dict[int, Any] = {}  # a page nobody uses: without any, the window would be closed

    def take(self, script: str, settings: dict[str, Any]) -> Any:
        kind = (script, repr(sorted(settings.items())))
        if self._idle[kind]:
            return self._idle[kind].pop()
        context = self._browser.new_context(**settings)
        if script:
            context.add_init_script(script)
        context.set_default_timeout(PATIENCE)
        self._kinds[id(context)] = kind
        self._empty[id(context)] = context.new_page()
        return context

    def give_back(self, context: Any) -> None:
        context.unroute_all(behavior="ignoreErrors")
        for page in context.pages:
            if page is self._empty[id(context)]:
                continue
            # a held answer that comes after the end would be an error of whichever test runs then
            page.unroute_all(behavior="ignoreErrors")
            page.close()
        context.set_offline(False)
        context.clear_cookies()
        context.clear_permissions()
        self._idle[self._kinds[id(context)]].append(context)
