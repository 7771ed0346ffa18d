"""`SignOnProvider`: talks to the provider of single sign-on."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from asknext.errors import AsknextError
from asknext.labelling.outside import Outside
from asknext.people.id_token import Claims, SignOnFailed, checked_claims
from asknext.people.sign_on_tries import SignOnTry
from asknext.people.workspace_settings import SignOnSettings

__all__ = ["SignOnProvider"]

FRESH_SECONDS = 3600.0
SHORTEST_PAUSE = 60.0
LARGEST = 1 << 20


class SignOnProvider:
    """The provider that workspace.yaml names; its host may be asked wherever it is, as an admin wrote it there.

    Parameters
    ----------
    redirect : the address to come back to.
    """

    def __init__(self, settings: SignOnSettings, redirect: str) -> None:
        self._settings, self._redirect = settings, redirect
        self._outside = Outside([urlsplit(settings.issuer).hostname or ""], most=LARGEST)
        self._kept: dict[str, tuple[dict[str, Any], float]] = {}
        self._lock = threading.Lock()

    def address(self, begun: SignOnTry) -> str:
        """Where to send a browser.

        Raises
        ------
        SignOnFailed : the provider does not answer as it should.
        """
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._redirect,
            "scope": "openid profile email",
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": begun.challenge,
            "code_challenge_method": "S256",
        }
        endpoint = self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    def claims(self, code: str, begun: SignOnTry) -> Claims:
        """Who came back with ``code``.

        Raises
        ------
        SignOnFailed : the provider does not answer as it should, or what it says is not right.
        """
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "code_verifier": begun.verifier,
        }
        token = self._asked("POST", self._endpoint("token_endpoint"), urlencode(fields).encode()).get("id_token")
        if not isinstance(token, str):
            raise SignOnFailed("The provider's answer holds no token of who it is.")
        issuer, client = self._settings.issuer, self._settings.client_id
        checked = partial(checked_claims, token, issuer=issuer, client=client, nonce=begun.nonce)
        try:
            return checked(self._keys())
        except SignOnFailed:
            # the provider may have taken new keys since; asking again and again for nothing would burden it
            if not self._old(self._endpoint("jwks_uri"), SHORTEST_PAUSE):
                raise
        return checked(self._keys(anew=True))

    def _keys(self, *, anew: bool = False) -> dict[str, Any]:
        return self._fetched(self._endpoint("jwks_uri"), anew=anew)

    def _endpoint(self, name: str) -> str:
        where = self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
        found = self._fetched(where)
        if found.get("issuer") != self._settings.issuer:
            raise SignOnFailed("The provider calls itself by another name than workspace.yaml does.")
        url = found.get(name)
        # what goes there are secrets; http is for a provider on this machine alone, as in workspace.yaml
        if not isinstance(url, str) or urlsplit(url).scheme != urlsplit(self._settings.issuer).scheme:
            raise SignOnFailed(f"The provider names no {name} that can be used.")
        return url

    def _fetched(self, url: str, *, anew: bool = False) -> dict[str, Any]:
        with self._lock:
            if anew or self._old(url, FRESH_SECONDS):
                self._kept[url] = self._asked("GET", url), time.monotonic()
            return self._kept[url][0]

    def _old(self, url: str, seconds: float) -> bool:
        kept = self._kept.get(url)
        return kept is None or time.monotonic() - kept[1] >= seconds

    def _asked(self, method: str, url: str, body: bytes | None = None) -> dict[str, Any]:
        try:
            reply = self._outside.send(method, url, body, self._headers(body))
            found = json.loads(reply.body) if reply.well else None
        except (AsknextError, ValueError, RecursionError) as error:
            raise SignOnFailed(f"The provider does not answer as it should: {type(error).__name__}.") from None
        if not isinstance(found, dict):
            raise SignOnFailed(f"The provider does not answer as it should: status {reply.status}.")
        return found

    def _headers(self, body: bytes | None) -> Mapping[str, str]:
        if body is None:
            return {"Accept": "application/json"}
        pair = f"{quote(self._settings.client_id, safe='')}:{quote(self._settings.secret, safe='')}"
        return {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": "Basic " + base64.b64encode(pair.encode()).decode(),
        }
