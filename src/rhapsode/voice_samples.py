"""Samples of voices: each says a sentence in its own language, and its speed is measured."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from operator import itemgetter
from pathlib import Path

from rhapsode import pipeline, speaking
from rhapsode.clips import HEAD_BYTES, clip_ms
from rhapsode.errors import RhapsodeError
from rhapsode.listening.voice_page import VoiceSample
from rhapsode.mixing import Master
from rhapsode.plugins import VoiceInfo
from rhapsode.request import Request, read_text, script
from rhapsode.store import Store
from rhapsode.work_folders import work_folder

SENTENCES = {
    "ar": "هكذا يبدو صوتي حين أقرأ لك.",
    "cs": "Takhle znívám, když vám čtu.",
    "da": "Sådan lyder jeg, når jeg læser op for dig.",
    "de": "So klinge ich, wenn ich Ihnen etwas vorlese.",
    "el": "Έτσι ακούγομαι όταν σας διαβάζω.",
    "en": "This is how I sound when I read to you.",
    "es": "Así sueno cuando leo para usted.",
    "fi": "Tältä kuulostan, kun luen sinulle.",
    "fr": "Voici ma voix, quand je lis pour vous.",
    "hu": "Így szólok, amikor felolvasok önnek.",
    "it": "Così suona la mia voce quando leggo per voi.",
    "nb": "Slik høres jeg ut når jeg leser for deg.",
    "nl": "Zo klink ik als ik u voorlees.",
    "pl": "Tak brzmię, kiedy czytam na głos.",
    "pt": "É assim que eu soo quando leio para você.",
    "ro": "Așa sun când vă citesc.",
    "ru": "Вот так я звучу, когда читаю вам.",
    "sv": "Så här låter jag när jag läser för dig.",
    "tr": "Size okurken sesim böyle.",
    "uk": "Ось так я звучу, коли читаю вам.",
}
"""By language."""
NUMBERS = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10."
"""What every other language has words for."""
MEASURED = 8
"""Sentences whose speaking is timed: of one alone the way to a worker process and back is a large part."""


def sentence(voice: VoiceInfo) -> str:
    """What `voice` says of itself."""
    primary = (voice.languages or ("",))[0].casefold().partition("-")[0]
    return SENTENCES.get(primary, NUMBERS)


def sample_voices(
    voices: Iterable[tuple[str, VoiceInfo]], folder: Path, warn: Callable[[str], None], text: str = ""
) -> Iterator[VoiceSample]:
    """A sample of each of `voices` (an engine's name and a voice of it) as an MP3 in `folder`, engine by engine.

    All say `text`, or where it is empty a sentence in their own language. One that cannot speak is told to `warn`.
    """
    with pipeline.workers(1) as pool:
        for number, (engine, voice) in enumerate(sorted(voices, key=itemgetter(0))):
            try:
                yield _sample(engine, voice, folder / f"{number}.mp3", text or sentence(voice), pool)
            except RhapsodeError as fault:
                warn(f"{engine} {voice.id}: {fault}")


def _sample(engine: str, voice: VoiceInfo, target: Path, text: str, pool: Executor) -> VoiceSample:
    language = next((tag for tag in voice.languages if tag != "mul"), "")
    request = Request("-", engine=engine, voice=voice.id, language=language)
    with work_folder() as folder:
        store = Store(Path(folder) / "measured")
        document = read_text(text.encode(), "text")
        pipeline.render(
            request, target, document=document, master=Master(generate_cover=False), store=store, executor=pool
        )
        speed = _speed(text, request, store, pool)  # now that an engine that keeps its process has started
    return VoiceSample(engine, voice.id, voice.name, voice.languages, voice.licence, text, target, speed)


def _speed(text: str, request: Request, store: Store, pool: Executor) -> float:
    """Seconds of speech that one process makes in a second, of several sentences much like `text`."""
    several = "\n\n".join(f"{text} {number}." for number in range(1, MEASURED + 1))
    plan = speaking.plan(script(read_text(several.encode(), "text"), request), request.choice, store, pool)
    before = time.perf_counter()
    speech = speaking.speak(plan, store, pool)
    spent = time.perf_counter() - before
    return sum(clip_ms(*store.glimpse(key, HEAD_BYTES)) for key in speech.keys.values()) / 1000 / spent
