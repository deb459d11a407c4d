"""The marked-up page: the page's own text, every fact in its place, and nothing of the page run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import bilateral
from bilateral import view
from bilateral.view import links
from bilateral.view.marks import facts, paragraphs, told
from tests.browser import Browser, browser, needs_browser

PAGE = "china-pakistan"
FIGURE = "statistics:2024/trade.goods/CHN-X"
HOSTILE = """China & Kazakhstan

In May 2023, Premier Li Qiang paid an official visit to Kazakhstan. In June 2023, President Xi Jinping sent a letter to the
President of Kazakhstan on the opening of the <img src=x onerror=document.title='run' Forum in Astana. In 2023, bilateral
trade reached $4.5 billion. The two sides signed the Agreement on &lt;b&gt; and {{ 7 * 7 }} in July 2023.

<script>document.title = 'run'</script> <b>bold</b> 12 </main></body> ones. <a href="javascript:document.title='run'">link</a>
"""


class Parsed(HTMLParser):
    """The text inside `main`, and the ids and inner links of a document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.ids, self.links, self.inside = "", [], [], False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inside |= tag == "main"
        if given.get("id"):
            self.ids.append(given["id"])
        if (given.get("href") or "").startswith("#"):
            self.links.append(unquote(str(given["href"])[1:]))

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "main"

    def handle_data(self, data: str) -> None:
        self.text += data if self.inside else ""


@pytest.fixture(scope="module")
def page() -> bilateral.Page:
    return bilateral.read(PAGE)


def hostile() -> bilateral.Page:
    return bilateral.from_text(HOSTILE, home="CHN", partner="KAZ", id="hostile")


def samples() -> Iterator[bilateral.Page]:
    yield bilateral.read(PAGE)
    yield hostile()
    yield bilateral.from_text("Nothing.", home="CHN", partner="KAZ")
    for folder in sorted((Path(__file__).parent / "pages").iterdir()):
        if (folder / "page.txt").is_file():
            text = (folder / "page.txt").read_bytes().decode()
            yield bilateral.from_text(text, home="CHN", partner="EGY", id=folder.name)


@pytest.mark.parametrize("page", list(samples()), ids=lambda page: page.id)
def test_the_text_is_the_page_and_every_link_has_its_end(page: bilateral.Page) -> None:
    parsed = Parsed(view.html(page))
    assert parsed.text.strip() == page.text.replace("\r\n", "\n").strip()
    assert [name for name, times in Counter(parsed.ids).items() if times > 1] == []
    assert set(parsed.links) <= set(parsed.ids)
    for fact in facts(page):
        assert {fact.name, f"row:{fact.name}"} <= set(parsed.links)


@pytest.mark.parametrize("page", list(samples()), ids=lambda page: page.id)
def test_the_pieces_together_are_the_text_and_each_has_its_facts(page: bilateral.Page) -> None:
    found = facts(page)
    at = 0
    for block in paragraphs(page, found, told(page)):
        for piece in block.pieces:
            assert page.text.startswith(piece.text, at)
            assert [fact.name for fact in piece.facts] == [f.name for f in found if f.start <= at < f.end]
            assert [fact.name for fact in piece.begin] == [f.name for f in found if f.start == at]
            at += len(piece.text)
    assert at == len(page.text)


def test_facts_that_overlap_have_lines_of_their_own(page: bilateral.Page) -> None:
    found = facts(page)
    pairs = [(a, b) for a in found for b in found if a.number < b.number and b.start < a.end]
    assert pairs
    assert [(a.name, b.name) for a, b in pairs if a.lane == b.lane] == []


def test_the_same_page_gives_the_same_bytes(page: bilateral.Page) -> None:
    assert view.html(page) == view.html(bilateral.read(PAGE))


def test_a_page_of_a_thousand_sentences_is_marked_in_one_go() -> None:
    text = " ".join(HOSTILE.splitlines()[2:5]) * 400
    page = bilateral.from_text(text, home="CHN", partner="KAZ")
    assert Parsed(view.html(page)).text.strip() == text.strip()


