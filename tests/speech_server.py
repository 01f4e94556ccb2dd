"""A speech server on this machine, with OpenAI's protocol and faults on demand."""

import io
import json
import threading
import wave
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from rhapsode.model import Voice
from rhapsode.speaking.tone_engine import ToneEngine


class SpeechServer(ThreadingHTTPServer):
    """Speaks in tones; `faults` are given first, each a status, headers and body, or `drop`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults, self.asked, self.keys = [], [], []
        self.now = self.most_at_once = 0
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_POST(self):
        server = self.server
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with server.lock:
            server.asked.append(asked)
            server.keys.append(self.headers.get("authorization"))
            fault = server.faults.pop(0) if server.faults else None
            server.now += 1
            server.most_at_once = max(server.most_at_once, server.now)
        try:
            if fault == "drop":
                self.connection.close()
            elif fault:
                self.answer(*fault)
            else:
                self.answer(200, {"content-type": "audio/wav"}, sound(asked))
        finally:
            with server.lock:
                server.now -= 1

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def sound(asked):
    clip = ToneEngine().synthesize(asked["input"], (), Voice("tone/low", "", round(175 * asked["speed"])))
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(clip.rate_hz)
        made.writeframes(clip.samples)
    return file.getvalue()


@contextmanager
def serving():
    with SpeechServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
