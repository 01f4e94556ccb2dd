"""The default engine on Linux: espeak-ng through a pyttsx3 driver of our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from rhapsode.errors import VoiceNotFound
from rhapsode.model import FASTEST_RATE_WPM, SLOWEST_RATE_WPM, Clip, Mark, Voice, WordMark
from rhapsode.plugins import Engine, VoiceInfo
from rhapsode.speaking.espeak import espeak_phonemes
from rhapsode.writing_systems import systems_of

if TYPE_CHECKING:
    from rhapsode.speaking.espeak.espeak_library import Library

GENDERS = ("", "male", "female")
RATE_HZ = 22_050
"""Of every voice but MBROLA's, which are left out."""
LOUDNESS_LUFS = -21.3
POSSESSIVE = ("'s", "’s")
"""After a word given in phonemes it would be spelled; it is said with the word."""
GAP_MS = 60
"""Between a word in another language and its neighbours, which are spoken apart."""


class SpokenPart(NamedTuple):
    """A part of an utterance that one call speaks."""

    start: int
    end: int
    voice: str
    """The voice id for this part."""


class EspeakEngine(Engine):
    """espeak-ng. Its library is loaded at the first call, once in a process."""

    name = "espeak"
    driver = "rhapsode's own driver on pyttsx3's EspeakDriver"
    default_voice = "gmw/en"
    variants = True
    takes_phonemes = True

    def __init__(self) -> None:
        self._current: tuple[object, ...] = ()
        self._sound_tables: dict[str, dict[str, str]] = {}

    def load(self) -> None:
        """Load the library and pyttsx3, without starting them."""
        from rhapsode.speaking.drivers import trim  # noqa: F401  # only who speaks needs them
        from rhapsode.speaking.espeak import espeak_library

        espeak_library.driver()

    def warm(self) -> None:
        """Start what the first sentence would have to wait for."""
        _started()

    def missing(self) -> str:
        """Nothing on Linux, where pip brings it; elsewhere espeak-ng, unless the system has it."""
        from rhapsode.speaking.espeak import espeak_library

        return "" if espeak_library.is_here() else espeak_library.CURE

    def study(self, voice: str) -> dict[str, str]:
        """Which mnemonic stands for which sound of IPA in that voice."""
        self._set(Voice(voice), voice)
        return _sounds_of_current_voice()

    def remember(self, voice: str, found: object) -> None:
        """Keep what `study` found."""
        if isinstance(found, dict):
            self._sound_tables[voice] = found

    def fingerprint(self) -> Mapping[str, str]:
        """Library version, which copy of the library, and the sizes of its compiled sounds."""
        from rhapsode.speaking.espeak.espeak_library import find

        return _fingerprint(find())

    def loudness_lufs(self, voice: str) -> float:
        """Of the English voice; the others are within 3 LU of it."""
        return LOUDNESS_LUFS

    def reads(self, voice: str) -> frozenset[str]:
        """The letters of the voice's language: others are spelled out, and kanji are said as `Chinese letter`."""
        language = voice.partition("+")[0].rpartition("/")[2]
        return systems_of(language) - ({"Chinese"} if language == "ja" else set())

    def voices(self) -> Sequence[VoiceInfo]:
        """Every voice whose data is here: not MBROLA's, and none without its dictionary, which would say nothing."""
        driver, _ = _started()
        data = driver.data_folder()
        found = [_voice_info(record) for record in driver.espeak_voices()]
        return [voice for voice in found if not voice.id.startswith("mb/") and _has_dictionary(data, voice.id)]

    def synthesize(self, text: str, marks: Sequence[Mark], voice: Voice, take: int = 0) -> Clip:
        """Speak `text`; a part under a `language` mark (its value a voice id) is spoken apart, in that voice."""
        said = [
            self._speak(text, part, [mark for mark in marks if mark.kind == "phonemes"], voice)
            for part in spoken_parts(text, marks, voice.family)
        ]
        if len(said) == 1:
            return said[0]
        gap = bytes(2 * (GAP_MS * RATE_HZ // 1000))
        samples, words = bytearray(), list[WordMark]()
        for clip in said:
            if samples and clip.samples:
                samples += gap
            offset = len(samples) // 2
            words += [word._replace(frame=word.frame + offset) for word in clip.words]
            samples += clip.samples
        return Clip(bytes(samples), RATE_HZ, tuple(words))

    def phonemes(self, text: str, marks: Sequence[Mark], voice: Voice) -> str:
        """IPA of `text` as espeak-ng would say it, clause by clause."""
        driver, _ = _started()
        said = []
        text = text.replace("[[", " [")  # mnemonics are understood here, and those of the text itself are none
        for part in spoken_parts(text, marks, voice.family):
            self._set(voice, part.voice)
            lines = _lines(text, part, [mark for mark in marks if mark.kind == "phonemes"], self._sounds)
            said.append(driver.text_to_phonemes(lines.text))
        return " ".join(said)

    def _speak(self, text: str, part: SpokenPart, marks: Sequence[Mark], voice: Voice) -> Clip:
        from rhapsode.speaking.drivers.trim import edges, marks_within

        self._set(voice, part.voice)
        lines = _lines(text, part, marks, self._sounds)
        sound = self._say(lines.text, _started()[0].PHONEME_INPUT if lines.phonemes else 0)
        start, end = edges(sound.samples, RATE_HZ)
        words = (_mark(lines, position - 1, length, frame) for position, length, frame in sound.words)
        return Clip(sound.samples[2 * start : 2 * end], RATE_HZ, marks_within(words, start, end - start))

    def _say(self, text: str, flags: int) -> Any:
        driver, engine = _started()
        if not text.strip():
            return driver.Sound(b"", [])  # pyttsx3 drops such a text, and the last sound would come again
        engine.setProperty("flags", flags)
        driver.run(engine, lambda: engine.say(text))
        return engine.getProperty("sound")

    def _set(self, voice: Voice, voice_id: str) -> None:
        wanted = (voice_id, voice.rate_wpm, voice.pitch_st)
        if wanted == self._current:
            return
        driver, engine = _started()

        def command() -> None:
            engine.setProperty("voice", voice_id)
            engine.setProperty("rate", min(max(voice.rate_wpm, SLOWEST_RATE_WPM), FASTEST_RATE_WPM))
            engine.setProperty("pitch", pitch(voice.pitch_st))

        try:
            driver.run(engine, command)
        except Exception as fault:
            raise VoiceNotFound(f"espeak-ng cannot load the voice {voice_id!r}", "see `rhapsode voices`") from fault
        self._current = wanted

    def _sounds(self) -> Mapping[str, str]:
        voice = str(self._current[0])
        if voice not in self._sound_tables:  # nobody studied it: whoever asks only wants to be told phonemes
            self._sound_tables[voice] = _sounds_of_current_voice()
        return self._sound_tables[voice]


class Lines(NamedTuple):
    """What is handed to espeak-ng, and where each of its characters comes from."""

    text: str
    origins: list[tuple[int, int]]
    """For each character of `text` the part of the utterance it stands for."""
    phonemes: bool


def spoken_parts(text: str, marks: Sequence[Mark], voice_id: str) -> list[SpokenPart]:
    """`text` cut where a `language` mark begins or ends; parts without a word join the one before."""
    spoken = {mark.start: mark for mark in marks if mark.kind == "language"}
    cuts = sorted({0, len(text)} | {place for mark in spoken.values() for place in (mark.start, mark.end)})
    found: list[SpokenPart] = []
    for start, end in pairwise(cuts):
        part = SpokenPart(start, end, spoken[start].value if start in spoken else voice_id)
        if found and (part.voice == found[-1].voice or not any(c.isalnum() for c in text[start:end])):
            found[-1] = found[-1]._replace(end=end)
        else:
            found.append(part)
    return found or [SpokenPart(0, len(text), voice_id)]


def pitch(semitones: float) -> int:
    """espeak-ng's pitch, 0 to 99: 50 is the voice's own, an octave about 50 either way (its pitch_adjust_tab)."""
    return min(max(round(50 + semitones * 50 / 12), 0), 99)


def _lines(text: str, part: SpokenPart, marks: Sequence[Mark], sounds: Callable[[], Mapping[str, str]]) -> Lines:
    inside = [mark for mark in marks if part.start <= mark.start and mark.end <= part.end]
    parts: list[str] = []
    origins: list[tuple[int, int]] = []
    place = part.start

    def plain(end: int) -> None:
        part = text[place:end]
        parts.append(part.replace("[", " ").replace("]", " ") if inside else part)
        origins.extend((index, index + 1) for index in range(place, end))

    for mark in inside:
        owned = text[mark.end : mark.end + 2].lower() in POSSESSIVE and not text[mark.end + 2 : mark.end + 3].isalnum()
        sounded = espeak_phonemes.possessive(mark.value) if owned else mark.value
        mnemonics = espeak_phonemes.to_mnemonics(sounded, sounds())
        if not mnemonics:
            continue
        plain(mark.start)
        apart = mark.start > part.start and not (text[mark.start - 1].isalnum() or text[mark.start - 1] in "- ")
        said = f"{' ' * apart}[[{mnemonics}]]"
        parts.append(said)
        origins.extend([(mark.start, mark.end)] * len(said))
        place = mark.end + 2 * owned
    plain(part.end)
    return Lines("".join(parts), origins, bool(inside))


def _mark(lines: Lines, start: int, length: int, frame: int) -> WordMark:
    last = len(lines.origins) - 1
    first, final = lines.origins[min(max(start, 0), last)], lines.origins[min(max(start + length - 1, 0), last)]
    return WordMark(first[0], max(final[1], first[1]), frame)


@cache
def _started() -> tuple[ModuleType, Any]:
    from rhapsode.speaking.espeak import espeak_library

    driver = espeak_library.driver()
    return driver, driver.start_espeak()


def _sounds_of_current_voice() -> dict[str, str]:
    driver, _ = _started()
    names = espeak_phonemes.mnemonics(driver.data_folder() / "phontab")
    return espeak_phonemes.table(names, driver.paragraphs_to_phonemes)


@cache
def _fingerprint(found: Library) -> Mapping[str, str]:
    import hashlib

    from rhapsode.speaking.espeak.espeak_library import version

    facts = {"library": "pip" if found.data else "system", "version": version(found), "sounds": "one by one"}
    if found.data:
        sizes = [(file.name, file.stat().st_size) for file in sorted(Path(found.data, "espeak-ng-data").glob("phon*"))]
        facts["data"] = hashlib.sha256(repr(sizes).encode()).hexdigest()[:16]
    return facts


def _has_dictionary(data: Path, voice_id: str) -> bool:
    """Whether the dictionary is there that the voice's file names, or else that of its language."""
    try:
        lines = (data / "lang" / voice_id).read_text("utf-8", "replace").splitlines()
    except OSError:
        return True  # a voice of another kind, which names its own data
    facts = dict(reversed([line.split(maxsplit=1) for line in lines if len(line.split()) > 1]))
    name = facts.get("dictionary") or facts.get("language", "en").split()[0].partition("-")[0]
    return (data / f"{name}_dict").exists()


def _voice_info(record: Any) -> VoiceInfo:
    language = record.languages[1:].decode("utf-8", "replace") if record.languages else ""
    gender = GENDERS[record.gender] if record.gender < len(GENDERS) else ""
    return VoiceInfo(record.identifier.decode(), record.name.decode(), (language,) if language else (), gender)
