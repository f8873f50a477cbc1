"""Pressing Run: the code of a page, in the reader's browser, from this site alone."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

Visits = Callable[..., Any]
ROOT = Path(__file__).parents[2]
PATIENCE = 90_000
"""Milliseconds for Python to start on a busy machine."""

# The pages that have something to run, each through the worker that the button uses.
EVERY_PAGE = """
async (concepts) => {
  const script = document.querySelector('script[src$="run.js"]').src;
  const data = new URL("../run/", script);
  const worker = new Worker(new URL("run-worker.js", script), {type: "module"});
  const ask = (request, files) => new Promise((resolve) => {
    worker.onmessage = ({data: told}) => resolve(told);
    worker.postMessage({data: data.href, request, files});
  });
  const found = [];
  for (const concept of concepts) {
    const page = await (await fetch(new URL(`${concept}.json`, data))).json();
    for (const {place, formula, fields} of page.formulas) {
      const inputs = Object.fromEntries(fields.map(({symbol, text}) => [symbol, text]));
      const told = await ask({formula, inputs}, page.files);
      found.push([concept, place, told.outcome, told.problem ?? told.lost ?? ""]);
    }
    if (page.code) {
      const told = await ask({module: page.files[0].slice(0, -3), code: "1"}, page.files);
      found.push([concept, 0, told.outcome, told.problem ?? told.lost ?? ""]);
    }
  }
  worker.terminate();
  return found;
}
"""


@pytest.fixture(autouse=True)
def _runtime(site: Path) -> None:
    if not (site / "assets/run/runtime.json").is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Pyodide on the site: `commonplace fetch-pyodide`")


def pressed(page: Any) -> Any:
    """Press the first button, wait, and give the place where results stand."""
    page.locator(".cp-run__button").first.click()
    expect(page.locator(".cp-run__button").first).to_be_enabled(timeout=PATIENCE)
    return page.locator(".cp-run").first


# Starting Python costs some seconds of processor time: each page is opened once, and tells several things.


def test_a_click_shows_the_value_of_the_code_beside_that_of_the_formula_and_mistakes_are_told(visit: Visits) -> None:
    window = visit(width=390)
    loaded: list[str] = []
    window.page.context.on("request", lambda request: loaded.append(request.url))
    page = window.open("concepts/cross-entropy/")
    assert not [url for url in loaded if "/assets/run/" in url], "something was loaded before it was asked for"
    assert re.search(r"约 1\d MB", page.locator(".cp-run__button").first.get_attribute("title"))
    first = page.locator("#formula-1 > .cp-run__far")
    assert first.bounding_box()["y"] < 800, "the first button is not on a phone's first screen"
    assert page.locator(".highlight .filename > .cp-run__far").count() == 1
    first.click()
    expect(page.locator(".cp-run__bar").first).to_be_in_viewport()
    assert page.evaluate("() => document.activeElement.className").startswith("cp-run__button")
    expect(page.locator(".cp-run__button").first).to_be_enabled(timeout=PATIENCE)
    result = page.locator(".cp-run").first
    expect(result.locator(".cp-run__good").first).to_be_in_viewport()
    assert [row.partition("\t")[2] for row in result.locator(".cp-run__values tr").all_inner_texts()] == [
        "0.693147"
    ] * 2
    expect(result.locator(".cp-run__good").first).to_contain_text("agree")
    expect(result.locator(".cp-run__by")).to_contain_text("small numpy")
    truth, predicted = result.locator(".cp-run__input").all()

    def outcome(one: str, other: str) -> str:
        truth.fill(one)
        predicted.fill(other)
        predicted.press("Enter")
        expect(page.locator(".cp-run__button").first).to_be_enabled(timeout=PATIENCE)
        return str(result.locator(".cp-run__output").inner_text())

    assert "1.38629" in outcome("[0, 1]", "[0.75, 0.25]")
    assert "shapes do not fit together" in outcome("[0, 1]", "[0.2, 0.5, 0.3]")
    assert "The code raised: ValueError: t and y" in outcome("[0, 1]", "[-0.5, 1.5]")
    assert "no Python expression" in outcome("[0, 1", "[0.5, 0.5]")
    assert "outside of its declared type" in outcome("[0, 1]", "[0.5, 0.25]")
    assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert window.complaints == []
    assert window.outside == []


def test_stopping_ends_an_endless_loop_and_python_sees_nothing_of_the_browser(visit: Visits) -> None:
    window = visit()
    page = window.open("concepts/deep-learning/")
    result = pressed(page)
    expect(result.locator(".cp-run__printed")).to_contain_text("[")
    field, button = result.locator(".cp-run__input"), page.locator(".cp-run__button").first
    field.fill("while True: pass")
    button.click()
    page.locator(".cp-run__stop").click()
    expect(result).to_contain_text("Stopped")
    field.fill("import js\nhasattr(js, 'fetch') or hasattr(js, 'document') or hasattr(js, 'XMLHttpRequest')")
    result = pressed(page)
    expect(result.locator(".cp-run__printed")).to_have_text("False")
    assert window.outside == []


@pytest.mark.parametrize(("told", "buttons"), [("", 1), (' data-bytes="0"', 0)])
def test_a_button_stands_where_something_can_be_run_though_another_builder_made_the_page(
    visit: Visits, told: str, buttons: int
) -> None:
    window = visit()

    def rewritten(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r' data-bytes="\d+"', told, answer.text()))

    window.page.route("**/concepts/softmax/", rewritten)
    expect(window.open("concepts/softmax/").locator(".cp-run__button")).to_have_count(buttons)
    assert window.complaints == []


def test_every_page_runs_in_the_browser(visit: Visits, site: Path) -> None:
    concepts = [path.stem for path in sorted((site / "assets/run").glob("*.json")) if path.stem != "runtime"]
    found = visit().open("").evaluate(EVERY_PAGE, concepts)
    assert [each for each in found if each[2] not in {"agrees", "printed"}] == []
    assert len(found) > len(concepts) / 2


def test_the_whole_numpy_is_run_where_the_site_has_its_wheel(visit: Visits, site: Path) -> None:
    # numpy's own wheel is on no package index; the wheel here is the small one by numpy's name.
    name, wheel = "numpy-9.9-py3-none-any.whl", _wheel(site / "assets/run/numpy.zip")
    lock = json.loads((site / "assets/run/pyodide/pyodide-lock.json").read_text())
    lock["packages"]["numpy"] |= {"file_name": name, "sha256": hashlib.sha256(wheel).hexdigest()}
    about = json.loads((site / "assets/run/runtime.json").read_text()) | {"numpy": "9.9"}
    lockfile, manifest = json.dumps(lock), json.dumps(about)
    served: dict[str, str | bytes] = {"runtime.json": manifest, "pyodide-lock.json": lockfile, name: wheel}
    window = visit()

    def serve(route: Route) -> None:
        body = served.get(route.request.url.rpartition("/")[2])
        route.fulfill(body=body) if body is not None else route.fallback()

    window.page.route("**/assets/run/**", serve)
    result = pressed(window.open("concepts/softmax/"))
    expect(result.locator(".cp-run__by")).to_contain_text("numpy 9.9.")
    expect(result.locator(".cp-run__good")).to_contain_text("agree")
    assert window.outside == []


def _wheel(archive: Path) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(archive) as given, zipfile.ZipFile(target, "w") as made:
        for entry in given.namelist():
            text = given.read(entry).decode()
            made.writestr(entry, text.replace('__version__ = "commonplace"', '__version__ = "9.9"'))
        made.writestr("numpy-9.9.dist-info/METADATA", "Metadata-Version: 2.1\nName: numpy\nVersion: 9.9\n")
        made.writestr("numpy-9.9.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr("numpy-9.9.dist-info/RECORD", "")
    return target.getvalue()
