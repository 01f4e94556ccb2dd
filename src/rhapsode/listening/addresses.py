"""A file's name in an address, and back: byte for byte, also where the name is no UTF-8, as old archives have them."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit


def address_of(name: str) -> str:
    """`name`, or a path with slashes, as the relative address of RFC 3986."""
    return quote(name, errors="surrogateescape")


def shown(name: str) -> str:
    """`name` as text: U+FFFD for what is no UTF-8 in it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def name_of(address: str) -> str:
    """The name of the file that `address` leads to."""
    return unquote(urlsplit(address).path, errors="surrogateescape").rpartition("/")[2]
