"""Apple Books: excerpts as it copies them, with “Excerpt From” below, in whatever language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from commonplace.grammar.lines import Lines, note_lines, text_lines
from commonplace.grammar.marks import highlight
from commonplace.importer import CERTAIN, TYPICAL, Claim, Importer
from commonplace.model import JSON, Annotation, Document, Export, Locator, Rejected

_WORDS = (
    "Excerpt From|摘录来自|摘錄自|节选自|Auszug aus|Extrait de|Fragmento de|Extracto de|Pasaje de|Estratto da"
    "|Passi di|Trecho de|Excerto de|Fragment uit|Отрывок из|抜粋|발췌|Utdrag ur|Uddrag fra|Utdrag fra"
)
_INITIALS = frozenset(words[0] for words in _WORDS.split("|"))
_FROM = re.compile(rf"\s*(?:{_WORDS})\s*[:：]?\s*(?P<rest>.*)")
_ADDRESS = re.compile(r"https?://(?:books|itunes)\.apple\.com/\S*")
_COPYRIGHT = re.compile(
    r"(?i).*(?:protected by copyright|版权保护|版權保護|著作権|urheberrecht|droits d.auteur|derechos de autor|copyright"
    r"|direitos autorais|direitos de autor|авторск|저작권|auteursrecht|prawem autorskim|upphovsrätt|ophavsret).*"
)
_APP = re.compile(r"\s*(?:Apple Books|iBooks|图书|圖書|ブック)\s*[.。]?\s*")
_OLD = re.compile(
    r"(?:(?P<author>.*?)[.。]\s*)?[“\"《„«](?P<title>.+?)[.。]?[”\"》“»][.。]?\s*(?:(?:Apple Books|iBooks)[.。]?\s*)?"
)
_QUOTES = '“”"„«»「」『』'
_OPENING = '“"„«»「『'
_LONGEST_TAIL = 6


class _Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """Marked words, and the lines below that say where they are from."""

    first: int
    last: int
    words: str
    title: str
    author: str
    url: str
    is_sure: bool


class AppleBooks(Importer):
    """Reads each excerpt."""

    format = "apple-books"
    app = ("Apple 图书", "Apple Books")
    description = "Apple Books: copied excerpts (.txt)"

    def identify(self, export: Export) -> Iterator[Claim]:
        """Claim each excerpt with the lines below it."""
        for found in _excerpts(note_lines(export.text)):
            yield Claim(
                confidence=CERTAIN if found.is_sure else TYPICAL,
                evidence="an excerpt with “Excerpt From” below",
                first_line=found.first + 1,
                last_line=found.last + 1,
            )

    def parse(self, export: Export) -> Iterator[Annotation | Rejected]:
        """Read each excerpt, in order."""
        lines = text_lines(export.text)
        for number, found in enumerate(_excerpts(lines)):
            if not found.words:
                raw = "\n".join(lines[found.first : found.last + 1])
                yield Rejected(line=found.first + 1, problem="no words stand above this source: copy it again", raw=raw)
                continue
            told: dict[str, JSON] = {"url": found.url} if found.url else {}
            yield highlight(
                importer=self.format,
                document=Document(
                    key=" — ".join(filter(None, (found.title, found.author))) or export.name,
                    title=found.title,
                    authors=_authors(found.author),
                    extra=told,
                ),
                quote=found.words,
                locator=Locator(order=(number,)),
            )


def _excerpts(lines: Lines) -> list[_Excerpt]:
    """Find the lines “Excerpt From”; the words of each stand above it, up to the source of the one before."""
    found: list[_Excerpt] = []
    start = 0
    for index in lines.beginning(_INITIALS):
        marker = _FROM.fullmatch(lines[index]) if index >= start else None
        if marker is None:
            continue
        end = _end_of_tail(lines, index)
        tail = [one.strip() for one in lines[index + 1 : end + 1] if one.strip()]
        told = _told(marker["rest"].strip(), tail)
        if told is None:
            continue
        first = _first_of_words(lines, start, index)
        words = "\n".join(lines[first:index]).strip()
        found.append(
            _Excerpt(
                first=first,
                last=end,
                words=_unquoted(words),
                title=told[0],
                author=told[1],
                url=told[2],
                is_sure=told[3],
            )
        )
        start = end + 1
    return found


def _first_of_words(lines: Sequence[str], start: int, index: int) -> int:
    """Where the words above a source begin: with a quotation mark, or with their paragraph; `index` if there are none.

    Others may stand above them: in a note that quotes a book once.
    """
    written = [number for number in range(start, index) if lines[number].strip()]
    if not written:
        return index
    opened = next((number for number in written if lines[number].lstrip()[0] in _OPENING), None)
    if opened is not None and lines[written[-1]].rstrip()[-1] in _QUOTES:
        return opened
    blanks = (number for number in range(written[-1], start, -1) if not lines[number].strip())
    return next(blanks, written[0] - 1) + 1


def _end_of_tail(lines: Sequence[str], index: int) -> int:
    """The last line of a source: the one on copyright, or the last before a blank one."""
    end = index
    for number in range(index + 1, min(index + 1 + _LONGEST_TAIL, len(lines))):
        if not lines[number].strip():
            following = lines[number + 1] if number + 1 < len(lines) else ""
            if _COPYRIGHT.fullmatch(following) or _ADDRESS.fullmatch(following.strip()):
                continue
            break
        end = number
        if _COPYRIGHT.fullmatch(lines[number]):
            break
    return end


def _told(rest: str, tail: Sequence[str]) -> tuple[str, str, str, bool] | None:
    """Title, author and address, and whether only Apple Books writes it so; None if nothing is named."""
    url = next((one for one in tail if _ADDRESS.fullmatch(one)), "")
    is_sure = bool(url) or any(map(_COPYRIGHT.fullmatch, tail)) or "iBooks" in rest or "Apple Books" in rest
    names = [one for one in tail if not (_ADDRESS.fullmatch(one) or _COPYRIGHT.fullmatch(one) or _APP.fullmatch(one))]
    old = _OLD.fullmatch(rest) if rest else None
    if old:
        return old["title"].strip(), (old["author"] or "").strip(), url, is_sure
    names = [rest, *names] if rest else names
    if not names or (rest and not is_sure):
        return None
    return names[0].strip(_QUOTES + "《》"), names[1] if len(names) > 1 else "", url, is_sure


def _unquoted(words: str) -> str:
    if words[:1] in _QUOTES and words[-1:] in _QUOTES:
        return words[1:-1].strip()
    return words


def _authors(author: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in re.split(r"\s*[;；、&]\s*|,\s+(?=\S+\s)", author) if one.strip())
