"""Pages are made strict after they are built: nothing inline is left but what their policy names."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from commonplace.site.finishing import finish
from commonplace.site.policy import StyleSheets, strict, with_download


def made_strict(body: str) -> tuple[str, StyleSheets]:
    sheets = StyleSheets()
    page = f'<!doctype html><html><head>\n<meta charset="utf-8"><title>t</title></head><body>{body}</body></html>'
    return strict(page, sheets, to_sheets="../css/"), sheets


def sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_comes_first_in_the_head_and_forbids_what_it_does_not_name() -> None:
    page, _ = made_strict("")
    assert '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; ' in page
    assert "'unsafe-inline'" not in page
    assert "'unsafe-eval'" not in page


def test_inline_scripts_are_named_by_their_hash_and_others_are_not() -> None:
    body = (
        "<script>go('<b style=\"x\">')</script><script src='a.js'></script>"
        '<script type="application/json">{"a": 1}</script><script type=module>later()</script>'
    )
    page, sheets = made_strict(body)
    policy = page[: page.index("<title>")]
    assert sha256("go('<b style=\"x\">')") in policy
    assert sha256("later()") in policy
    assert policy.count("sha256-") == 2
    assert body in page, "scripts are left as they are"
    assert sheets.files == {}


def test_a_style_sheet_in_a_page_is_put_into_a_file_once() -> None:
    page, sheets = made_strict("<style>p { color: red }</style><style type='text/css'>p { color: red }</style>")
    ((name, css),) = sheets.files.items()
    assert css == "p { color: red }"
    assert page.count(f'<link rel="stylesheet" href="../css/{name}">') == 2
    assert "<style" not in page


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ('<td style="text-align: right">', ""),
        ("<td class='a b' style='text-align: right' id=c>", " id=c"),
        ('<td STYLE="text-align:&#32;right;" title="style=&quot;no&quot;">', ' title="style=&quot;no&quot;"'),
        ('<br style="text-align: right"/>', ""),
    ],
)
def test_a_style_attribute_becomes_a_class_that_no_rule_overrides(tag: str, attributes: str) -> None:
    page, sheets = made_strict(tag)
    ((name, css),) = sheets.files.items()
    selector, _, declared = css.partition("{")
    assert declared.replace(" ", "") == "text-align:right!important}\n"
    assert f'{selector[1:]}"' in page
    assert attributes in page
    assert "style=" not in page.lower().replace("style=&quot;", "")
    assert f'href="../css/{name}"' in page[: page.index("<title>")]


@pytest.mark.parametrize(
    "innocent",
    [
        '<!-- <p style="color: red"> <style>x</style> -->',
        '<p title="a style=&quot;b&quot; > c">data-style="1"</p>',
        '<p data-style="color: red">',
        "<textarea><p style='x'></textarea>",
        "&lt;p style=&quot;color: red&quot;&gt;",
    ],
)
def test_what_only_looks_like_a_style_is_left_alone(innocent: str) -> None:
    page, sheets = made_strict(innocent)
    assert innocent in page
    assert sheets.files == {}


def test_finishing_a_site_reaches_every_page_and_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        site = tmp_path / name
        (site / "a" / "b").mkdir(parents=True)
        (site / "assets" / "stylesheets").mkdir(parents=True)
        page = '<html><head></head><body style="margin: 0"><div class="cp-run" data-module="m"></div></body></html>'
        for path in ("index.html", "a/b/index.html"):
            (site / path).write_text(page, encoding="utf-8")
        finish(site, download=1000)
        files = sorted(path for path in site.rglob("*") if path.is_file())
        written.append([(path.relative_to(site), path.read_bytes()) for path in files])
    assert written[0] == written[1]
    assert [str(path) for path, _ in written[0] if path.suffix == ".html"] == ["a/b/index.html", "index.html"]
    deep = dict(written[0])[Path("a/b/index.html")].decode()
    assert 'href="../../assets/stylesheets/inline-' in deep
    assert 'data-bytes="1000" data-module="m"' in deep


def test_a_site_without_pyodide_says_so_to_its_pages(tmp_path: Path) -> None:
    (tmp_path / "assets/stylesheets").mkdir(parents=True)
    (tmp_path / "index.html").write_text('<head></head><div class="cp-run" data-module="m"></div>', encoding="utf-8")
    finish(tmp_path)
    assert 'data-bytes="0"' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_only_places_of_code_are_told_the_size_of_the_download() -> None:
    assert with_download("<p>&lt;div class=&quot;cp-run&quot;</p>", 5) == "<p>&lt;div class=&quot;cp-run&quot;</p>"
