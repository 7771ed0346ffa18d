import base64
import json

import pytest

from asknext.people.id_token import SignOnFailed, checked_claims

jwk = pytest.importorskip("joserfc.jwk", reason="single sign-on needs joserfc")
jwt = pytest.importorskip("joserfc.jwt", reason="single sign-on needs joserfc")

ISSUER, CLIENT, NONCE, NOW = "https://id.example", "asknext", "n0nce", 1_700_000_000.0
KEY = jwk.RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
CURVE = jwk.ECKey.generate_key("P-256", {"kid": "two", "use": "sig"})
OTHER = jwk.RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
KEYS = {"keys": [KEY.as_dict(private=False), CURVE.as_dict(private=False)]}
GOOD = {"iss": ISSUER, "aud": CLIENT, "sub": "7", "exp": NOW + 300, "iat": NOW, "nonce": NONCE, "name": "Ann"}


def signed(key=KEY, alg="RS256", header=None, **changed):
    claims = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    return jwt.encode({"alg": alg, "kid": key.kid, **(header or {})}, claims, key, algorithms=[alg])


def checked(token, keys=KEYS):
    return checked_claims(token, keys, issuer=ISSUER, client=CLIENT, nonce=NONCE, clock=lambda: NOW)


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(("key", "alg"), [(KEY, "RS256"), (KEY, "PS256"), (CURVE, "ES256")])
def test_a_right_one(key, alg):
    claims = checked(signed(key, alg))
    assert (claims.issuer, claims.subject, claims.name, claims.email) == (ISSUER, "7", "Ann", None)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"aud": []},
        {"azp": "another"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": NOW - 61},
        {"exp": None},
        {"exp": "never"},
        {"exp": True},
        {"iat": NOW + 61},
        {"iat": None},
        {"nbf": NOW + 61},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
)
def test_each_claim_counts(changed):
    with pytest.raises(SignOnFailed):
        checked(signed(**changed))


def test_several_audiences_with_us_as_the_party():
    assert checked(signed(aud=[CLIENT, "another"], azp=CLIENT)).subject == "7"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", ""])
def test_no_signature_is_none(alg):
    for tail in ("", "x"):
        with pytest.raises(SignOnFailed):
            checked(f"{part({'alg': alg, 'kid': 'one'})}.{part(GOOD)}.{tail}")


def test_the_public_key_is_no_shared_secret():
    """The old trick: sign by HMAC with what everybody can read, and hope that the same key is taken."""
    import hashlib
    import hmac

    for secret in (KEY.as_pem(private=False), json.dumps(KEYS).encode()):
        content = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(GOOD)}"
        mac = hmac.new(secret, content.encode(), hashlib.sha256).digest()
        with pytest.raises(SignOnFailed):
            checked(f"{content}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}")


def test_somebody_else_s_key_under_the_same_name():
    with pytest.raises(SignOnFailed):
        checked(signed(OTHER))


def test_a_key_that_the_token_brings_along_is_not_used():
    brought = {"jwk": OTHER.as_dict(private=False), "jku": "https://evil.example/keys"}
    content = part({"alg": "RS256", "kid": "one", **brought})
    token = signed(OTHER)
    with pytest.raises(SignOnFailed):
        checked(".".join([content, *token.split(".")[1:]]))


def test_one_changed_letter():
    head, body, tail = signed().split(".")
    changed = part({**GOOD, "sub": "8"})
    for token in (f"{head}.{changed}.{tail}", f"{head}.{body}.{tail[:-4]}AAAA", f"{head}.{body}", head, "", "...."):
        with pytest.raises(SignOnFailed):
            checked(token)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [None]}, {"keys": "x"}, {"keys": [{"kty": "RSA"}]}])
def test_keys_that_are_none(keys):
    with pytest.raises(SignOnFailed):
        checked(signed(), keys)


def test_a_key_for_another_use_signs_nothing():
    other_use = {"keys": [{**KEY.as_dict(private=False), "use": "enc"}]}
    with pytest.raises(SignOnFailed):
        checked(signed(), other_use)


@pytest.mark.parametrize("said", [True, False, "true", 1, None])
def test_an_address_counts_only_when_it_was_confirmed(said):
    claims = checked(signed(email="ann@firm.example", email_verified=said))
    assert claims.email == ("ann@firm.example" if said is True else None)


def test_a_very_long_token():
    with pytest.raises(SignOnFailed):
        checked(signed(name="x" * 30_000))
