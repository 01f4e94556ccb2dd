"""A speech server that speaks OpenAI's protocol (`POST /v1/audio/speech`): one on this machine, or one that is paid.

The key comes from the environment and goes into one header, never into the store, a log or a message.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from rhapsode import ffmpeg
from rhapsode.errors import EncoderError, SpeechFailed, UsageError
from rhapsode.installed import extra_cure, version
from rhapsode.model import NORMAL_RATE_WPM, Clip, Mark, Voice
from rhapsode.plugins import Cost, Engine, VoiceInfo
from rhapsode.speaking.drivers.trim import edges

if TYPE_CHECKING:
    import httpx

KEYS = ("RHAPSODE_HTTP_KEY", "OPENAI_API_KEY")
"""Environment variables, in this order."""
TRIES = 5
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 30.0
TIMEOUT_S = 120.0
AGAIN = {408, 409, 425, 429, 500, 502, 503, 504}
"""Answers that another try may change."""
MOST_BYTES = 100_000_000
SLOWEST, FASTEST = 0.25, 4.0
"""The protocol's limits of `speed`."""
MOST_SAID = 120
"""Characters of a server's own words in a message."""


class HttpEngine(Engine):
    """Any server with that protocol. What it says is not ours to repeat: another render may be another sound.

    Settings: `url` (up to `/v1`), `model`, `voices` (names, with commas), `rate_hz` (of the clips made here),
    `workers` (requests at once) and `max_requests` (0: any number) for one render.
    """

    name = "http"
    driver = "rhapsode's own driver for a server"
    isolation = "caller"
    deterministic = False
    cost = Cost(start_s=1.0, s_per_s=1 / 2)

    def __init__(
        self,
        url: str = "http://127.0.0.1:8880/v1",
        model: str = "tts-1",
        voices: str = "alloy",
        rate_hz: str = "24000",
        workers: str = "4",
        max_requests: str = "0",
    ) -> None:
        self._url, self._model = url.rstrip("/"), model
        self._names = [name.strip() for name in voices.split(",") if name.strip()]
        self.default_voice = self._names[0] if self._names else ""
        numbers = [rate_hz, workers, max_requests]
        if not url.startswith(("http://", "https://")):
            raise UsageError(f"{url!r} is no address of a speech server", "set url=http://HOST:PORT/v1")
        if not all(number.isdecimal() for number in numbers) or not 8_000 <= int(rate_hz) <= 48_000:
            raise UsageError(f"rate_hz, workers and max_requests are whole numbers ({', '.join(numbers)})")
        self._rate_hz, self.most_workers, self._most_requests = map(int, numbers)

    def missing(self) -> str:
        """How to install httpx, where it is not."""
        return "" if version("httpx") else extra_cure("http")

    def rate_hz(self, voice: str) -> int:
        """As it is set; what the server gives is brought to it."""
        return self._rate_hz

    def voices(self) -> Sequence[VoiceInfo]:
        """Those that were named: for any language, since a server does not say."""
        return [VoiceInfo(name, name, ("mul",)) for name in self._names]

    def find_voice(self, wanted: str) -> VoiceInfo | None:
        """Any name: the server knows."""
        return VoiceInfo(wanted, wanted, ("mul",))

    def allow(self, clips: int) -> None:
        """Raise UsageError for more requests than `max_requests`."""
        if self._most_requests and clips > self._most_requests:
            cure = "raise --max-requests, or take a shorter text"
            raise UsageError(f"this needs {clips} requests, and at most {self._most_requests} are allowed", cure)

    def synthesize(self, text: str, marks: Sequence[Mark], voice: Voice, take: int = 0) -> Clip:
        """Ask for `text`, again where the server is busy or fails. Raises SpeechFailed."""
        from rhapsode.speaking.drivers.in_memory_driver import said

        asked = {
            "model": self._model,
            "voice": voice.family,
            "response_format": "wav",
            "speed": min(max(voice.rate_wpm / NORMAL_RATE_WPM, SLOWEST), FASTEST),
        }
        return said(_started(), text, url=f"{self._url}/audio/speech", asked=asked, rate_hz=self._rate_hz)


@cache
def _started() -> Any:
    from rhapsode.speaking.drivers.in_memory_driver import start_driver

    return start_driver("rhapsode_http", _speak)


def _speak(text: str, values: Mapping[str, Any]) -> Clip:
    rate_hz = values["rate_hz"]
    samples = _samples(_answer(values["url"], {**values["asked"], "input": text}), rate_hz)
    start, end = edges(samples, rate_hz)
    return Clip(samples[2 * start : 2 * end], rate_hz)


def _samples(sound: bytes, rate_hz: int) -> bytes:
    try:
        return ffmpeg.run(
            ["-i", "pipe:0", "-f", "s16le", "-ac", "1", "-ar", str(rate_hz), "-bitexact", "pipe:1"], sound
        )
    except EncoderError as fault:
        raise SpeechFailed(f"the server's answer is no sound ({fault.what})") from fault


def _answer(url: str, asked: Mapping[str, Any]) -> bytes:
    """The server's sound, after as many tries as it takes. Raises SpeechFailed."""
    import httpx

    wait_s = FIRST_WAIT_S
    for tries_left in reversed(range(TRIES)):
        try:
            with _client().stream("POST", url, json=asked, headers=_headers()) as answer:
                if answer.status_code == httpx.codes.OK:
                    return _body(answer)
                reason, again = _refusal(answer), answer.status_code in AGAIN
                stated_s = _retry_after_s(answer.headers.get("retry-after", ""))
        except httpx.HTTPError as fault:
            reason, again, stated_s = f"{type(fault).__name__}: {fault}", True, None
        if not again or not tries_left:
            break
        time.sleep(min(stated_s if stated_s is not None else wait_s, LONGEST_WAIT_S))
        wait_s *= 2
    raise SpeechFailed(f"the speech server at {url} says: {_without_key(reason)}", "see whether it runs, and its key")


@cache
def _client() -> httpx.Client:
    import httpx

    return httpx.Client(timeout=TIMEOUT_S, follow_redirects=False)


def _headers() -> dict[str, str]:
    key = _key()
    return {"Authorization": f"Bearer {key}"} if key else {}


def _key() -> str:
    return next((os.environ[name] for name in KEYS if os.environ.get(name)), "")


def _body(answer: httpx.Response) -> bytes:
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > MOST_BYTES:
            raise SpeechFailed(f"the server's answer is larger than {MOST_BYTES // 1_000_000} MB")
    return bytes(body)


def _refusal(answer: httpx.Response) -> str:
    said = b""
    for part in answer.iter_bytes():
        said += part
        if len(said) > MOST_SAID:
            break
    words = " ".join(said[:MOST_SAID].decode("utf-8", "replace").split())
    return f"{answer.status_code} {answer.reason_phrase}" + (f", {words}" if words else "")


def _without_key(text: str) -> str:
    key = _key()
    return text.replace(key, "***") if key else text


def _retry_after_s(stated: str) -> float | None:
    """RFC 9110, 10.2.3: seconds, or a date."""
    if stated.isdecimal():
        return float(stated)
    try:
        return max(0.0, parsedate_to_datetime(stated).timestamp() - time.time())
    except ValueError:
        return None
