"""Headless Chromium and a published folder served beside it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time

import pytest

CHROMIUM = os.environ.get("RHAPSODE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --autoplay-policy=no-user-gesture-required --mute-audio"
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            if not (CHROMIUM and DRIVER):
                item.add_marker(pytest.mark.skip(reason="no Chromium with its driver on this machine"))


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """One browser for the whole run, with a profile of its own."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in [*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_script_timeout(20)
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium):
    """The browser on an empty page, with a desktop window and nothing remembered or logged."""
    chromium.get("about:blank")
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    chromium.set_window_size(1280, 900)
    for kind in ("browser", "performance"):
        chromium.get_log(kind)
    return chromium


class Serving:
    """`rhapsode serve` of a folder, in a process of its own, that can be stopped before the test ends."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        command = [sys.executable, "-m", "rhapsode", "serve", str(folder), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        self.stop()
        raise AssertionError("the server did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="module")
def serve():
    """`serve(folder)` starts a server and gives it; all are stopped at the end."""
    started = []

    def start(folder):
        started.append(Serving(folder))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.stop()
