"""A newcomer in JupyterLab: a real server, a real browser, the page and its tables as they are shown there."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from bilateral import view
from tests.browser import Browser, browser, needs_browser

pytestmark = [pytest.mark.slow, needs_browser]

CELLS = ('import bilateral\npage = bilateral.read("china-pakistan")\npage', "tables = page.tables\ntables", "tables.events")
SECONDS = 90


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab that serves one notebook, with settings and kernels of its own."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(CELLS)]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    (folder / "first.ipynb").write_text(writes(new_notebook(cells=cells, metadata=metadata)), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {
        name: str(folder / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    }
    options = ["--no-browser", "--allow-root", f"--port={port}", "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token="]
    options += [f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True", "--LabApp.news_url="]
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "jupyterlab", *options]
        environment = {
            **os.environ,
            **own,
            "JUPYTER_PREFER_ENV_PATH": "1",
            "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        }
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, folder / "log")
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lab(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """JupyterLab with the notebook open, all its cells run."""
    with browser(tmp_path_factory.mktemp("profile")) as driver:
        driver.get(f"{server}/lab/tree/first.ipynb?reset")
        wait = WebDriverWait(driver, SECONDS)
        wait.until(lambda d: d.value("window.jupyterapp && document.querySelectorAll('.jp-CodeCell').length === 3"))
        wait.until(lambda d: "| Idle" in d.value("document.querySelector('#jp-main-statusbar')?.textContent ?? ''"))
        driver.set_script_timeout(SECONDS)
        run = "window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => arguments[0](true))"
        driver.execute_async_script(run)
        wait.until(lambda d: len(d.find_elements(By.CSS_SELECTOR, ".jp-OutputArea-executeResult")) == 3)
        yield driver


def test_the_page_is_shown_marked_up_and_its_links_work(lab: Browser) -> None:
    frame = lab.find_element(By.CSS_SELECTOR, ".jp-OutputArea-executeResult iframe")
    assert frame.get_attribute("sandbox") == "allow-popups allow-popups-to-escape-sandbox"
    lab.execute_script("arguments[0].scrollIntoView()", frame)
    lab.switch_to.frame(frame)
    try:
        name = "milestones:1951-05-21/relations_established/diplomatic-relations"
        sign = lab.find_element(By.ID, name)
        assert not lab.find_element(By.ID, f"row:{name}").is_displayed()
        sign.click()
        row = lab.find_element(By.ID, f"row:{name}")
        assert row.is_displayed()
        assert "relations established" in row.text
        box = lab.find_element(By.ID, "show-milestones")
        box.click()
        assert not sign.is_displayed()
        box.click()
        assert lab.find_element(By.CSS_SELECTOR, f"[href='{view.anchor(name)}']").is_displayed()
    finally:
        lab.switch_to.default_content()


def test_the_tables_are_listed_with_their_rows_and_a_table_is_a_frame(lab: Browser) -> None:
    _, listed, frame = lab.find_elements(By.CSS_SELECTOR, ".jp-OutputArea-executeResult")
    rows = [row.text.split()[:2] for row in listed.find_elements(By.CSS_SELECTOR, "tbody tr")]
    assert rows[:2] == [["statistics", "21"], ["events", "23"]]
    assert len(rows) == 7
    assert len(frame.find_elements(By.CSS_SELECTOR, "table.dataframe tbody tr")) == 23
    assert "2022-02/visit/imran-khan" in frame.text


def _typed(lab: Browser, text: str) -> None:
    """Type into a new cell at the end."""
    lab.execute_script("return window.jupyterapp.commands.execute('notebook:insert-cell-below')")
    lab.execute_script("return window.jupyterapp.commands.execute('notebook:enter-edit-mode')")
    WebDriverWait(lab, 10).until(lambda d: d.value("document.activeElement.classList.contains('cm-content')"))
    ActionChains(lab).send_keys(text).perform()


def test_names_are_completed(lab: Browser) -> None:
    _typed(lab, "tables.mil")

    def completed(driver: Browser) -> bool:  # JupyterLab waits a second for the kernel, which on a busy machine takes longer
        ActionChains(driver).send_keys(Keys.TAB).perform()
        time.sleep(2)
        return bool(driver.value("document.activeElement.textContent") == "tables.milestones")

    WebDriverWait(lab, 30).until(completed)


def test_a_docstring_serves_a_newcomer(lab: Browser) -> None:
    _typed(lab, "bilateral.read(")
    ActionChains(lab).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    WebDriverWait(lab, 20).until(lambda d: "SidesUnknown" in d.value("document.querySelector('.jp-Tooltip')?.textContent ?? ''"))


def test_nothing_was_asked_of_another_address(lab: Browser, server: str) -> None:
    inside = (
        server,
        server.replace("http", "ws"),
        "data:",
        "blob:",
        "about:",
        "chrome:",
        "chrome-untrusted:",
    )  # the browser's own
    assert json.dumps([url for url in lab.requests() if not url.startswith(inside)]) == "[]"
