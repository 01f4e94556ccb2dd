"""A Piper model at work: letters to sound, and how long each letter takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rhapsode.errors import EngineError
from rhapsode.estimate import speech_ms
from rhapsode.installed import without_reports
from rhapsode.model import NORMAL_RATE_WPM, Clip, Mark, WordMark, words
from rhapsode.speaking.drivers.onnx_graph import Graph
from rhapsode.speaking.drivers.trim import edges, marks_within
from rhapsode.speaking.piper.piper_voices import configuration

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

DURATIONS = "/Ceil_output_0"
"""In every model that Piper's training exports: how many hops of samples each phoneme id takes."""
HOP = 256
MOST_CHARACTERS = 300
"""Of one run of the model: its time and memory grow faster than the text."""
CLAUSE_MS = 150
"""Silence where a long text was cut."""
REFERENCE = "The quick brown fox jumps over the lazy dog, and then it rests in the long grass for a while."
"""Spoken once to learn how fast a voice is by itself."""

_CLAUSE = re.compile(r"[^,;:.!?…—]+[,;:.!?…—]*\s*")


class Run(NamedTuple):
    """What the model made of one row of phonemes."""

    samples: bytes
    starts: NDArray[int64]
    """Sample at which each phoneme begins; one more than there are."""


class SpeakingModel:
    """One model, loaded, on one thread, so that its results are the same everywhere and processes do not crowd."""

    def __init__(self, file: Path, noise_scale: float, noise_w: float) -> None:
        without_reports()
        import onnxruntime
        from piper.config import PiperConfig
        from piper.voice import PiperVoice

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            graph = Graph(file.read_bytes())
            inputs = [name for name in ("input", "input_lengths", "scales", "sid") if name in graph.inputs]
            data = graph.part(graph.nodes, inputs, ["output", DURATIONS])
            session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
            self._voice = PiperVoice(session, PiperConfig.from_dict(configuration(file)))
        except Exception as fault:  # onnxruntime's own errors have no common base
            raise EngineError(f"{file} is no Piper model that can be used ({fault})", "name another") from fault
        self.rate_hz: int = self._voice.config.sample_rate
        self._noise = noise_scale, noise_w
        self._pace = 1.0
        said = self.speak(REFERENCE, (), NORMAL_RATE_WPM)
        self._pace = speech_ms(REFERENCE, NORMAL_RATE_WPM) * self.rate_hz / 1000 / max(said.frames, 1)

    def speak(self, text: str, marks: Sequence[Mark], rate_wpm: int) -> Clip:
        """`text` as sound, with a mark for each word; `phonemes` marks are IPA."""
        scale = self._pace * NORMAL_RATE_WPM / rate_wpm
        samples, found = bytearray(), list[WordMark]()
        for start, end in _clauses(text):
            inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
            clip = self._piece(text, start, end, inside, scale)
            if samples and clip.samples:
                samples += bytes(2 * (CLAUSE_MS * self.rate_hz // 1000))
            found += [word._replace(frame=word.frame + len(samples) // 2) for word in clip.words]
            samples += clip.samples
        return Clip(bytes(samples), self.rate_hz, tuple(found))

    def _piece(self, text: str, start: int, end: int, marks: Sequence[Mark], scale: float) -> Clip:
        places = [(start + first, start + last) for first, last in words(text[start:end])]
        spelled = [_letters(self._phonemes(_with_phonemes(text, *place, marks))) for place in places]
        sentence = [phoneme for row in self._rows(_with_phonemes(text, start, end, marks)) for phoneme in [*row, " "]]
        if not any(map(str.isalpha, sentence)):
            return Clip(b"", self.rate_hz)
        made = self._run(sentence, scale)
        begins = made.starts[_begins(spelled, sentence)].tolist() if places else []
        onsets = [WordMark(*place, frame) for place, frame in zip(places, begins, strict=True)]
        first, last = edges(made.samples, self.rate_hz)
        return Clip(made.samples[2 * first : 2 * last], self.rate_hz, marks_within(onsets, first, last - first))

    def _rows(self, text: str) -> list[list[str]]:
        return [row for row in self._voice.phonemize(text) if row] if any(c.isalnum() for c in text) else []

    def _phonemes(self, text: str) -> list[str]:
        return [phoneme for row in self._rows(text) for phoneme in row]

    def _run(self, phonemes: Sequence[str], scale: float) -> Run:
        import numpy as np
        from piper.config import SynthesisConfig

        known = self._voice.config.phoneme_id_map
        ids = self._voice.phonemes_to_ids([phoneme for phoneme in phonemes if phoneme in known])
        noise, noise_w = self._noise
        settings = SynthesisConfig(length_scale=scale, noise_scale=noise, noise_w_scale=noise_w)
        audio, taken = self._voice.phoneme_ids_to_audio(ids, settings, include_alignments=True)
        samples = (np.clip(audio, -1, 1) * np.float32(32_767)).astype("<i2").tobytes()
        ends = np.concatenate([[0], np.cumsum(np.asarray(taken))]).astype(np.int64)
        sizes = [len(known[phoneme]) + 1 if phoneme in known else 0 for phoneme in phonemes]  # each with a pad after it
        first = len(known["^"]) + 1 if "^" in known else 0
        at = first + np.concatenate([[0], np.cumsum(sizes)])
        return Run(samples, ends[np.minimum(at, len(ends) - 1)])


def plain(text: str) -> str:
    """`text` with a space for each sign that is said as babble: controls, pictures, characters without a meaning."""
    return "".join(" " if unicodedata.category(c) in {"So", "Sk", "Cc", "Cs", "Co", "Cn"} else c for c in text)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """`text` in stretches of at most MOST_CHARACTERS, whole clauses where they fit, else whole words."""
    start = end = 0
    for found in _CLAUSE.finditer(text):
        if found.end() - start > MOST_CHARACTERS and end > start:
            yield start, end
            start = end
        while found.end() - start > MOST_CHARACTERS:
            cut = text.rfind(" ", start + 1, start + MOST_CHARACTERS) + 1 or start + MOST_CHARACTERS
            yield start, cut
            start = cut
        end = found.end()
    if start < len(text):
        yield start, len(text)


def _with_phonemes(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """`text[start:end]` as Piper wants it: the words under `marks` as `[[phonemes]]`."""
    parts, at = [], start
    for mark in marks:
        if start <= mark.start and mark.end <= end:
            parts += [_bare(text[at : mark.start]), f"[[{mark.value}]]"]
            at = mark.end
    return "".join([*parts, _bare(text[at:end])])


def _bare(text: str) -> str:
    return text.replace("[", " ").replace("]", " ")


def _letters(phonemes: Sequence[str]) -> list[str]:
    return [phoneme for phoneme in phonemes if phoneme not in " ˈˌ.,;:!?"]


def _begins(spelled: Sequence[Sequence[str]], sentence: Sequence[str]) -> list[int]:
    """The phoneme of `sentence` at which each word begins, `spelled` as each sounds alone.

    In a sentence words run together and lose sounds, so both rows are laid side by side where they agree most.
    """
    alone = [phoneme for word in spelled for phoneme in word]
    places = [at for at, phoneme in enumerate(sentence) if phoneme not in " ˈˌ.,;:!?"]
    matcher = SequenceMatcher(None, alone, [sentence[at] for at in places], autojunk=False)
    found: list[int] = []
    blocks = matcher.get_opcodes()
    at = 0
    for word in spelled:
        here = next(((i1, i2, j1, j2) for _, i1, i2, j1, j2 in blocks if i1 <= at < i2), None)
        if here is None or not places:
            found.append(found[-1] if found else 0)
        else:
            i1, i2, j1, j2 = here
            position = min(j1 + (at - i1) * (j2 - j1) // (i2 - i1), len(places) - 1)
            found.append(max(places[position], found[-1] if found else 0))
        at += len(word)
    return [_stressed(sentence, place) for place in found]


def _stressed(sentence: Sequence[str], place: int) -> int:
    """Where the stress mark before a phoneme stands, which takes time of its own."""
    while place and sentence[place - 1] in "ˈˌ":
        place -= 1
    return place
