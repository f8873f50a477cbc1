"""The language of the command line: Chinese where the library's setting or the reader's locale asks for it.

What commands say of themselves is looked up by `gettext`, whose catalogue stands in ``locale/``. Errors and the reasons
why something was refused also stand in JSON, in caches and on pages, so they are values in English, and are translated
where they are shown: `translated` finds the message that the text was made of, and puts what is particular into its
translation.
"""

from __future__ import annotations

import gettext
import inspect
import os
import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

DOMAIN = "commonplace"
LOCALES = Path(__file__).parent / "locale"
_PLACE = re.compile(r"\{(\d+)\}")
_SENTENCE = re.compile(r"\. |\n")
"""What is not within a name, a number or a path: there one message ends, and another begins."""
_VAGUE = 12
"""Letters: what begins with a place and has fewer could be any sentence, so that only single words may stand there."""


def speak(folder: Path) -> None:
    """Speak the language that the library in `folder` is set to; without one, or with both, the reader's."""
    gettext.bindtextdomain(DOMAIN, LOCALES)
    gettext.textdomain(DOMAIN)  # click asks for its own words in the same catalogue.
    settings = folder / "commonplace.toml"
    if not settings.is_file():
        return
    import tomllib  # noqa: PLC0415  # Help answers at once, and needs it in a library alone.

    try:
        told = tomllib.loads(settings.read_text("utf-8"))["site"]["language"]
    except (OSError, ValueError, KeyError, TypeError):  # What is wrong with it is said by who needs it.
        return
    if told in ("zh", "en"):
        os.environ["LANGUAGE"] = told  # Before all else that says what the reader's language is.


def translated(text: str) -> str:
    """`text`, which may have been made of messages with places for what is particular, in the reader's language."""
    if not gettext.gettext(""):  # The catalogue's head: it is in use.
        return text
    whole = _known(text)
    return "\n".join(_line(line) for line in text.split("\n")) if whole is None else whole


def _line(text: str) -> str:
    """A line that may have a place before, and a hint behind what is said."""
    if (whole := _known(text)) is not None:
        return whole
    for mark, instead in ((". ", "。"), (": ", "："), ("; ", "；")):
        before, found, after = text.partition(mark)
        if found and (rest := _known(after)) is not None:
            return f"{_known(before) or before}{instead}{rest}"
    indent = len(text) - len(text.lstrip())
    return text[:indent] + _line(text[indent:]) if indent else text


def _known(text: str) -> str | None:
    """The translation of one message; None if it is none."""
    exact = gettext.gettext(text)
    if exact != text and text:
        return exact
    if text.endswith(".") and (sentence := _known(text[:-1])):
        return sentence + "。"
    for pattern, message in _patterns():
        if match := pattern.fullmatch(text):
            vague = message.startswith("{") and sum(map(str.isalpha, message)) < _VAGUE
            parts = [_particular(part, vague=vague) for part in match.groups()]
            if None not in parts:
                return _PLACE.sub(partial(_part, parts), gettext.gettext(message))
    return None


def _particular(part: str, *, vague: bool) -> str | None:
    """What stands in a place of a message, which may be a message itself; None if it is more than belongs there."""
    if part.endswith(":"):
        return None
    if " " not in part or part[0] in "'\"“":
        return part
    if (known := _known(part)) is not None:
        return known
    if _SENTENCE.search(part):
        return None
    told = _line(part)  # It may be two messages: what is wrong, and by how much.
    return None if vague and told == part else told


def _part(parts: list[str | None], place: re.Match[str]) -> str:
    return parts[int(place[1])] or ""


def help_text(text: str) -> str:
    """The help of a command in the reader's language, paragraph by paragraph; what is code alone stays."""
    return "\n\n".join(gettext.gettext(paragraph) for paragraph in help_paragraphs(text))


def help_paragraphs(text: str) -> list[str]:
    """The messages that the help of a command is made of: paragraphs in one line, but for those that keep theirs."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return [one if one.startswith("\b") else " ".join(one.split()) for one in paragraphs]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What texts look like that are made of messages with places, the most telling first."""
    messages = [message for message in _catalogue() if _PLACE.search(message)]
    messages.sort(key=lambda message: (-len(_PLACE.sub("", message)), message))
    return tuple((_pattern(message), message) for message in messages)


def _pattern(message: str) -> re.Pattern[str]:
    literal = (re.escape(part) for part in _PLACE.split(message)[::2])
    return re.compile("(.*?)".join(literal), re.DOTALL)


def _catalogue() -> Mapping[str, str]:
    with (LOCALES / "zh" / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        told = gettext.GNUTranslations(file)
    return {key: value for key, value in told._catalog.items() if isinstance(key, str)}  # type: ignore[attr-defined]  # noqa: SLF001  # There is no other way to list it.
