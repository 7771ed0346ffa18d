"""What a provider says of who logged in there, believed only when everything about it is right.

OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725 (best practices of JSON web tokens).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from asknext.errors import AsknextError, MissingExtra

__all__ = ["Claims", "SignOnFailed", "checked_claims"]

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures by the provider's own private key: never ``none``, and never a secret that others could know."""
LEEWAY = 60
LONGEST = 20_000


class SignOnFailed(AsknextError):
    """Single sign-on did not let somebody in; the message is for the log, people are told no more than that."""


@dataclass(frozen=True)
class Claims:
    """Who it is.

    Attributes
    ----------
    issuer, subject : the account there, for ever. name : what they are called. email : as far as it was confirmed.
    """

    issuer: str
    subject: str
    name: str
    email: str | None


def checked_claims(
    token: str, keys: Mapping[str, Any], *, issuer: str, client: str, nonce: str, clock: Callable[[], float] = time.time
) -> Claims:
    """The claims of an ID token.

    Parameters
    ----------
    keys : the provider's JSON web key set. nonce : what was sent when this log-in began.

    Raises
    ------
    SignOnFailed : the signature, issuer, audience, time or nonce is wrong, or the algorithm is none that is taken.
    MissingExtra : joserfc is not installed.
    """
    found = _signed(token, keys)
    _require(found.get("iss") == issuer, "it is of another issuer")
    audience = found.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    _require(client in audiences, "it is for another audience")
    _require(len(audiences) == 1 or found.get("azp") == client, "it is for several audiences and another party")
    _require(found.get("azp") in (None, client), "it is for another party")
    _check_times(found, clock())
    _require(isinstance(found.get("nonce"), str) and found["nonce"] == nonce, "its nonce is not of this log-in")
    subject = found.get("sub")
    _require(isinstance(subject, str) and 0 < len(subject) <= 255, "it has no subject")
    confirmed = found.get("email_verified") is True and isinstance(found.get("email"), str)
    return Claims(issuer, str(subject), _called(found), str(found["email"]) if confirmed else None)


def _signed(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    try:
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet
    except ModuleNotFoundError as error:
        raise MissingExtra("Single sign-on", error.name or "joserfc", "sso") from None
    _require(len(token) <= LONGEST, "it is too long")
    try:
        usable = [each for each in keys.get("keys", ()) if isinstance(each, dict) and each.get("use", "sig") == "sig"]
        decoded = jwt.decode(token, KeySet.import_key_set({"keys": usable}), algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise SignOnFailed(f"The provider's token is not taken: {type(error).__name__}.") from None
    _require(isinstance(decoded.claims, dict), "it holds no claims")
    return dict(decoded.claims)


def _check_times(found: Mapping[str, Any], now: float) -> None:
    times = {name: found.get(name) for name in ("exp", "iat", "nbf")}
    for name, value in times.items():
        known = isinstance(value, int | float) and not isinstance(value, bool)
        _require(known or (name == "nbf" and value is None), f"its {name} is no time")
    _require(float(times["exp"] or 0) > now - LEEWAY, "it has expired")
    _require(float(times["iat"] or 0) < now + LEEWAY, "it comes from the future")
    _require(float(times["nbf"] or 0) < now + LEEWAY, "it does not hold yet")


def _called(found: Mapping[str, Any]) -> str:
    for name in ("preferred_username", "name", "email", "sub"):
        value = found.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise SignOnFailed(f"The provider's token is not taken: {reason}.")
