"""Which internet addresses are public, and which others were allowed by name."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from asknext.errors import InputError

__all__ = ["Allowed", "is_public"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What `ipaddress` calls global though it leads inwards, or to an address of the other family that may:
# RFC 3056 (6to4), 6052 and 8215 (NAT64), 4380 (Teredo), 3879 (site-local), 4291 (IPv4-compatible), 7526 (relays of
# 6to4), 9602 (segment routing), 9637 (documentation), 6890
# (for protocols; some clouds serve metadata there); the last is the inner server of a large cloud.
INWARD = tuple(
    map(
        ipaddress.ip_network,
        (
            *("2002::/16", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "fec0::/10", "::/96", "5f00::/16"),
            *("3fff::/20", "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"),
        ),
    )
)


def is_public(address: str) -> bool:
    """Whether ``address`` is one that anybody on the internet can reach."""
    found = _address(address)
    if found is None or not found.is_global or found.is_multicast or found.is_reserved:
        return False
    return not any(found.version == each.version and found in each for each in INWARD)


class Allowed:
    """Hosts and networks that may be asked though they are not public.

    Parameters
    ----------
    names : host names, addresses, or networks as ``10.0.0.0/8``.

    Raises
    ------
    InputError : one of them is neither.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._hosts: set[str] = set()
        self._networks: list[Network] = []
        for each in names:
            self._add(each.strip().lower())

    def permits(self, host: str, address: str) -> bool:
        """Whether ``host``, which leads to ``address``, may be asked."""
        found = _address(address)
        named = host.lower().rstrip(".") in self._hosts
        return named or (found is not None and any(found in each for each in self._networks))

    def _add(self, name: str) -> None:
        try:
            self._networks.append(ipaddress.ip_network(name, strict=False))
        except ValueError:
            if not name or "/" in name or ":" in name:
                raise InputError(
                    f"{name!r} in allow_private is neither a host's name nor a network such as 10.0.0.0/8."
                ) from None
            self._hosts.add(name.rstrip("."))


def _address(text: str) -> Address | None:
    """The address that a packet would go to: a mapped one (::ffff:127.0.0.1) is the IPv4 address within."""
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped if mapped is not None else found
