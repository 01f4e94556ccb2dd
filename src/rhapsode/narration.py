"""The library's own call: from a text, a file, an address or a Document to a track, in a file or in memory."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

from rhapsode import pipeline
from rhapsode.errors import SourceUnreadable, UsageError
from rhapsode.files import is_remote
from rhapsode.mixing import Master, MixedTrack, UnfiledTrack
from rhapsode.model import Document
from rhapsode.pipeline import Watcher
from rhapsode.plugins import reader_suffixes
from rhapsode.request import Request, read_text
from rhapsode.store import Store
from rhapsode.work_folders import work_folder

LONGEST_PATH = 4_096
"""Characters; what is longer is a text."""


def narrate(
    source: str | bytes | Path | Document,
    target: str | Path | None = None,
    *,
    voice: str = "",
    rate_wpm: int | None = None,
    language: str = "",
    style: Path | Mapping[str, Any] | None = None,
    lexicons: Sequence[Path] = (),
    engine: str = "",
    engine_settings: Mapping[str, str] | None = None,
    master: Master | None = None,
    views: Collection[str] = (),
    store: Store | None = None,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Watcher | None = None,
    verify: bool = False,
    record: bool = False,
    **more: Any,
) -> MixedTrack:
    """Narrate `source` into the file `target` (a path, or an address that fsspec knows), or into memory without one.

    `source` is a text, a file, an address or a Document. A `str` is an address where it begins as one, a file where
    there is one of that name or it could be nothing else (one word with a folder or a known suffix in it), else the
    text itself, plain or Markdown; a `Path` is always a file, and `bytes` are always a text (UTF-8, or what it says).

    `voice` is a voice id or a language tag, `language` the text's (BCP 47), `style` a style file or a mapping of the
    same form, `lexicons` pronunciation lexicons (PLS or TOML), `engine` what speaks and `engine_settings` how it is
    set; `more` are further fields of `rhapsode.Request`. `master` shapes the file (format, loudness, cover, tags),
    `views` name what one reads along with beside it (`rhapsode.VIEWS`). `executor` may be any
    `concurrent.futures.Executor`; without one, `jobs` processes (default: one for each processor) are started and
    ended. `progress` is called with a `Progress` again and again. With `verify` the finished file is heard again, and
    what is not in it spoken anew. With `record` a file that tells all of the track is written beside it.

    Without a target the sound is held in memory, 2 bytes for each frame, and no file is left: `segment()` gives it.
    Raises RhapsodeError; what was spoken is kept in the store, and a target that stood there before is as it was.
    """
    document, location = _understood(source, str(more.get("reader", "")))
    request = Request(
        location,
        voice=voice,
        rate_wpm=rate_wpm,
        language=language,
        style=style,
        lexicons=tuple(lexicons),
        engine_settings=tuple((engine_settings or {}).items()),
        **more,
    )
    request = request._replace(engine=engine or request.engine)

    def render(path: Path, finish: Master | None) -> MixedTrack:
        return pipeline.render(
            request,
            path,
            document=document,
            master=finish,
            views=views,
            store=store,
            executor=executor,
            jobs=jobs,
            progress=progress,
            verify=verify,
            record=record,
        )

    if target is not None and is_remote(target):
        from rhapsode.remote_targets import delivered  # only where it is asked for

        return delivered(lambda _, path: render(path, master), request, Path(target))
    if target is not None:
        return render(Path(target), master)
    if views or (master and master.split):
        raise UsageError("there is no file that anything could stand beside", "give narrate a target")
    with work_folder() as folder:
        return UnfiledTrack.of(render(Path(folder) / "track.wav", replace(master or Master(), format="wav")))


def _understood(source: str | bytes | Path | Document, reader: str) -> tuple[Document | None, str]:
    """The document, where it is read already, and the location that it is of, else is to be read from."""
    if isinstance(source, Document):
        return source, source.source or "-"
    if isinstance(source, Path) or (isinstance(source, str) and is_location(source)):
        return None, str(source)
    data = source.encode("utf-8", "replace") if isinstance(source, str) else source
    if not data.strip():
        raise SourceUnreadable("there is no text to narrate", "give one, or a file")
    return read_text(data, reader), "-"


def is_location(source: str) -> bool:
    """Whether `source` is meant as an address or a file rather than as the text itself."""
    if re.fullmatch(r"https?://\S+", source):
        return True
    if "\n" in source or len(source) > LONGEST_PATH:
        return False
    path = Path(source)
    try:
        if source and path.exists():
            return True
    except (OSError, ValueError):  # what no system takes for a path
        return False
    is_one_word = len(source.split()) == 1
    return is_one_word and (len(path.parts) > 1 or path.suffix.lower() in reader_suffixes())
