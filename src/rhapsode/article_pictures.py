"""The pictures of an article, for its page and its book: got where the article is, made fit, kept in the store.

A track has no more of them than their addresses. Where its article is, and what is kept of its pictures, is remembered
in the store of whoever rendered it: so a track that came from elsewhere has nobody fetch or read anything.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urljoin

from rhapsode import listening
from rhapsode.default_store import default_store
from rhapsode.errors import DamagedValue, RhapsodeError, SourceRefused
from rhapsode.metadata_text import metadata_line
from rhapsode.model import Document, Track
from rhapsode.reading.archive import MEMBER
from rhapsode.reading.fetch import is_address
from rhapsode.request import Request
from rhapsode.store import Store, key_of

MOST_PICTURES = 300
"""Of one document; with what is left out of them counted."""
MOST_BYTES = 8_000_000
"""Of a document's pictures together, as they are in its page; there they take a third more (base64)."""
LONGEST_S = 60.0
"""For all that one document names, but what is kept already."""
PATIENCE_S = 20.0
"""How long a finished track waits for what is still being fetched; for files as long as they may take."""
MOST_TOLD = 3
"""Pictures that a warning names one by one."""

Pictures = Mapping[str, bytes]
"""By the address that the document has for each: a JPEG or PNG."""


class PicturePlace(NamedTuple):
    """Where a document's pictures are to be had."""

    location: str
    """The document's path or address."""
    allow_private: bool = False
    kept: Mapping[str, str] = {}
    """By address the store's key of each that was got before."""


def addresses(document: Document) -> Counter[str]:
    """Of all pictures that `document` shows, in its order, each with how often it does."""
    return Counter(
        mark.value for block in document.blocks for mark in block.marks if mark.kind == "image" and mark.value
    )


def are_inside(document: Document) -> bool:
    """Whether `document` came with its pictures in one file."""
    return any(address.startswith(MEMBER) for address in addresses(document))


class PictureGathering:
    """The pictures of a document while they are got, in a thread that a program may end over."""

    def __init__(self, document: Document, place: PicturePlace, store: Store) -> None:
        self.pictures: dict[str, bytes] = {}
        self._document, self._place, self._store = document, place, store
        self._kept: dict[str, str] = {}
        self._faults: dict[str, str] = {}
        self._late = dict(addresses(document))
        self._thread = Thread(target=self._gather, name="article pictures", daemon=True)
        if self._late:
            self._thread.start()

    def result(self, patience_s: float = PATIENCE_S) -> tuple[Pictures, tuple[str, ...]]:
        """What was got, from the web within `patience_s`, and a warning for what was not to be had."""
        if self._late:
            self._thread.join(patience_s if is_address(self._place.location) else LONGEST_S)
        if self._kept:
            with suppress(RhapsodeError):  # of no use to anybody but the next to publish the same
                remember(self._document, self._place._replace(kept={**self._place.kept, **self._kept}), self._store)
        late = dict.fromkeys([*self._late], "it did not come in time")
        return dict(self.pictures), _warnings({**self._faults, **late})

    def _gather(self) -> None:
        from rhapsode.covers.illustration import TooSmall

        until, room = time.monotonic() + LONGEST_S, MOST_BYTES
        for number, (address, times) in enumerate([*self._late.items()]):
            try:
                if number >= MOST_PICTURES or (time.monotonic() > until and address not in self._place.kept):
                    raise SourceRefused("there are too many, or they take too long", "--no-pictures leaves them out")
                key, picture = _picture(address, self._place, self._store)
                if len(picture) * times > room:
                    raise SourceRefused(
                        f"all together are larger than {MOST_BYTES // 1_000_000} MB", "make them smaller"
                    )
                self._kept[address] = key
                if picture:
                    self.pictures[address] = picture
                room -= len(picture) * times
            except TooSmall:
                pass
            except RhapsodeError as fault:
                self._faults[address] = fault.what
            except ValueError as fault:
                self._faults[address] = f"{_named(address)} is {fault}"
            del self._late[address]


