"""The site in a browser: outputs, search, dark and light, a phone, the keyboard, no outside."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from visit import Visit

from rustlab.book.place import open_book
from rustlab.book.store import open_store

BOOK = open_book({})
pytestmark = [pytest.mark.browser, pytest.mark.kernel, pytest.mark.xdist_group("site")]

SCHEMES = ("light", "dark")
SCROLLING = """() => [...document.querySelectorAll("main div.cell_input pre")]
  .filter(pre => pre.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}))
  .map(pre => [pre, pre.innerText.split("\\n").reduce((a, b) => a.length < b.length ? b : a)])
  .filter(([pre, line]) => line.length <= 100 && pre.scrollWidth > pre.clientWidth)
  .map(([pre, line]) => line)"""
# Every text of the page whose contrast with what lies behind it is below 4.5 (WCAG AA).
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const over = (top, low) => [0, 1, 2].map(i => (top[i] * top[3] + low[i] * (255 - top[3])) / 255);
  const behind = node => {
    let layers = [];
    for (let at = node; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3]) layers.push(colour);
      if (colour[3] === 255) break;
    }
    const base = document.documentElement.dataset.theme === "dark" ? [18, 18, 18] : [255, 255, 255];
    return layers.reverse().reduce((low, top) => over(top, low), base);
  };
  const poor = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), node = walker.currentNode.parentElement;
    const seen = node.checkVisibility({visibilityProperty: true, opacityProperty: true});
    if (!text || !seen || node.closest("script, style")) continue;
    const low = behind(node), ink = over(rgba(getComputedStyle(node).color), low);
    const [a, b] = [light(ink), light(low)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(1)} ${node.className} ${text.slice(0, 40)}`);
  }
  return [...new Set(poor)];
}"""


def shown_outputs(name: str) -> list[list[Any]]:
    """What each cell of a page showed when it ran; cells without an output are left out."""
    book = open_book(os.environ)
    text = book.source(name).read_text(encoding="utf-8")
    notebook = open_store(book.executed, os.environ).find(text, name)
    assert notebook is not None
    return [cell.outputs for cell in notebook.cells if cell.get("outputs")]


def test_the_welcome_page_shows_what_its_cells_said(visit: Visit, screens: Path) -> None:
    visit.go("index.html")
    expected = shown_outputs("index")
    outputs = visit.page.locator("div.cell_output")

    assert outputs.count() == len(expected) > 5
    for number, said in enumerate(expected):
        shown = " ".join(outputs.nth(number).inner_text().split())
        for output in said:
            if output.output_type == "stream":
                assert " ".join(output.text.split()) in shown
            if output.output_type == "execute_result" and "text/html" not in output.data:
                assert " ".join(output.data["text/plain"].split()) in shown
        assert shown, "an output that nobody sees"
    assert outputs.filter(has_text="42").count() > 0
    visit.page.screenshot(path=screens / "welcome-light.png", full_page=True)
    assert visit.troubles == []


# One visit a page: to load it takes longer than all that is looked at.
@pytest.mark.parametrize("name", BOOK.pages)
def test_a_page_is_whole_can_be_read_in_every_light_and_fits_a_phone(
    visit: Visit, name: str
) -> None:
    visit.go(f"{name}.html")

    assert visit.page.locator("article h1").count() == 1
    assert width_on_a_phone(visit) <= 420
    assert scrolling_on_a_laptop(visit) == []
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert hard_to_read(visit) == {}
    assert visit.troubles == []


def width_on_a_phone(visit: Visit) -> int:
    """How wide the page wants to be where there is room for 420 pixels."""
    wide = visit.page.viewport_size
    assert wide is not None
    visit.page.set_viewport_size({"width": 420, "height": 800})
    width = int(visit.page.evaluate("document.documentElement.scrollWidth"))
    visit.page.set_viewport_size(wide)
    return width


