"""Slips of the finger and of character recognition, told from words that differ.

A difference is a slip where one letter stands for another, is missing or too many, where two neighbours changed
places, or where two look alike in print (``rn`` and ``m``). One is allowed in thirty Latin letters or twelve Chinese
characters. What can change the sense is none: a digit, a sign of mathematics, a negation, a number word, one of two
opposites (大 for 小), a word of fewer than four letters (``x`` for ``y``).
"""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from commonplace.merging.passages.words import LOST, Words
from commonplace.text import is_cjk

WEIGHT_OF_ONE_SLIP = 30.0
"""How much of a text may hold one slip: thirty Latin letters, twelve Chinese characters."""

_MOST_SLIPS = 8
_SHORTEST_WORD = 4  # Letters: in a shorter word each one tells.
_LOOK_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"))
_TELLING = frozenset("不没無无未非否勿莫別别反超偏半逆负負最伪两零一二三四五六七八九十百千万亿")
_OPPOSITES = (
    "大小 多少 高低 上下 左右 前后 后先 正负 正反 入出 内外 行列 凸凹 增减 升降 加减 乘除 长短 深浅 快慢 强弱 新旧 "
    "有无 始终 首末 首尾 头尾 奇偶 单双 单多 偏全 横纵 东西 南北 真假 对错 好坏 远近 早晚 轻重 粗细 宽窄 厚薄 阴阳 "
    "同异 因果 动静 冷热 胜负 开关 收发 进出 进退 来去 明暗 软硬 虚实 主次 优劣 利弊 得失 盈亏 买卖 借贷 存取 读写 "
    "推拉 聚散 松紧 疏密 稀稠 曲直 圆方 行层 列层 层次 导函 值差 点线 线面 点面 和积 和差 积商 和商 元项 先后 每某 "
    "各某 其某 此彼 这那 我你 他你 男女 年月 月日 天年 標量 向标 权偏 重值 最更 可必 能会 或且 与或 和或 并交 若虽"
)
_OPPOSED = frozenset(frozenset(pair) for pair in _OPPOSITES.split())

_Block = tuple[int, int, int, int]


def is_slip(one: Words, other: Words) -> bool:
    """Whether both are the same words but for slips."""
    allowed = min(_MOST_SLIPS, int(min(one.weight, other.weight) // WEIGHT_OF_ONE_SLIP))
    if not allowed or LOST in one.key or LOST in other.key:
        return False
    # A pair that changed places, or that looks like one letter, counts as two of these.
    if Levenshtein.distance(one.key, other.key, score_cutoff=2 * allowed) > 2 * allowed:
        return False
    blocks = list(_blocks(one.key, other.key))
    return len(blocks) <= allowed and all(_is_harmless(one, other, block) for block in blocks)


def _blocks(one: str, other: str) -> list[_Block]:
    """The stretches that differ, as places in both; one letter between two of them makes them one."""
    found: list[_Block] = []
    for code in Levenshtein.opcodes(one, other):
        if code.tag == "equal":
            continue
        if found and code.src_start - found[-1][1] <= 1:
            start, _, other_start, _ = found.pop()
            found.append((start, code.src_end, other_start, code.dest_end))
        else:
            found.append((code.src_start, code.src_end, code.dest_start, code.dest_end))
    return found


def _is_harmless(one: Words, other: Words, block: _Block) -> bool:
    start, end, other_start, other_end = block
    here, there = one.key[start:end], other.key[other_start:other_end]
    if _looks(here) == _looks(there):
        return True
    if len(here) > 1 or len(there) > 1:
        return len(here) == len(there) == 2 and here == there[::-1] and here.isalpha()  # noqa: PLR2004  # A pair.
    if _tells(here, there):
        return False
    return _in_long_word(one, start, here) and _in_long_word(other, other_start, there)


def _looks(letters: str) -> str:
    """`letters` with one for all that look like it."""
    for sign, same in _LOOK_ALIKE:
        letters = letters.replace(sign, same)
    return letters


def _tells(here: str, there: str) -> bool:
    """Whether the sense may hang on this letter."""
    both = frozenset((here, there))
    if any(not letter.isalpha() for letter in both if letter):
        return True
    return both in _OPPOSED or bool(both & _TELLING)


def _in_long_word(words: Words, place: int, letter: str) -> bool:
    """Whether a Latin letter, or the gap where one is missing, is in a word where one letter does not decide."""
    if letter:
        start, end = words.runs[place]
        return is_cjk(letter) or end - start >= _SHORTEST_WORD
    return True  # The other side decides: there it is a letter.