def _picture(address: str, place: PicturePlace, store: Store) -> tuple[str, bytes]:
    """The store's key of a picture, and the picture. Raises RhapsodeError, ValueError."""
    from rhapsode.covers.illustration import ILLUSTRATING, illustration
    from rhapsode.reading.named_pictures import picture_at

    made = {"kind": "illustration", "made": ILLUSTRATING}
    keys = [place.kept.get(address, "")]
    if is_address(place.location):
        with suppress(ValueError):
            keys.append(key_of({**made, "at": urljoin(place.location, address)}))
    for key in filter(None, keys):
        if kept := _stored(store, key):
            return key, kept
    data = picture_at(address, place.location, allow_private=place.allow_private)
    key = keys[-1] if is_address(place.location) else key_of({**made, "of": hashlib.sha256(data).hexdigest()})
    if not (picture := _stored(store, key)):
        picture = illustration(data)
        store.put(key, picture)
    return key, picture


def _stored(store: Store, key: str) -> bytes:
    try:
        return (store.get(key) if key in store else None) or b""
    except DamagedValue:
        store.drop(key)
        return b""


def _warnings(faults: Mapping[str, str]) -> tuple[str, ...]:
    if not faults:
        return ()
    told = "; ".join(dict.fromkeys([*faults.values()][:MOST_TOLD]))
    more = f"; and {len(faults) - MOST_TOLD} more" if len(faults) > MOST_TOLD else ""
    many = "a picture is" if len(faults) == 1 else f"{len(faults)} pictures are"
    return (f"{many} left out of the page: {told}{more}",)


def _named(address: str) -> str:
    return address if len(address) <= 120 else f"{address[:60]}…{address[-40:]}"


def begin(request: Request, document: Document, store: Store, views: Collection[str]) -> PictureGathering | None:
    """Remember where the pictures of `document` are, and have them got where `views` show them; None where not."""
    if not addresses(document):
        return None
    from rhapsode.reading.named_pictures import named_from

    location = named_from(document, request.source)
    location = location if is_address(location) or location == "-" else str(Path(location).absolute())
    place = PicturePlace(location, request.allow_private)
    with suppress(RhapsodeError):
        remember(document, place, store)
    return PictureGathering(document, place, store) if {"page", "epub"} & set(views) else None


def remember(document: Document, place: PicturePlace, store: Store) -> None:
    """Keep in `store` where the pictures of `document` are. Raises StoreError."""
    store.put(_key(document), json.dumps(place).encode("utf-8", "surrogatepass"))


def recalled(document: Document, store: Store) -> PicturePlace | None:
    """What `remember` kept of `document`; None where it was not rendered with this `store`, or long ago."""
    try:
        location, allow_private, kept = json.loads(_stored(store, _key(document)).decode("utf-8", "surrogatepass"))
        return PicturePlace(str(location), bool(allow_private), dict(kept))
    except (ValueError, TypeError):
        return None


def _key(document: Document) -> str:
    """Of what a track still has of its document: of a file no more than the name."""
    source = metadata_line(document.source if "://" in document.source else PurePath(document.source).name)
    text = hashlib.sha256()
    for block in document.blocks:
        text.update(f"{block.kind}\0{block.text}\0".encode("utf-8", "surrogatepass"))
    return key_of({"kind": "pictures", "source": source, "text": text.hexdigest(), "named": [*addresses(document)]})


def publish(
    tracks: Sequence[Track],
    folder: Path,
    *,
    pictures: bool = True,
    store: Store | None = None,
    warn: Callable[[str], None] = lambda _: None,
    **more: Any,
) -> list[Path]:
    """Write views of `tracks` into `folder`, as `listening.publish` does and with what else it takes (`more`).

    With `pictures` the articles' own stand in pages and books, from `store` or from where the render read the article;
    those that are not to be had are told to `warn`, a line for each track. Raises what `listening.publish` does.
    """
    last: dict[Sequence[Any], Pictures] = {}

    def of(track: Track) -> Pictures:
        own = (track.path, track.document.title)
        if own not in last:
            last.clear()  # one track's at a time: its page and its book want the same
            last[own] = _published(track, store or default_store(), warn)
        return last[own]

    return listening.publish(tracks, folder, warn=warn, pictures=of if pictures else None, **more)


def _published(track: Track, store: Store, warn: Callable[[str], None]) -> Pictures:
    document = track.document
    if not (named := addresses(document)):
        return {}
    if not (place := recalled(document, store)):
        many = "its picture is" if len(named) == 1 else f"its {len(named)} pictures are"
        warn(f"{track.path.name}: {many} left out of the page: it was not rendered here, or long ago")
        return {}
    found, warnings = PictureGathering(document, place, store).result(LONGEST_S + PATIENCE_S)
    for warning in warnings:
        warn(f"{track.path.name}: {warning}")
    return found
