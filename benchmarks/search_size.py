"""What a search costs on a large site: bytes fetched, processor time to the first results, time to make the index.

``python benchmarks/search_size.py 5000`` makes so many pages, of words and characters as frequent as on the pages of
this library, indexes them and types queries into a browser.
"""

from __future__ import annotations

import functools
import html
import itertools
import random
import re
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Response, sync_playwright

from commonplace.site.builder.kept import Kept
from commonplace.site.search.index import write_index

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "docs/assets/javascripts/search.js"
QUERIES = (
    "熵",
    "下降",
    "的",
    "交叉熵",
    "函数的导数",
    "softmax函数",
    "gradient descent",
    "tiduxiajiang",
    "tdxj",
    r"\sum_k",
)
TEX = (r"L=-\sum_{k=1}^{n} t_k\log y_k", r"\sigma(x)=\frac{1}{1+e^{-x}}", r"w\leftarrow w-\eta\nabla f(w)")
CHINESE, LATIN, PASSAGES = 1_500, 200, 12


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Writer:
    """Makes Chinese of pairs of characters, and English of words, as often as they stand in a text."""

    def __init__(self, text: str, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # Made texts, no secrets.
        self.words = re.findall(r"[A-Za-z]{2,}", text)
        self.after: defaultdict[str, list[str]] = defaultdict(list)
        runs = re.findall(r"[\u3400-\u9fff，。、]+", text)
        for run in runs:
            for one, other in itertools.pairwise(run):
                self.after[one].append(other)
        self.characters = "".join(runs)

    def chinese(self, length: int) -> str:
        """So many characters."""
        result = [self.random.choice(self.characters)]
        while len(result) < length:
            result.append(self.random.choice(self.after[result[-1]] or self.characters))
        return "".join(result)

    def latin(self, count: int) -> str:
        """So many words."""
        return " ".join(self.random.choice(self.words) for _ in range(count))

    def name(self) -> str:
        """A name of two to six characters."""
        return re.sub(r"[，。、]", "", self.chinese(self.random.randint(3, 7)))


def page(writer: Writer) -> str:
    """The article of a concept page."""
    names = "".join(f'<span class="cp-alias">{writer.name()}</span> ' for _ in range(8))
    formulas = "".join(f'<math alttext="{html.escape(tex)}"></math>' for tex in TEX)
    passages = "".join(
        f'<blockquote id="hl-{number}"><p>{writer.chinese(CHINESE // PASSAGES)} {writer.latin(LATIN // PASSAGES)}</p>'
        f"</blockquote>"
        for number in range(PASSAGES)
    )
    return (
        f"<article><h1>{writer.name()} {writer.latin(2)}</h1><p>{names}</p>"
        f'<a class="cp-tag">标签{writer.random.randint(1, 30)}</a>{formulas}{passages}</article>'
    )


def make_site(folder: Path, count: int) -> None:
    """Write `count` pages and a home that searches."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/concepts").glob("*.md")))
    writer = Writer(text, seed=1)
    for number in range(count):
        file = folder / "concepts" / f"made-{number}" / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text(page(writer), encoding="utf-8")
    target = folder / "assets" / "javascripts" / SCRIPT.name
    target.parent.mkdir(parents=True)
    shutil.copy(SCRIPT, target)
    (folder / "index.html").write_text(f'<script src="assets/javascripts/{SCRIPT.name}"></script>', encoding="utf-8")


def searches(browser: Browser, address: str) -> Iterator[tuple[str, int, Counter[str], float]]:
    """For each query of a new reader: how many pages, bytes by what they are, processor seconds to ten results."""
    for query in QUERIES:
        context = browser.new_context()
        page = context.new_page()
        responses: list[Response] = []

        def keep(response: Response, kept: list[Response] = responses) -> None:
            kept.append(response)

        page.on("response", keep)
        page.goto(address)
        before = processor_seconds(browser)
        found = page.evaluate(
            """async (query) => {
                 const found = await commonplaceSearch.find(query);
                 await Promise.all(found.slice(0, 10).map((one) => one.page.data()));
                 return found.length;
               }""",
            query,
        )
        seconds = processor_seconds(browser) - before
        fetched: Counter[str] = Counter()
        for response in responses:
            fetched[kind_of(response.url)] += len(response.body())
        context.close()
        yield query, found, fetched, seconds


def processor_seconds(browser: Browser) -> float:
    """What the pages have used: a busy machine changes it little."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(float(process["cpuTime"]) for process in processes if process["type"] == "renderer")


def kind_of(address: str) -> str:
    """What a file is that a search fetches."""
    kinds = {".pf_index": "index", ".pf_meta": "index", ".pf_filter": "filters", ".pf_fragment": "results"}
    return next((kind for part, kind in kinds.items() if part in address), "program")


def main() -> None:
    """Make, index, search, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_site(folder, count)
        start = time.perf_counter()
        write_index(folder, Kept(folder / "kept.sqlite"), "")
        print(f"{count:,} pages, index made in {time.perf_counter() - start:.0f} s")
        size = sum(file.stat().st_size for file in (folder / "search").rglob("*") if file.is_file())
        print(f"the folder search/ takes {size / 1e6:.1f} MB")
        handler = functools.partial(Quiet, directory=name)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for query, found, fetched, wait in searches(chromium, f"http://127.0.0.1:{server.server_port}/"):
                kinds = ", ".join(f"{kind} {size / 1000:.0f} kB" for kind, size in sorted(fetched.items()))
                print(f"{query}: {found} pages; {kinds}; first results after {wait:.2f} s of processor time")
            chromium.close()
            server.shutdown()


if __name__ == "__main__":
    main()
