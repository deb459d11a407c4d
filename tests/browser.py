"""A real browser for tests: Debian's Chromium, without a window. Where there is none, the tests that need it are skipped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")

needs_browser = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="no page can be shown: Chromium and its driver are not installed (Debian: apt-get install chromium chromium-driver)",
)


class Browser(Chrome):
    """Chromium that keeps what a page wrote to the console and asked the network for."""

    def __init__(self, profile: Path) -> None:
        options = ChromeOptions()
        options.binary_location = CHROMIUM or ""
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1300,900"):
            options.add_argument(argument)
        options.add_argument(f"--user-data-dir={profile}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        super().__init__(options=options, service=Service(DRIVER))

    def complaints(self) -> list[str]:
        """What the console has that is a warning or an error, since this was last asked."""
        return [entry["message"] for entry in self.get_log("browser") if entry["level"] in ("WARNING", "SEVERE")]

    def requests(self) -> list[str]:
        """The addresses that were asked for, since this was last asked."""
        told = [json.loads(entry["message"])["message"] for entry in self.get_log("performance")]
        return [event["params"]["request"]["url"] for event in told if event["method"] == "Network.requestWillBeSent"]

    def media(self, media: str = "", **features: str) -> None:
        """Show pages as on this medium (`print`) or with these features (`prefers_color_scheme="dark"`)."""
        wanted = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": wanted})

    def value(self, script: str, *arguments: Any) -> Any:
        """What a JavaScript expression is on the page that is shown."""
        return self.execute_script(f"return {script}", *arguments)


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with a profile of its own, closed at the end."""
    driver = Browser(profile)
    try:
        yield driver
    finally:
        driver.quit()
