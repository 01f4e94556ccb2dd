"""What a page says about itself: title, authors, date, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from rhapsode.reading.dates import iso_date
from rhapsode.reading.html_elements import language_of, name_of
from rhapsode.reading.source_metadata import SourceMetadata, names, one_line

_TITLES = (
    "dc:title", "dcterm:title", "dcterms:title", "og:title", "weibo:article:title", "weibo:webpage:title", "title",
    "twitter:title", "parsely-title", "dc.title", "citation_title",
)  # fmt: skip
_AUTHORS = ("dc:creator", "dcterm:creator", "dcterms:creator", "author", "parsely-author", "article:author",
            "dc.creator", "citation_author")  # fmt: skip
_DATES = ("article:published_time", "og:published_time", "parsely-pub-date", "date", "dc.date", "dc:date",
          "dcterms.date",          "citation_publication_date", "datepublished")  # fmt: skip
_PICTURES = ("og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src")
_ARTICLE = re.compile(r"\w*Article|Report|\w*Posting|APIReference")
_SEPARATOR = re.compile(r"\s[|\-–—\\/>»]\s")
_MOST_JSON = 2_000_000


def about(root: Any) -> SourceMetadata:
    """Title, authors, date and language of a page, from its metadata and head."""
    metas = _metas(root)
    linked = next(_linked(root), {})
    title = (
        _stated(linked, _titled(root)) or next((metas[key] for key in _TITLES if metas.get(key)), "") or _titled(root)
    )
    authors = names(linked.get("author")) or next((names(metas[key]) for key in _AUTHORS if metas.get(key)), ())
    when = [linked.get("datePublished"), *(metas.get(key) for key in _DATES)]
    html = next((element for element in root.iter() if name_of(element) == "html"), root)
    found = SourceMetadata(
        title=title,
        authors=tuple(name for name in authors if "://" not in name and len(name) < 100),
        published=next((date for date in map(iso_date, when) if date), ""),
        language=language_of(html) or _content_language(metas),
    )
    found.picture = next((metas[key] for key in _PICTURES if metas.get(key)), "")
    return found


def _stated(linked: dict[str, Any], shown: str) -> str:
    """Headline or name, whichever the page's title element is like."""
    headline, name = one_line(linked.get("headline")), one_line(linked.get("name"))
    if headline and name and headline != name:
        return headline if _alike(headline, shown) and not _alike(name, shown) else name
    return headline or name


def _alike(text: str, shown: str) -> bool:
    words = text.casefold().split()
    return bool(words) and sum(word in shown.casefold() for word in words) > 0.75 * len(words)


def _content_language(metas: dict[str, str]) -> str:
    from rhapsode.reading.language_tags import language_tag

    return language_tag(metas.get("content-language") or metas.get("og:locale") or metas.get("dc.language"))


def _metas(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter():
        if name_of(element) == "meta" and element.get("content"):
            for key in ("property", "name", "itemprop", "http-equiv"):
                for name in (element.get(key) or "").lower().split():
                    found.setdefault(name, one_line(element.get("content")))
    return found


def _linked(root: Any) -> Iterator[dict[str, Any]]:
    """Articles described in JSON-LD."""
    for element in root.iter():
        if name_of(element) != "script" or (element.get("type") or "").lower() != "application/ld+json":
            continue
        text = re.sub(r"^\s*<!\[CDATA\[|\]\]>\s*$", "", (element.text or "")[:_MOST_JSON])
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        yield from _articles(value)


def _articles(value: Any) -> Iterator[dict[str, Any]]:
    candidates = value if isinstance(value, list) else [value]
    for one in candidates[:100]:
        if not isinstance(one, dict):
            continue
        kinds = one.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE.fullmatch(kind.rpartition("/")[2]) for kind in kinds):
            yield one
        graph = one.get("@graph")
        if isinstance(graph, list):
            yield from _articles(graph)


def _titled(root: Any) -> str:
    """The `title` element, without the site's name after the last separator where enough is left."""
    element = next((e for e in root.iter() if name_of(e) == "title"), None)
    whole = one_line("".join(element.itertext())) if element is not None else ""
    found = list(_SEPARATOR.finditer(whole))
    if found:
        cut = whole[: found[-1].start()]
        if len(cut.split()) < 3:
            cut = whole[found[0].end() :]
        shown = {one_line("".join(e.itertext())) for e in root.iter() if name_of(e) == "h1"}
        return cut.strip() if len(cut.split()) > 4 or cut.strip() in shown else whole
    if not 15 <= len(whole) <= 150:
        ones = [e for e in root.iter() if name_of(e) == "h1"]
        if len(ones) == 1:
            return one_line("".join(ones[0].itertext())) or whole
    return whole


def same_title(text: str, title: str) -> bool:
    """Whether nearly all that `text` says is in `title`, by the length of words."""
    one, other = _words(text), _words(title)
    left = sum(len(word) for word in one if word not in other)
    return bool(one) and left < 0.25 * sum(map(len, one))


def squeezed(text: str) -> str:
    """The letters and digits of `text`, in small letters."""
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"\W+", text.casefold()) if word]
