"""How long it takes from a press on "Listen now" in the studio to the first sound in the browser.

    python tests/benchmarks/studio_first_sound.py [--runs 10] [--engines espeak natural]

The text is pasted: a page, and ten hours. Each run has a studio and a store of its own, so nothing was spoken before.
Needs Chromium with its driver and the `test` extra.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from speed import ROOT, prose

HOURS = 10
FLAGS = "--headless --no-sandbox --disable-gpu --autoplay-policy=no-user-gesture-required --mute-audio"
HEAR = """
const [text, done] = arguments;
const audio = document.getElementById("live-audio");
document.getElementById("box").value = text;
const begun = performance.now();
const look = () => audio.currentTime > 0 ? done((performance.now() - begun) / 1000) : setTimeout(look, 5);
document.getElementById("listen-at-once").click();
look();
"""


def browser() -> webdriver.Chrome:
    """Chromium, that plays without being touched."""
    options = webdriver.ChromeOptions()
    options.binary_location = os.environ.get("RHAPSODE_CHROMIUM") or shutil.which("chromium") or ""
    for flag in FLAGS.split():
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_script_timeout(120)
    return driver


def first_sound_s(driver: webdriver.Chrome, text: str, engine: str, folder: Path) -> float:
    """Of one studio that has just begun."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"RHAPSODE_DATA": str(folder / "data"), "RHAPSODE_STORE": str(folder / "store")}
    command = [sys.executable, "-m", "rhapsode", "studio", "--engine", engine, "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, **own}, stderr=subprocess.DEVNULL) as studio:
        try:
            while True:
                with socket.socket() as asked:
                    if not asked.connect_ex(("127.0.0.1", port)):
                        break
                time.sleep(0.05)
            driver.get(f"http://127.0.0.1:{port}/")
            time.sleep(1)  # it asks what is on the shelf
            return float(driver.execute_async_script(HEAR, text))
        finally:
            studio.terminate()


def main() -> None:
    """Print a row for each engine and text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--engines", nargs="+", default=["espeak", "natural"])
    asked = parser.parse_args()
    page = (ROOT / "content" / "the-song-under-the-scene.txt").read_text("utf-8")
    texts = {"page": page, f"{HOURS} hours": prose(60 * HOURS)}
    driver = browser()
    print("engine    text       median    min    max  seconds to the first sound")
    for engine in asked.engines:
        for name, text in texts.items():
            times = []
            for _ in range(asked.runs + 1):
                with tempfile.TemporaryDirectory() as folder:
                    times.append(first_sound_s(driver, text, engine, Path(folder)))
            counted = times[1:]  # the first fills the system's caches
            print(f"{engine:9} {name:9} {statistics.median(counted):7.2f} {min(counted):6.2f} {max(counted):6.2f}")
    driver.quit()


if __name__ == "__main__":
    main()
