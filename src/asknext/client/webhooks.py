"""Webhooks: where events are sent."""

from __future__ import annotations

from collections.abc import Sequence

from asknext.client.answers import Delivery, Webhook, read
from asknext.client.part import Part

__all__ = ["Webhooks"]


class Webhooks(Part):
    """The webhooks of a project."""

    def list(self) -> tuple[Webhook, ...]:
        """All of them."""
        return tuple(read(Webhook, each) for each in self._call("GET", "/webhooks")["webhooks"])

    def add(self, url: str, kinds: Sequence[str] = (), *, past: bool = False) -> Webhook:
        """Add one; its ``secret`` is there this once. ``kinds`` of event: none for all; ``past``: what was, too."""
        return read(Webhook, self._call("POST", "/webhooks", {"url": url, "kinds": list(kinds), "past": past}))

    def change(
        self, webhook: int, *, url: str | None = None, kinds: Sequence[str] | None = None, active: bool | None = None
    ) -> Webhook:
        """Change what is given."""
        given = {"url": url, "kinds": None if kinds is None else list(kinds), "active": active}
        body = {name: value for name, value in given.items() if value is not None}
        return read(Webhook, self._call("PATCH", "/webhooks/{webhook}", body, again=True, webhook=webhook))

    def remove(self, webhook: int) -> None:
        """Remove it; what was on its way is not sent."""
        self._call("DELETE", "/webhooks/{webhook}", again=False, webhook=webhook)

    def new_secret(self, webhook: int) -> Webhook:
        """Give it another secret, which is there this once."""
        return read(Webhook, self._call("POST", "/webhooks/{webhook}/secret", webhook=webhook))

    def deliveries(self, webhook: int, *, status: str | None = None, limit: int = 50) -> tuple[Delivery, ...]:
        """What was sent or is to be, the newest first."""
        query = {"status": status, "limit": limit}
        found = self._call("GET", "/webhooks/{webhook}/deliveries", query=query, webhook=webhook)
        return tuple(read(Delivery, each) for each in found["deliveries"])

    def send_again(self, webhook: int, ids: Sequence[int] | None = None) -> int:
        """Send what was given up once more; how many."""
        body = {"ids": None if ids is None else list(ids)}
        return int(self._call("POST", "/webhooks/{webhook}/replay", body, again=True, webhook=webhook)["again"])
