"""The command line in Chinese: no message lacks its translation, and the right ones are found."""

from __future__ import annotations

import gettext
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import messages
import pytest
from rich.cells import cell_len

from commonplace.cli.speaking import lines_of
from commonplace.errors import CommonplaceError
from commonplace.store.settings import settings_text
from commonplace.translation import speak, translated

_PLACE = re.compile(r"\{\w*[^{}]*\}")
TOLD = {
    "there is no annotation 'x'": "没有批注 'x'",
    "cannot be read: Permission denied": "读不了：没有权限",
    "cannot be read: nobody knows why": "读不了：nobody knows why",
    "is empty. Nothing was read.": "是空的。什么都没有读。",
    "concepts/a.md: is empty": "concepts/a.md：是空的",
    "the formula stops too early.\n    x+\n      ^\nFor x = 0.": "公式结束得太早。\n    x+\n      ^\n当 x = 0 时。",
    "formula 1: The formula and its snippet differ: the formula gives 1, the snippet 0.5.\nFor x = [1, 1], n = 2.": (
        "公式 1：公式与它的代码不同：公式得 1，代码得 0.5。\n当 x = [1, 1], n = 2 时。"
    ),
    "byte 0 (0x9d) is not text in UTF-8 or GB18030": "第 0 字节（0x9d）按 UTF-8 or GB18030 都读不成文字",
    "readwise.io/access_token shows yours. Put it into the variable A_TOKEN, or say `keyring set a b`.": (
        "你的令牌在 readwise.io/access_token。把它放进环境变量 A_TOKEN，或者运行 `keyring set a b`。"
    ),
    "what nobody has written is like this": "what nobody has written is like this",
    "%s": "%s",
    "": "",
}


@pytest.fixture
def _chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "zh")
    speak(tmp_path)
    yield
    gettext.textdomain("messages")


def test_no_message_lacks_its_chinese_and_none_is_said_no_more() -> None:
    told = messages.catalogue()
    assert messages.untranslated(told) == []
    said = {one if isinstance(one, str) else one[0] for one in messages.messages()}
    kept = {one.id if isinstance(one.id, str) else one.id[0] for one in told if one.id}
    assert said - kept == set(), "run: make messages, and translate what it prints"
    assert kept - said == set(), "run: make messages"


def test_what_programs_read_is_what_translators_wrote() -> None:
    compiled = messages.compiled(messages.catalogue())
    assert messages.CATALOGUE.with_suffix(".mo").read_bytes() == compiled, "run: make messages"


def test_every_translation_has_the_places_of_its_message() -> None:
    for told in messages.catalogue():
        if told.id and not any("zh: " in text for text in (told.id, told.string) if isinstance(text, str)):
            wanted = told.id if isinstance(told.id, str) else told.id[1]
            (found,) = [told.string] if isinstance(told.string, str) else told.string or [""]
            assert sorted(_PLACE.findall(found)) == sorted(_PLACE.findall(wanted)), wanted


@pytest.mark.usefixtures("_chinese")
def test_what_an_error_says_is_found_by_the_message_that_it_was_made_of() -> None:
    assert {text: translated(text) for text in TOLD} == TOLD
    error = CommonplaceError("is empty", hint="Nothing was read.", path="a.md", line=2)
    assert error.told(translated) == "a.md:2: 是空的\n  什么都没有读。"
    assert str(error) == "a.md:2: is empty\n  Nothing was read."


@pytest.mark.usefixtures("_chinese")
def test_no_message_is_taken_for_another() -> None:
    for told in messages.catalogue():
        if isinstance(told.id, str) and re.search(r"\{0\}", told.id) and isinstance(told.string, str):
            wanted = re.sub(r"\{(\d)\}", r"<\1>", told.string)
            assert translated(re.sub(r"\{(\d)\}", r"<\1>", told.id)) == wanted


def test_without_a_catalogue_in_use_everything_stays() -> None:
    assert translated("is empty") == "is empty"


@pytest.mark.parametrize(
    ("environment", "setting", "heading"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "", "命令"),
        ({"LANG": "zh_TW.UTF-8"}, "", "命令"),
        ({"LANG": "C"}, "", "Commands"),
        ({"LANG": "en_GB.UTF-8"}, "", "Commands"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "", "命令"),
        ({}, "", "Commands"),
        ({"LANG": "C"}, "zh", "命令"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "Commands"),
        ({"LANG": "zh_CN.UTF-8"}, "both", "命令"),
        ({"LANG": "C"}, "both", "Commands"),
    ],
)
@pytest.mark.parametrize("named", [False, True])
def test_the_setting_decides_and_else_the_locale(
    tmp_path: Path, environment: dict[str, str], setting: str, heading: str, *, named: bool
) -> None:
    if setting:
        (tmp_path / "commonplace.toml").write_text(settings_text(language=setting), "utf-8")  # type: ignore[arg-type]
    done = said(tmp_path, *(["-C", "."] if named else []), "--help", environment=environment)
    assert f"\n{heading}:\n" in done.stdout
    assert done.stderr == ""


def test_mistakes_are_said_in_chinese_and_data_in_no_language(tmp_path: Path) -> None:
    chinese, english = {"LANG": "zh_CN.UTF-8"}, {"LANG": "C"}
    for wrong, told in (
        (("imprt",), "没有命令 'imprt'。 （是不是想用 'import'？）"),
        (("list", "concepts"), "错误: .: 这里没有库：没有 docs/concepts"),
        (("import",), "缺少参数"),
        (("list", "nothing"), "不是 'concepts'"),
        (("list",), "可选："),
    ):
        assert told in said(tmp_path, *wrong, environment=chinese).stderr
    assert "微信读书" in said(tmp_path, "list", "formats", environment=chinese).stdout
    for asked in (("doctor", "--json"), ("list", "formats", "--json")):
        one, other = (said(tmp_path, *asked, environment=language).stdout for language in (chinese, english))
        assert one == other


def said(folder: Path, *words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What the command line says in `folder`."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LANG", "LC_ALL", "LC_MESSAGES")
    }
    return subprocess.run(  # noqa: S603  # Our own.
        [sys.executable, "-m", "commonplace", *words],
        cwd=folder,
        env=kept | {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_chinese_is_broken_where_the_terminal_ends() -> None:
    text = "把你在各种阅读软件里标记的段落，归到“公式”（formula）经过 `commonplace check` 核对的概念之下。"
    for width in range(16, 60):
        lines = list(lines_of(text, width))
        assert all(cell_len(line) <= width for line in lines if " " not in line or cell_len(line) < width + 12)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(line[0] in "，。）”" for line in lines)
