"""From what the script wants (a voice id, a language tag) to a voice that the engine has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rhapsode.errors import VoiceNotFound
from rhapsode.plugins import VoiceInfo

SAME_LANGUAGE = {
    "zh": "cmn",
    "zh-cn": "cmn",
    "zh-hans": "cmn",
    "zh-hk": "yue",
    "no": "nb",
    "nn": "nb",
    "tl": "fil",
    "iw": "he",
}
"""Tags that voices know under another name (BCP 47 macrolanguages and their usual member)."""

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
ANY_LANGUAGE = "mul"
"""ISO 639-2 for several languages: a voice that says so speaks any."""

MOST_SUGGESTED = 5
NEAR = 0.7
"""How alike two names are, of 1, for one to be a slip of the other."""


def resolve(
    wanted: str, voices: Sequence[VoiceInfo], engine: str, *, exactly: bool = False, variants: bool = True
) -> str:
    """The id of the voice that `wanted` means: an id or its tail, a name, or a language tag, longest match first.

    With `exactly` a tag must be one that the voice states. A variant after `+` (`en-us+f3`) is passed through where
    there are `variants`. Raises VoiceNotFound, naming near matches.
    """
    base, plus, variant = wanted.partition("+") if variants else (wanted, "", "")
    found = _by_name(base.casefold(), voices) or (_by_tag if exactly else _by_language)(base, voices)
    if found is None:
        raise not_found(base, voices, engine)
    return f"{found}{plus}{variant}"


def not_found(wanted: str, voices: Sequence[VoiceInfo], engine: str) -> VoiceNotFound:
    """The error for a voice that the engine does not have, naming near matches."""
    return VoiceNotFound(f"the engine {engine} has no voice {wanted!r}", _suggest(wanted, voices))


def of_language(tag: str, voices: Sequence[VoiceInfo], engine: str) -> str:
    """The id of the voice for a text in the language `tag` (BCP 47). Raises VoiceNotFound."""
    found = _by_language(tag, voices)
    if found is None:
        cure = "choose one that can read it with --voice, or say --language if the text is in another"
        raise VoiceNotFound(f"the engine {engine} has no voice for the language {tag!r}", cure)
    return found


def _by_name(wanted: str, voices: Sequence[VoiceInfo]) -> str | None:
    for forms in (lambda v: (v.id,), lambda v: (v.id.rpartition("/")[2], v.name)):
        for voice in voices:
            if wanted in {form.casefold() for form in forms(voice)}:
                return voice.id
    return None


def speaks(voice: VoiceInfo, language: str) -> bool:
    """Whether `voice` is one of `language` (BCP 47), whatever the region."""
    own = {_primary(tag) for tag in voice.languages}
    return ANY_LANGUAGE in own or _primary(language) in own


def _primary(tag: str) -> str:
    tag = tag.casefold().replace("_", "-")
    return SAME_LANGUAGE.get(tag, SAME_LANGUAGE.get(tag.partition("-")[0], tag.partition("-")[0]))


def _by_tag(wanted: str, voices: Sequence[VoiceInfo]) -> str | None:
    wanted = wanted.casefold().replace("_", "-")
    return next((voice.id for voice in voices if wanted in {tag.casefold() for tag in voice.languages}), None)


def _by_language(wanted: str, voices: Sequence[VoiceInfo]) -> str | None:
    wanted = wanted.casefold().replace("_", "-")
    tags = {tag.casefold(): voice.id for voice in reversed(voices) for tag in reversed(voice.languages)}
    is_tag = LANGUAGE_TAG.fullmatch(wanted)
    while wanted:
        wanted = SAME_LANGUAGE.get(wanted, wanted)
        tail = next((voice.id for voice in voices if voice.id.rpartition("/")[2].casefold() == wanted), None)
        related = next((tags[tag] for tag in tags if tag.startswith(wanted + "-")), None)
        if found := tail or tags.get(wanted) or related:
            return found
        wanted = wanted.rpartition("-")[0]
    return tags.get(ANY_LANGUAGE) if is_tag else None


def _suggest(wanted: str, voices: Sequence[VoiceInfo]) -> str:
    from difflib import get_close_matches

    forms: dict[str, str] = {}
    for voice in reversed(voices):
        own = (voice.name, voice.id, voice.id.rpartition("/")[2])
        forms |= {form.casefold(): voice.id for form in own}
        language, variant, _ = voice.name.partition(" (")
        if variant:  # the name of a language means its tag, not the first of its voices
            forms[language.casefold()] = voice.languages[0].partition("-")[0]
    asked = wanted.casefold()
    begun = sorted((form for form in forms if asked and form.startswith(asked)), key=len)
    close = get_close_matches(asked, forms, MOST_SUGGESTED, NEAR)
    near = list(dict.fromkeys(forms[form] for form in (*begun, *close)))[:MOST_SUGGESTED]
    listing = "see `rhapsode voices`"
    return f"did you mean {', '.join(near)}? {listing} for all" if near else listing