def scrolling_on_a_laptop(visit: Visit) -> list[str]:
    """Code of at most 100 columns that scrolls sideways at 1366 pixels, with a bar at the side."""
    wide = visit.page.viewport_size
    assert wide is not None
    visit.page.set_viewport_size({"width": 1366 - 16, "height": 768})
    found: list[str] = visit.page.evaluate(SCROLLING)
    visit.page.set_viewport_size(wide)
    return found


def hard_to_read(visit: Visit) -> dict[tuple[str, str], list[str]]:
    """Texts with too little contrast, by what the system and what the reader has chosen."""
    found: dict[tuple[str, str], list[str]] = {}
    for system in SCHEMES:
        visit.page.emulate_media(color_scheme="dark" if system == "dark" else "light")
        visit.page.wait_for_function(f"document.documentElement.dataset.theme === '{system}'")
        for chosen in SCHEMES:
            visit.page.evaluate(f"document.documentElement.dataset.theme = '{chosen}'")
            if poor := visit.page.evaluate(CONTRAST):
                found[system, chosen] = poor
        visit.page.evaluate(f"document.documentElement.dataset.theme = '{system}'")
    return found


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_the_readers_choice_beats_the_systems(visit: Visit, system: str, chosen: str) -> None:
    visit.page.emulate_media(color_scheme="dark" if system == "dark" else "light")
    visit.go("index.html")
    assert visit.page.evaluate("document.documentElement.dataset.theme") == system
    visit.page.evaluate(f"localStorage.mode = localStorage.theme = '{chosen}'")
    visit.page.reload(wait_until="networkidle")

    assert visit.page.evaluate("document.documentElement.dataset.theme") == chosen
    assert visit.page.evaluate(CONTRAST) == []


def test_screens_for_a_person_to_look_at(visit: Visit, screens: Path) -> None:
    visit.page.emulate_media(color_scheme="dark")
    visit.go("index.html")
    visit.page.screenshot(path=screens / "welcome-dark.png", full_page=True)
    visit.page.emulate_media(color_scheme="light")
    visit.page.set_viewport_size({"width": 420, "height": 800})
    visit.page.screenshot(path=screens / "welcome-phone.png", full_page=True)

    assert visit.troubles == []


def test_rust_and_c_cells_are_coloured(visit: Visit) -> None:
    visit.go("index.html")
    rust = visit.page.locator(".cell_input", has_text="%%rust").first
    c = visit.page.locator(".cell_input", has_text="#include <Python.h>").first

    assert rust.locator(".k", has_text="fn").count() > 0
    assert c.locator(".cp, .cpf").count() > 0
    assert visit.page.locator(".cell_input .err").count() == 0


def test_search_finds_a_word_without_a_server_of_ours(visit: Visit) -> None:
    visit.go("search.html?q=borrowed")
    visit.page.wait_for_selector("#search-results li a")

    hits = visit.page.locator("#search-results li a").all_inner_texts()
    assert "Welcome" in hits
    assert visit.troubles == []


def test_the_keyboard_alone_reaches_the_page_the_search_and_what_is_folded(visit: Visit) -> None:
    visit.go("index.html")
    visit.page.keyboard.press("Tab")
    assert "Skip to main content" in visit.page.evaluate("document.activeElement.innerText")

    folded = visit.page.locator("main details").first
    folded.locator("summary").focus()
    visit.page.keyboard.press("Enter")
    assert folded.evaluate("d => d.open")

    visit.page.keyboard.press("Control+k")
    visit.page.keyboard.type("import finds")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#search-results li a")


def test_links_between_pages_lead_where_they_say(visit: Visit) -> None:
    visit.go("index.html")
    visit.page.locator("main a.reference.internal", has_text="How an import finds").first.click()
    visit.page.wait_for_load_state("networkidle")

    assert visit.page.url.endswith("boundary/how-an-import-finds-your-module.html")
    assert visit.troubles == []
