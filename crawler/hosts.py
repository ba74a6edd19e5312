"""Hosts: which address a name spells out, which may be connected to. Knows no Scrapy, so it loads fast."""

import ipaddress
import socket
import unicodedata

type_of_address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_allowed(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether an address may be connected to.

    >>> is_allowed("151.101.1.140"), is_allowed("10.0.0.1"), is_allowed("::ffff:169.254.169.254")
    (True, False, False)
    >>> is_allowed("127.0.0.1"), is_allowed("127.0.0.1", allow_loopback=True)
    (False, True)
    """
    try:
        found = _innermost(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if found.is_loopback:
        return allow_loopback
    return found.is_global and not found.is_multicast and not found.is_reserved


def why_refused(address: str) -> str:
    """What is wrong with an address that may not be connected to, and what would let it through, if anything.

    >>> why_refused("10.0.0.1"), why_refused("127.0.0.1")
    ('is no public address', 'is no public address; --allow-loopback lets it through')
    """
    hint = "; --allow-loopback lets it through" if is_allowed(address, allow_loopback=True) else ""
    return f"is no public address{hint}"


def find_literal(host: str) -> str | None:
    """The address that a host name spells out, as the C library would read it; None for a real name.

    >>> [find_literal(host) for host in ("127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "example.org")]
    ['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.1', '::1', None]
    """
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").strip("[]").rstrip(".")
    try:
        return str(ipaddress.ip_address(plain.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(plain)) if plain and " " not in plain else None
    except OSError:
        return None


def is_loopback_host(host: str) -> bool:
    """Whether a host is this machine by its very name.

    >>> is_loopback_host("localhost"), is_loopback_host("127.0.0.9"), is_loopback_host("example.org")
    (True, True, False)
    """
    literal = find_literal(host)
    return host.rstrip(".") == "localhost" or (literal is not None and ipaddress.ip_address(literal).is_loopback)


def _innermost(address: type_of_address) -> type_of_address:
    """The IPv4 address inside an IPv6 one that only wraps it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address
