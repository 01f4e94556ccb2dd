"""A page to choose a voice by ear: a sample of each beside its facts, all in one HTML file."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple

from rhapsode.listening.assets import asset
from rhapsode.listening.markup_text import direction, markup_safe
from rhapsode.listening.media import media_type
from rhapsode.listening.page import hash_source

STYLES = ("theme.css", "voices.css")


class VoiceSample(NamedTuple):
    """A voice and what it was heard to say."""

    engine: str
    voice: str
    """What `--voice` takes."""
    name: str
    languages: tuple[str, ...]
    """BCP 47, best first."""
    licence: str
    """SPDX identifier; empty where it is not known."""
    text: str
    sound: Path
    """The sample's file, of a kind that a render writes."""
    speed: float
    """Seconds of speech made in a second, on one processor."""


def voice_page(samples: Iterable[VoiceSample]) -> str:
    """The page of `samples`, their sound in it (base64). Opens each sample's file."""
    style = asset(*STYLES)
    return Template(asset("voices.html")).substitute(
        policy=f"default-src 'none'; style-src '{hash_source(style)}'; media-src data:; base-uri 'none'",
        style=style,
        voices="".join(map(_row, samples)),
    )


def _row(sample: VoiceSample) -> str:
    language = escape(markup_safe(sample.languages[0])) if sample.languages else "und"
    facts = (
        ", ".join(sample.languages) or "any language",
        sample.engine,
        sample.licence or "licence not stated",
        f"{sample.speed:,.0f} times as fast as it speaks",
    )
    sound = base64.b64encode(sample.sound.read_bytes()).decode()
    name, said = escape(markup_safe(sample.name)), markup_safe(sample.text)
    return (
        f"<li>\n<h2>{name}</h2>\n<p>{escape(markup_safe(' · '.join(facts)))}</p>\n"
        f'<p class="said" lang="{language}" dir="{direction(said)}">{escape(said)}</p>\n'
        f'<audio controls preload="none" aria-label="{name}" src="data:{media_type(sample.sound)};base64,{sound}">'
        f"</audio>\n<code>--engine {escape(sample.engine)} --voice {escape(markup_safe(sample.voice))}</code>\n</li>\n"
    )
