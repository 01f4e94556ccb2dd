"""What class names, ids and roles betray about a part of a page."""

from __future__ import annotations

import re
from typing import Any

from rhapsode.reading.html_elements import is_hidden, name_of
from rhapsode.reading.html_tags import HEADINGS

_OUTSIDE = re.compile(
    r"-ad-|advert|agegate|banner|breadcrumb|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header"
    r"|legends|menu|pager|pagination|popup|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social"
    r"|sponsor|supplemental|ad-break|yom-remote",
    re.I,
)
_MAYBE_INSIDE = re.compile(r"and|article|body|column|content|main|mathjax|post|shadow|story", re.I)
_GOOD = re.compile(r"article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story", re.I)
_BAD = re.compile(
    r"-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain"
    r"|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget",
    re.I,
)
_BYLINE = re.compile(r"byline|author|dateline|writtenby|p-author", re.I)
_SHARE = re.compile(r"(?:\b|_)(?:share|sharedaddy)(?:\b|_)", re.I)
_FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:by-?lines?|dateline|time-?stamps?|pub-?date|post-?(?:date|meta)|entry-?(?:meta|footer)|breadcrumbs?"
    r"|newsletters?|subscri\w+|sign-?up|shar(?:e|ing)(?:bar|tools|links)?|social(?:-\w+)?|related\w*|recommend\w*"
    r"|recirc\w*|promo\w*|author-?(?:bio|info|box|card|meta|name)|(?:article|post|story)-?(?:tags|topics|meta|footer)"
    r"|tag-?(?:list|links|cloud)|tags|(?:image|photo|media)?-?caption(?:-?text)?|trending|most-?(?:read|popular|viewed)"
    r"|read-?(?:more|next)|more-?(?:stories|from|on|news)|comments?|disqus\w*|outbrain\w*|taboola\w*|advert\w*"
    r"|ad-?(?:slot|unit|container|wrapper|label)|sponsor\w*|copyright|disclaimer|toolbar|skip-?link|visually-?hidden"
    r"|cookie\w*|consent\w*|paywall\w*|modal|pop-?up|call-?to-?action|jump-?links?|pagination|pager|post-?navigation"
    r"|nav-?links|read(?:ing)?-?time|publish(?:ed)?-?(?:date|time|on)|date-?published"
    r"|sr-only|screen-?reader(?:-?text)?|print-?only|page-?views)(?:$|[-_ ])"
    r"|[a-z](?-i:Caption|Byline|Newsletter|Related|Comments|Breadcrumbs?|Timestamp)\b",
    re.I,
)
"""Of something small inside the content."""
_ROLES = frozenset(["menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog", "search"])


_NEVER = frozenset(
    [
        "body",
        "html",
        "a",
        "article",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "span",
        "em",
        "strong",
        "b",
        "i",
        "code",
        "sup",
        "sub",
    ]
)
"""Elements whose ids are made from their own text, or that are too small to be a part of a page."""


def names_of(element: Any) -> str:
    """Class and id as one text."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:1000]


def weight(element: Any) -> int:
    """-50 to 50: what its class and id promise."""
    total = 0
    for names in ((element.get("class") or "")[:500], (element.get("id") or "")[:500]):
        if names:
            total += (25 if _GOOD.search(names) else 0) - (25 if _BAD.search(names) else 0)
    return total


def is_outside(element: Any) -> bool:
    """Whether it is navigation, advert, comments or the like by its names or role."""
    if (element.get("role") or "").lower() in _ROLES:
        return True
    if name_of(element) in _NEVER:
        return False
    names = names_of(element)
    return bool(_OUTSIDE.search(names)) and not _MAYBE_INSIDE.search(names)


def is_invisible(element: Any) -> bool:
    """Whether a browser would not show it."""
    if element.get("aria-modal") == "true" and element.get("role") == "dialog":
        return True
    if element.get("aria-hidden") == "true":
        return "fallback-image" not in (element.get("class") or "") and name_of(element) != "math"
    return is_hidden(element)


def is_byline(element: Any) -> bool:
    """Whether it says who wrote the page."""
    if element.get("rel") == "author" or "author" in (element.get("itemprop") or ""):
        return True
    return bool(_BYLINE.search(names_of(element)))


def find_byline(root: Any) -> tuple[str, ...]:
    """The names in the first visible by-line of a page; empty where there is none."""
    from rhapsode.reading.text_parts.line_signals import byline_names

    for element in root.iter():
        if (
            isinstance(element.tag, str)
            and is_byline(element)
            and name_of(element) not in ("meta", "link", "body", "html")
        ):
            text = " ".join("".join(element.itertext()).split())
            if 0 < len(text) < 100:
                found = byline_names(text)
                if found:
                    return found
    return ()


def is_share(element: Any) -> bool:
    """Whether it holds buttons to share the page."""
    return bool(_SHARE.search(names_of(element)))


def is_furniture(element: Any) -> bool:
    """Whether its names say that it is something beside a text: its date, its tags, a picture's credit, a plea."""
    above = element.getparent()
    if name_of(element) in _WHOLE or (above is not None and name_of(above) in HEADINGS):
        return False
    return bool(_FURNITURE.search(names_of(element).strip()))


_WHOLE = frozenset(["body", "html", "article", "main", *HEADINGS])
