"""Pairs of highlights whose answer is known, made from texts of our own, to measure how well passages are joined.

``python benchmarks/passage_pairs.py`` prints precision and recall, in all and for each kind. The same seed gives the
same pairs.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from commonplace.merging.identity import identified
from commonplace.merging.passages import passages_of
from commonplace.model import Annotation, Document, TextQuoteSelector
from commonplace.store.shelves import Store, shelves_of

ROOT = Path(__file__).parents[1]
TEXTS = (*sorted((ROOT / "examples" / "text").glob("*.md")), *sorted((ROOT / "docs" / "concepts").glob("*.md")))

_TITLE = "神经网络的数学随笔"
_APP = Document(key="40009001", title=_TITLE, authors=("林一舟",))
_PDF = Document(key="books/notes.pdf", file=f"books/{_TITLE}.pdf")
_OTHER_BOOK = Document(key="books/other.pdf", file="books/另一位作者的函数论笔记.pdf")

_REGION = re.compile(r"<!-- commonplace:(\w+).*?<!-- /commonplace:\1 -->|<!--.*?-->", re.DOTALL)
_NO_PROSE = re.compile(r"^---\n.*?^---\n|^```.*?^```|^\$\$.*?\$\$", re.DOTALL | re.MULTILINE)
_SENTENCE = re.compile(r"[^。！？!?\n]*?(?:[。！？]|[.!?](?=\s|$))[”」’]?")
_CLAUSE = re.compile(r"[^，；：,;:。！？.!?]+")
_FORMULA = re.compile(r"[A-Za-zΑ-ω∇Σ∂_′'^(][A-Za-z0-9Α-ω∇Σ∂_′'^()=+·−/*{}\\ ]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LOST = ("[插图]", "[图片]", "\ufffc", " [插图] ")
_ALIKE = (
    "己已",
    "未末",
    "人入",
    "日曰",
    "土士",
    "干千",
    "太大",
    "天夭",
    "令今",
    "间问",
    "每毎",
    "的地",
    "它他",
    "做作",
)
_LOOK_ALIKE = {pair[0]: pair[1] for pair in _ALIKE}
_TELLING = set(
    "不没无未非否别反超偏半逆负最伪两零一二三四五六七八九十百千万亿大小多少高低上下左右前后正入出内外行列凸凹增减加乘长短"
)
_NEGATED = (("不", ""), ("是", "不是"), ("可以", "不可以"), (" is ", " is not "), (" not ", " "), ("能", "不能"))
_OPPOSITES = (
    *(
        ("大", "小"),
        ("多", "少"),
        ("上", "下"),
        ("左", "右"),
        ("输入", "输出"),
        ("正", "负"),
        ("行", "列"),
        ("前", "后"),
    ),
    *(("large", "small"), ("up", "down"), ("first", "last"), ("inputs", "outputs"), ("forward", "backward")),
    *(
        ("导数", "积分"),
        ("梯度", "散度"),
        ("函数", "矩阵"),
        ("向量", "标量"),
        ("权重", "偏置"),
        ("误差", "概率"),
        ("概率", "方差"),
    ),
    *(
        ("gradient", "integral"),
        ("derivative", "exponent"),
        ("function", "matrix"),
        ("layer", "class"),
        ("slope", "sum"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two highlights, what was done to make them, and whether they mark the same words of one book."""

    kind: str
    one: str
    other: str
    same: bool
    other_book: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How pairs of one kind, or of all, were judged."""

    pairs: int
    joined_rightly: int
    joined_wrongly: int
    missed: int

    @property
    def precision(self) -> float:
        """How many of those that were joined belong together."""
        joined = self.joined_rightly + self.joined_wrongly
        return self.joined_rightly / joined if joined else 1.0

    @property
    def recall(self) -> float:
        """How many of those that belong together were joined."""
        wanted = self.joined_rightly + self.missed
        return self.joined_rightly / wanted if wanted else 1.0


@cache
def paragraphs() -> tuple[tuple[str, ...], ...]:
    """The sentences of each paragraph of prose."""
    found = []
    for path in TEXTS:
        prose = _NO_PROSE.sub("", _REGION.sub("", path.read_text("utf-8")))
        for block in re.split(r"\n{2,}", prose):
            if not re.match(r"\s*([#>|`$<!*:-]|\d+\.|\{)", block):
                text = re.sub(r"\[([^\]]+)\]\([^)]*\)|[*`$]", r"\1", block).replace("\n", " ")
                sentences = tuple(s.strip() for s in _SENTENCE.findall(text) if _says(s) >= _LEAST)
                found.extend([sentences] if sentences else [])
    return tuple(found)


_LEAST = 24


def _says(text: str) -> float:
    return sum(2.5 if _HAN.match(c) else 1.0 for c in text if c.isalnum())


@cache
def sentences() -> tuple[str, ...]:
    """Every sentence once."""
    return tuple(dict.fromkeys(sentence for paragraph in paragraphs() for sentence in paragraph))


@cache
def terms() -> tuple[str, ...]:
    """What headings and concept pages call things."""
    found: list[str] = []
    for path in TEXTS:
        text = path.read_text("utf-8")
        found += re.findall(r"^#+ (?:[\d.]+ |第.+?章 |Chapter \d+\. )?(.+)$", text, re.MULTILINE)
        found += re.findall(r"^  - (\S[^:{}\n]+)$", text.split("\n---", 1)[0], re.MULTILINE)
    found += [
        "单位阶跃函数",
        "MSE",
        "函数",
        "rectified linear unit activation function",
        "随机梯度下降法的学习率衰减策略",
    ]
    named = dict.fromkeys(re.sub(r"\s*\{.*", "", term).strip("\"' ") for term in found)
    return tuple(term for term in named if not re.search(r"[\[<\\$]|, |[?？。]$", term))


def pairs(count: int, seed: int = 1) -> list[Pair]:
    """`count` pairs, as many of each kind."""
    chance = random.Random(seed)  # noqa: S311  # No secret.
    made: list[Pair] = []
    kinds = list(_KINDS)
    while len(made) < count:
        pair = _KINDS[kinds[len(made) % len(kinds)]](chance)
        if pair is not None and pair.one != pair.other:
            made.append(pair)
    return made


def _any_text(chance: random.Random) -> str:
    """A sentence, or a few that follow each other."""
    paragraph = chance.choice(paragraphs())
    start = chance.randrange(len(paragraph))
    chosen = paragraph[start : start + chance.choice((1, 1, 2, 3))]
    return ("" if _HAN.search(chosen[0]) else " ").join(chosen)


def _width(chance: random.Random) -> Pair:
    text = _any_text(chance)
    changes: tuple[Callable[[str], str], ...] = (
        lambda t: unicodedata.normalize("NFKC", t),
        lambda t: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and chance.random() < 0.5 else c for c in t),
        lambda t: t.replace(" ", "\u3000" if _HAN.search(t) else "\n"),
        lambda t: re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])", " ", t),
        lambda t: re.sub(r"(?<=[\u4e00-\u9fff]) +", "", t),
        str.upper,
        lambda t: t.replace("fi", "ﬁ").replace("fl", "ﬂ"),
        lambda t: re.sub(r"(?<=[a-z]{4})(?=[a-z]{4})", "-\n", t, count=1),
        lambda t: re.sub(r"(.{12,20})", r"\1\n", t),
    )
    return Pair(kind="width", one=text, other=chance.choice(changes)(text) + chance.choice(("", " ", "\n")), same=True)


def _punctuation(chance: random.Random) -> Pair:
    text = _any_text(chance)
    swapped = dict(zip("，。：；“”‘’（）！？、—−", ",.:;\"\"''()!?,--", strict=True))
    changes: tuple[Callable[[str], str], ...] = (
        lambda t: "".join(swapped.get(c, c) for c in t),
        lambda t: "".join(c for c in t if c not in '，、,“”"‘’'),
        lambda t: chance.choice("。，；”") + t.rstrip("。.!?！？"),
        lambda t: t.rstrip("。.") + chance.choice(("", "，", ";", "……", "。”")),
        lambda t: "“" + t + "”",
    )
    return Pair(kind="punctuation", one=text, other=chance.choice(changes)(text), same=True)


def _trimmed(chance: random.Random) -> Pair | None:
    text = _any_text(chance)
    most = max(1, min(8, len(text) // 14))
    cuts = [chance.randint(0, most) for _ in range(4)]
    one, other = text[cuts[0] : len(text) - cuts[1]], text[cuts[2] : len(text) - cuts[3]]
    if chance.random() < 0.5:  # Half of them.
        one = text
    # What was cut off must not be what turns the sense round.
    if set(text[: max(cuts)] + text[-max(cuts) or len(text) :]) & set("不没无未非否") or re.search(
        r"\bn(ot|o|ever)\b", text[:20]
    ):
        return None
    return Pair(kind="trimmed ends", one=one, other=other, same=True)


def _lost(chance: random.Random) -> Pair | None:
    text = _any_text(chance)
    if _HAN.search(text):
        spans = [m.span() for m in _FORMULA.finditer(text) if len(m[0]) < 40]  # As formulas are.
    else:
        spans = [m.span() for m in re.finditer(r"(?<= )[a-zσηδ∇Σ](?=[ ,.])|\S*[=←·]\S*(?: \S*[=←·]\S*)*", text)]
    if not spans:
        return None
    damaged = text
    for start, end in sorted(chance.sample(spans, chance.randint(1, len(spans))), reverse=True):
        damaged = damaged[:start] + chance.choice(_LOST) + damaged[end:]
    solid = re.split(r"\[插图\]|\[图片\]|\ufffc", damaged)
    return Pair(kind="lost formulas", one=text, other=damaged, same=True) if max(map(_says, solid)) >= _LEAST else None


def _slips(chance: random.Random) -> Pair | None:
    text = _any_text(chance)
    letters = list(text)
    slips = chance.randint(1, max(1, int(_says(text) // 40)))
    places = [place for place in range(2, len(letters) - 2) if _may_slip(text, place)]
    chosen: list[int] = []
    for place in chance.sample(places, len(places)):
        if len(chosen) < slips and all(abs(place - other) > 6 for other in chosen):  # Apart.
            chosen.append(place)
    for place in chosen:
        letters[place] = _slipped(letters[place], chance)
    return Pair(kind="slips", one=text, other="".join(letters), same=True) if chosen and _says(text) >= 32 else None


def _may_slip(text: str, place: int) -> bool:
    letter = text[place]
    if _HAN.match(letter):
        return letter not in _TELLING
    return bool(re.fullmatch(r"[a-z]{5}", text[place - 2 : place + 3]))


def _slipped(letter: str, chance: random.Random) -> str:
    if _HAN.match(letter):
        other = chance.choice(_characters())
        return _LOOK_ALIKE.get(letter) or chance.choice((other, other, "", letter * 2))
    return {"m": "rn", "w": "vv", "d": "cl", "o": "0", "l": "1"}.get(letter) or chance.choice(
        (chance.choice("abcdefghijklmnopqrstuvwxyz"), "", letter * 2)
    )


@cache
def _characters() -> tuple[str, ...]:
    """The Chinese characters of the texts, as often as they stand there."""
    return tuple(c for sentence in sentences() for c in sentence if _HAN.match(c) and c not in _TELLING)


def _part(chance: random.Random) -> Pair | None:
    paragraph = chance.choice(paragraphs())
    if len(paragraph) < 2:  # One sentence is no part of itself.
        return None
    whole = ("" if _HAN.search(paragraph[0]) else " ").join(paragraph[: chance.randint(2, 5)])
    sentence = chance.choice([s for s in paragraph if s in whole])
    clauses = [c.strip() for c in _CLAUSE.findall(sentence) if _says(c) >= 40]  # Sixteen characters.
    part = chance.choice(clauses) if clauses and chance.random() < 0.4 else sentence  # Some.
    one, other = chance.sample((whole, chance.choice((part, unicodedata.normalize("NFKC", part)))), 2)
    return Pair(kind="part of", one=one, other=other, same=True)


def _near_miss(chance: random.Random) -> Pair | None:
    text = chance.choice(sentences())
    changes = [(a, b) for pair in (*_OPPOSITES, *_NEGATED) for a, b in (pair, pair[::-1]) if a and a in text]
    if digits := [m.span() for m in re.finditer(r"\d", text)]:
        changes += [("", "")] * 2
    if not changes:
        return None
    old, new = chance.choice(changes)
    if not old:
        start, end = chance.choice(digits)
        other = text[:start] + str((int(text[start:end]) + chance.randint(1, 9)) % 10) + text[end:]
    else:
        other = text.replace(old, new, 1)
    return Pair(kind="near miss", one=text, other=other, same=False)


def _same_start(chance: random.Random) -> Pair | None:
    one, stranger = chance.sample(sentences(), 2)
    if bool(_HAN.search(one)) != bool(_HAN.search(stranger)):
        return None
    cut = int(len(one) * chance.uniform(0.3, 0.75))
    ending = stranger[int(len(stranger) * chance.uniform(0.2, 0.6)) :]
    return Pair(kind="same start", one=one, other=one[:cut] + ending, same=False) if _says(ending) > 12 else None


def _term(chance: random.Random) -> Pair | None:
    term = chance.choice(terms())
    holding = [sentence for sentence in sentences() if term in sentence]
    if holding and chance.random() < 0.7:  # Most.
        return Pair(kind="term in sentence", one=term, other=chance.choice(holding), same=False)
    sentence = chance.choice(sentences())
    frames = (
        ("这一节讲“{}”，{}", "（{}）{}", "{}，{}") if _HAN.search(sentence) else ("On “{}”: {}", "({}) {}", "{}: {}")
    )
    frame = chance.choice(frames[:2])
    return Pair(kind="term in sentence", one=term, other=frame.format(term, sentence), same=False)


def _other_book(chance: random.Random) -> Pair:
    text = _any_text(chance)
    return Pair(kind="other book", one=text, other=text + " ", same=False, other_book=True)


_KINDS: dict[str, Callable[[random.Random], Pair | None]] = {
    "width": _width,
    "punctuation": _punctuation,
    "trimmed ends": _trimmed,
    "lost formulas": _lost,
    "slips": _slips,
    "part of": _part,
    "near miss": _near_miss,
    "same start": _same_start,
    "term in sentence": _term,
    "other book": _other_book,
}


def is_joined(pair: Pair) -> bool:
    """Whether the library shows both highlights as one passage."""
    marked = identified(
        [
            _highlight(pair.one, "weread", _APP),
            _highlight(pair.other, "pdf-plus", _OTHER_BOOK if pair.other_book else _PDF),
        ]
    )
    store = Store(documents=tuple(a.document for a in marked), annotations={a.id: a for a in marked})
    return any(len(p.annotations) > 1 for shelf in shelves_of(store) for p in passages_of(shelf.annotations))


def _highlight(quote: str, importer: str, document: Document) -> Annotation:
    return Annotation(
        importer=importer,
        document=document,
        motivation="highlighting",
        native_id=importer,
        selectors=(TextQuoteSelector(exact=quote),),
    )


def scores(made: Sequence[Pair]) -> dict[str, Score]:
    """How well each kind is judged, and ``all``."""
    judged = [(pair, is_joined(pair)) for pair in made]
    kinds = dict.fromkeys(pair.kind for pair in made)
    return {kind: _score([(p, joined) for p, joined in judged if kind in (p.kind, "all")]) for kind in (*kinds, "all")}


def _score(judged: Sequence[tuple[Pair, bool]]) -> Score:
    return Score(
        pairs=len(judged),
        joined_rightly=sum(joined and pair.same for pair, joined in judged),
        joined_wrongly=sum(joined and not pair.same for pair, joined in judged),
        missed=sum(pair.same and not joined for pair, joined in judged),
    )


def report(scored: dict[str, Score]) -> Iterator[str]:
    """A table of scores."""
    yield f"{'kind':<18} pairs  precision  recall  wrong  missed"
    for kind, score in scored.items():
        yield (
            f"{kind:<18} {score.pairs:>5}  {score.precision:>9.4f}  {score.recall:>6.4f}"
            f"  {score.joined_wrongly:>5}  {score.missed:>6}"
        )


if __name__ == "__main__":
    print("\n".join(report(scores(pairs(2000)))))
