"""The project over HTTP: pages, API, security, and the process that trains. The browser side is in ``web/``."""

from __future__ import annotations

from asknext.server.app import create_app
from asknext.server.run import serve

__all__ = ["create_app", "serve"]