def test_the_command_writes_one_file(bilateral_command, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert bilateral_command("view", PAGE).stdout == f"{PAGE}.html\n"
    to = tmp_path / "a folder" / "page.html"
    assert bilateral_command("view", PAGE, "--to", to).exit_code == 0
    assert to.read_bytes() == (tmp_path / f"{PAGE}.html").read_bytes()
    assert [path.name for path in to.parent.iterdir()] == ["page.html"]
    refused = bilateral_command("view", PAGE, "--to", to / "below.html")
    assert refused.exit_code == 2
    assert refused.stderr.endswith("[B302]\n")


def test_an_address_that_is_none_is_no_link(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    path.with_suffix(".toml").write_text('home = "CHN"\npartner = "KAZ"\naddress = "javascript:alert(1)"\n')
    assert "javascript:alert" not in view.html(bilateral.read(path))


def test_a_quote_in_a_report_leads_to_its_words(page: bilateral.Page) -> None:
    one, other = page.tables.statistics["quote"][[3, 5]]
    report = f"<td>{one} … {other}</td><td>{one}.</td><td>a &lt;b&gt; {one}</td><th> {one}\n</th>"
    first, second = (f'href="page.html#statistics:2024/trade.goods/CHN-{flow}"' for flow in "XM")
    made = links.linked(report, links.quoted(page))
    assert (made.count(first), made.count(second)) == (2, 1)
    assert f"<td>{one}.</td><td>a &lt;b&gt; {one}</td>" in made
    assert re.sub(r"</?a[^>]*>", "", made) == report


def test_quotes_stay_escaped_in_links() -> None:
    page = hostile()
    quote = next(quote for quote in page.tables.events["quote"] if "<img" in quote)
    made = links.linked(f"<td>{escape(quote, quote=False)}</td>", links.quoted(page))
    assert "href=" in made
    assert "<img" not in made


def luminance(colour: str) -> float:
    """Relative luminance of a colour such as #0072b2 (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_can_be_read_on_its_paper(scheme: int) -> None:
    style = (view.TEMPLATES / "style.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", re.findall(r":root \{([^}]*)\}", style)[scheme]))
    for name in (
        "ink",
        "quiet",
        "link",
        "statistics",
        "events",
        "participants",
        "milestones",
        "rankings",
        "exercises",
        "missed",
        "excused",
    ):
        light, dark = sorted((luminance(colours[name]), luminance(colours["paper"])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, name


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, page: bilateral.Page) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of the bundled page, marked up."""
    folder = tmp_path_factory.mktemp("view")
    (folder / "page.html").write_text(view.html(page), encoding="utf-8")
    with browser(folder / "profile") as driver:
        yield driver, (folder / "page.html").as_uri()


@pytest.fixture
def at(shown: tuple[Browser, str]):
    """Shows the bundled page in the browser, from the top or at a fact."""
    driver, address = shown

    def show(fragment: str = "") -> Browser:
        driver.media()
        driver.set_window_size(1300, 900)
        driver.get("about:blank")
        driver.complaints(), driver.requests()
        driver.get(address + fragment)
        return driver

    return show


SEEN = """(() => { const box = arguments[0].getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight; })()"""


@needs_browser
@pytest.mark.slow
def test_a_link_to_a_fact_lands_on_its_words_and_marks_them(at, page: bilateral.Page) -> None:
    driver = at(view.anchor(FIGURE))
    row = page.tables.statistics.set_index("id").loc["2024/trade.goods/CHN-X"]
    marks = driver.find_elements(By.CSS_SELECTOR, "main u.statistics")
    found = [mark for mark in marks if mark.value_of_css_property("background-color") == "rgba(255, 241, 184, 1)"]
    assert "".join(mark.get_property("textContent") for mark in found) == row["quote"]
    assert all(driver.value(SEEN, mark) for mark in found)
    assert driver.complaints() == []
    assert [url for url in driver.requests() if not url.startswith("file:")] == []


@needs_browser
@pytest.mark.slow
def test_words_lead_to_their_row_and_the_row_back_to_the_words(at) -> None:
    driver = at()
    words = driver.find_element(By.XPATH, "//main//a[@class='words'][contains(., '20.23')]")
    assert not driver.find_element(By.ID, f"row:{FIGURE}").is_displayed()
    words.click()
    row = driver.find_element(By.ID, f"row:{FIGURE}")
    assert row.is_displayed()
    assert driver.value(SEEN, row.find_element(By.TAG_NAME, "p"))
    assert "20,230,000,000" in row.text
    assert "offset" not in row.text
    row.find_element(By.TAG_NAME, "a").click()
    assert driver.current_url.endswith(view.anchor(FIGURE))
    assert driver.value(SEEN, driver.find_element(By.ID, FIGURE))
    assert driver.complaints() == []


@needs_browser
@pytest.mark.slow
def test_the_keyboard_alone_reaches_a_fact_and_its_row(at) -> None:
    driver = at()
    for _ in range(40):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        if driver.switch_to.active_element.get_attribute("id").startswith("milestones:"):
            break
    sign = driver.switch_to.active_element
    assert sign.accessible_name.startswith("milestones 1: ")
    name = sign.get_attribute("id")
    sign.send_keys(Keys.ENTER)
    assert driver.find_element(By.ID, f"row:{name}").is_displayed()
    driver.switch_to.active_element.send_keys(Keys.TAB)
    assert driver.value("document.activeElement.getAttribute('href')") == view.anchor(name)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert driver.current_url.endswith(view.anchor(name))


@needs_browser
@pytest.mark.slow
def test_a_screen_reader_is_told_what_each_link_and_box_is(at, page: bilateral.Page) -> None:
    driver = at()
    nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    told: dict[str, list[str]] = {}
    for node in nodes:
        if not node["ignored"]:
            told.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
    assert all(name.strip() for role in ("link", "checkbox", "DisclosureTriangle") for name in told[role])
    assert "statistics 21" in told["checkbox"]
    assert {"The page", "The rows"} <= {*told["main"], *told["complementary"]}
    facts_told = sum(name.startswith(("statistics ", "events ", "participants ")) for name in told["link"])
    assert facts_told == len(page.tables.statistics) + len(page.tables.events) + len(page.tables.participants)


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("table", ["statistics", "events", "participants", "milestones", "rankings", "exercises"])
def test_a_table_that_is_filtered_out_is_gone_and_its_words_stay(at, page: bilateral.Page, table: str) -> None:
    driver = at()
    text = driver.value("document.querySelector('main').innerText")
    box = driver.find_element(By.ID, f"show-{table}")
    box.send_keys(Keys.SPACE)
    assert not box.is_selected()
    signs = driver.find_elements(By.CSS_SELECTOR, f"main .sign.{table}")
    assert len(signs) == len(getattr(page.tables, table))
    assert not any(sign.is_displayed() for sign in signs)
    lines = {
        mark.value_of_css_property("border-bottom-color") for mark in driver.find_elements(By.CSS_SELECTOR, f"main u.{table}")
    }
    assert lines == {"rgba(0, 0, 0, 0)"}
    assert not driver.find_element(By.CSS_SELECTOR, f"aside section.{table}").is_displayed()
    assert driver.value("document.querySelector('main').innerText") == text
    box.send_keys(Keys.SPACE)
    assert all(sign.is_displayed() for sign in signs)


@needs_browser
@pytest.mark.slow
def test_what_was_missed_is_red_and_what_was_excused_is_grey_in_light_and_dark(shown, tmp_path: Path) -> None:
    driver, _ = shown
    page = bilateral.from_text("China and Kazakhstan\n\nIn 2023, the two sides planted 12 and 7.\n", home="CHN", partner="KAZ")
    assert {"missed", "excused"} <= set(page.tables.ledger["status"])
    (tmp_path / "page.html").write_text(view.html(page), encoding="utf-8")
    colours = {}
    for scheme in ("light", "dark"):
        driver.media(prefers_color_scheme=scheme)
        driver.get((tmp_path / "page.html").as_uri())
        marks = [driver.find_element(By.CSS_SELECTOR, f"main .{status}") for status in ("missed", "excused")]
        paper = driver.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")
        colours[scheme] = (*[mark.value_of_css_property("color") for mark in marks], paper)
        assert driver.find_element(By.CSS_SELECTOR, "aside .missed li a").is_displayed()
    assert colours["light"] == ("rgba(196, 0, 26, 1)", "rgba(108, 117, 125, 1)", "rgba(255, 255, 255, 1)")
    assert colours["dark"] == ("rgba(255, 122, 122, 1)", "rgba(152, 161, 170, 1)", "rgba(22, 25, 29, 1)")


@needs_browser
@pytest.mark.slow
def test_a_page_that_is_html_and_script_is_shown_as_text(shown, tmp_path: Path) -> None:
    driver, _ = shown
    page = hostile()
    (tmp_path / "page.html").write_text(view.html(page), encoding="utf-8")
    driver.complaints(), driver.requests()
    driver.get((tmp_path / "page.html").as_uri())
    assert driver.title == "hostile, with its facts marked"
    shown_text = driver.value("document.querySelector('main').textContent")
    assert shown_text.strip() == page.text.strip()
    assert len(page.tables.events) == 2
    assert "<img" in "".join(page.tables.events["quote"])
    assert driver.value("document.querySelectorAll('script, img, b, i, main a[href^=javascript]').length") == 0
    assert driver.complaints() == []
    assert [url for url in driver.requests() if not url.startswith("file:")] == []


@needs_browser
@pytest.mark.slow
def test_in_print_every_row_is_open_and_on_a_phone_nothing_is_cut_off(at) -> None:
    driver = at()
    assert not driver.value("[...document.querySelectorAll('aside .row')].some(row => row.checkVisibility())")
    driver.media("print")
    assert driver.value("[...document.querySelectorAll('aside .row')].every(row => row.checkVisibility())")
    assert not driver.find_element(By.ID, "show-events").is_displayed()
    driver.media()
    driver.set_window_size(500, 900)
    assert driver.value("document.documentElement.scrollWidth <= innerWidth")


@needs_browser
@pytest.mark.slow
def test_a_row_of_a_report_leads_to_its_words_and_the_words_to_their_row(shown, bilateral_command, tmp_path: Path) -> None:
    driver, _ = shown
    assert bilateral_command("report", "trade", "--to", tmp_path).exit_code == 0
    driver.get((tmp_path / PAGE / "trade" / "report.html").as_uri())
    link = next(link for link in driver.find_elements(By.CSS_SELECTOR, "td a.words") if "20.23" in link.text)
    link.click()
    assert driver.current_url.endswith(f"/page.html{view.anchor(FIGURE)}")
    sign = driver.find_element(By.ID, FIGURE)
    assert driver.value(SEEN, sign)
    sign.click()
    assert driver.find_element(By.ID, f"row:{FIGURE}").is_displayed()
    assert driver.complaints() == []
