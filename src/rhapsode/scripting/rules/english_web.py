"""Addresses of the web, of mail and of files in English."""

from __future__ import annotations

import re

from rhapsode.scripting.numerals import cardinal, digits
from rhapsode.scripting.rules.rule import DIGITS, Rule

LONGEST_PATH = 60
"""Characters of an address after its host that are read; a longer one is for machines."""


def _url(match: re.Match[str]) -> str:
    host, path = match["host"], (match["path"] or "").rstrip("/")
    port = f" port {cardinal(int(match['port']))} " if match["port"] else ""
    if port:
        return (
            f"{_spelled(host)}{port}{_spelled(path if len(path) <= LONGEST_PATH and '?' not in path else '')}".strip()
        )
    address = host + (path if len(path) <= LONGEST_PATH and "?" not in path else "")
    return _spelled(address)


def _spelled(address: str) -> str:
    names = {
        ".": " dot ",
        "/": " slash ",
        "-": " dash ",
        "_": " underscore ",
        "#": " hash ",
        ":": " colon ",
        "~": " tilde ",
        "@": " at ",
        "=": " equals ",
        "&": " and ",
        "+": " plus ",
        "%": " percent ",
    }
    parts = re.split(r"([./\-_#:~@=&+%])", address)
    said = " ".join(names.get(part, _part(part)) for part in parts)
    return " ".join(said.split())


def _part(part: str) -> str:
    return re.sub(r"(?<=\D)(?=\d)|(?<=\d)(?=\D)", " ", part)


def _path(match: re.Match[str]) -> str | None:
    if "etc" not in match.group().split("/"):
        return None
    return " slash ".join("E T C" if part == "etc" else part for part in match.group().split("/")).strip()


WEB: tuple[Rule, ...] = (
    Rule("markup", r"!?\[([^\[\]\n]{1,200})\]\([^()\s]{1,500}\)", lambda match: match[1], frozenset("[")),
    Rule(
        "web",
        r"(?<![\w@])(?:(?:https?|ftp)://(?:www\.)?|www\.)(?P<host>(?>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}))(?::(?P<port>\d{1,5}))?(?P<path>(?>[/?#](?:[^\s<>\"“”.,;:!?)\]'’]|[.,;:!?)\]'’]+(?=[^\s.,;:!?)\]'’<>\"“”]))*))?",
        _url,
        frozenset(":w"),
        holds=("://", "www."),
    ),
    Rule(
        "web",
        r"(?<![\w.@+-])(?=[\w.+]{0,64}[-+][\w.+-]{0,64}@)[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\b",
        lambda m: _spelled(m.group()),
        frozenset("@"),
    ),
    Rule(
        "web",
        r"(?<![\w.@+-])(?=[\w.]{0,64}\d[\w.]{0,64}@)[\w.]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\b",
        lambda m: re.sub(r"\d+", lambda found: digits(found.group()), _spelled(m.group())),
        frozenset("@"),
        DIGITS,
    ),
    Rule("paths", r"(?<![\w./])/(?:[\w.-]{1,60}/){0,12}[\w.-]{1,60}\b", _path, frozenset("/")),
    Rule("web", r"(?<![\w#&])#(?=[A-Za-z]\w{1,60})", "hashtag ", frozenset("#")),
)
"""Before everything: what is inside an address is no number and no abbreviation."""
