"""The words beside a link of Zotero's: what was marked, what the reader wrote about it, in which colour."""

from __future__ import annotations

import re

import msgspec

from commonplace.grammar.local_times import local_time
from commonplace.grammar.markdown_note.inline import has_words, plain
from commonplace.grammar.zotero.links import ZoteroLink, label_in
from commonplace.text import in_paragraphs

_BARE_MARK = re.compile(
    r"<mark\b(?P<style>[^<>]*)>(?:[^<>\w]*|yellow|red|green|blue|purple|magenta|orange|gr[ae]y)</mark>", re.IGNORECASE
)
"""A sign or a name in a colour, which stands for that colour and marks nothing."""
_NAMING_MARK = re.compile(
    r"<mark\b(?P<style>[^<>]*)>\s*(?:highlight|underline|strike|note|image|text|ink)\s*</mark>\s*\Z", re.IGNORECASE
)
"""Behind the marked words, their kind in their colour, as the plugin's own template wrote it first."""
_MARKED = re.compile(r"<mark\b(?P<style>[^<>]*)>(?P<words>.*?)</mark>", re.DOTALL | re.IGNORECASE)
_COLOR = re.compile(
    r"#[0-9a-fA-F]{6}(?=(?:[0-9a-fA-F]{2})?\b)"
    r"|(?:hltr-|background(?:-color)?:[ ]*"
    r"|[a-z]\w{0,20}-(?=(?i:yellow|red|green|blue|purple|magenta|orange|gr[ae]y)\b))"
    r"(?P<name>[a-zA-Z]+)"
)
_NAMED_COLOR = re.compile(
    r"(yellow|red|green|blue|purple|magenta|orange|gray|grey)|\A(黄|红|绿|蓝|紫|橙|灰)", re.IGNORECASE
)
_LIGHT = re.compile(r"==(?P<words>.+?)==", re.DOTALL)
_PAIRS = {"“": "”", '"': '"', "«": "»", "„": "“", "‘": "’", "「": "」", "『": "』", "»": "«"}
_QUOTED = re.compile(r"""\A\s*(?P<open>[“"«„「『»])(?P<words>.*)(?P<close>[”"»“」』«])\s*\Z""", re.DOTALL)
_LEADING_TAGS = re.compile(r"\A\s*((?:#[\w/-]+\s*)+):?\s*")
ONLY_TAGS = re.compile(r"(?:#[^\s#]+\s*)+")
NEAR = 6
"""So few lines below an annotation stands what a template keeps apart from it, though all blank lines be doubled."""
EMBED = re.compile(r"\A\W{0,3}(!\[\[[^\]\n]+\]\]|!\[[^\]\n]*\]\([^)\n]*\))(.*)\Z", re.DOTALL)
_EMBED_LINE = re.compile(
    r"^[ \t>]*(?:!\[\[[^\]\n]+\]\]|!\[[^\]\n]*\]\([^)\n]*\))(?=[ \t]*(?:<br>)?[ \t]*$)", re.MULTILINE
)
_SYMBOL = re.compile(r"\A[!@&~€%?=][ \t]+(?=\w)")
"""A sign that a template puts for a colour."""
MARK_OF_QUOTE = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_ITEM = re.compile(r"\A[-*+][ \t]+(?=[^\s*+-])")
_NEXT_ITEM = re.compile(r"\n[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_ESCAPED = re.compile(r"\\([\[\]*_`#>~\"-])")
_ITALIC = re.compile(r"_(?P<words>[^_]+)_|(?P<rest>[^_]+)_", re.DOTALL)
"""Words in italics, or what is left of these where a template set the link in italics too: ``words_ [Page 4](…)_``."""
_IMAGE = re.compile(r"\A\W*(?:image|\[image\]|图像|图片|圖像|bild)\W*\Z", re.IGNORECASE)
LOOSE = " \t\n()[]:–—-,.;*_>·"
_EMPTY_BRACKETS = re.compile(r"(?<!\w)(?:\(\s*\)|\[\s*\])|\(\[(?:pdf|epub|snapshot)\]?")
LABELLED_COMMENT = re.compile(
    r"\A(?:[-*+]\s+|>\s?)?(?:[💬💭📝🗒✏🖊💡🤔]\ufe0f?\s{0,4})?(?:\*{1,2}|_{1,2})?"
    r"(?:(?:my )?(?:comments?|notes?)|kommentare?|notiz(?:en)?|anmerkung(?:en)?|commentaires?|comentarios?|comentários?"
    r"|commento|notas?|(?:我的)?(?:注释|评论|批注|标注|笔记)|想法|コメント|メモ|코멘트)"
    r"\s*(?:\*{1,2}|_{1,2})?(?:[:：]{1,2})\s*(?:\*{1,2}|_{1,2})?\s*",
    re.IGNORECASE,
)
_TAG_LINE = re.compile(
    r"^[ \t>*+-]*(?:(?:tags?|标签|schlagwörter)\**[:：]{1,2}\**[ \t]*(?:\n[ \t>]*){0,4})?"
    r"(?P<tags>#(?!\d+\b)[^\s#,]+,?(?:[ \t]+#[^\s#,]+,?)*)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_TAGS_BEHIND = re.compile(r"(?<=\S)(?<![ \t])(?P<tags>(?:[ \t]++#(?!\d)[^\W\d_][\w/-]{0,79},?)++)[ \t]*\Z")
"""The tags that a template writes behind the marked words: ``words. #a, #b``."""
_NAMED_TAGS = re.compile(r"^[*_]{1,2}tags?:[*_]{1,2}[ \t]+(?P<tags>[^#\[\]\n]{1,200})$", re.IGNORECASE | re.MULTILINE)
_TAGS_AS_CODE = re.compile(
    r"^[ \t>*+-]*(?:tags?|标签|schlagwörter)\**[:：]{1,2}\**[ \t]*"
    r"(?P<tags>`[^`\n]{1,80}`(?:[ \t,]++`[^`\n]{1,80}`)*+)[ \t]*+$",
    re.IGNORECASE | re.MULTILINE,
)
_CODE = re.compile(r"`\s*#?([^`\n]+?)\s*`")
_HASHED = re.compile(r"#([^\s#,]+)")
_DAY = re.compile(
    r"^[ \t]*(?:\[{1,2}(?=[^\]\n]{10,20}\])|(?=[^#\n]{10}#))"
    r"(\d{4}-\d\d-\d\d)(?:#(\d{1,2}:\d\d(?: ?[ap]m)?))?\]{0,2}[ \t]*$",
    re.MULTILINE,
)
"""The page of the day on which it was marked, as templates link it."""
_BLOCK_ID_ABOVE = re.compile(r"\A\^[\w-]+[ \t]*(?:\n|\Z)")
HTML = re.compile(r"</?(?:a|span|font|mark)\b[^<>]*>", re.IGNORECASE)
_PAGE_END = re.compile(r"(?:\A|[\s,])(?:pages?|pp?|S)\.?\s*\Z", re.IGNORECASE)
SAYS_NO_MORE = re.compile(
    r"(?:pages?|pp?|S)\.?\s?[\w–-]{1,10}|highlight|quote|underline|image|note|comment|pdf|epub|snapshot"
    r"|see in zotero|(?:open|jump|go)(?: to)?(?: annotation| in zotero)?|ref|zotero|查看原文|跳转",
    re.IGNORECASE,
)
HTML_BREAK = re.compile(r"(?<![ \t])[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)
_BOLD_ITEM = re.compile(r"\A[-*+][ \t]+\*\*(?P<said>[^*]+)\*\*\Z")
"""A comment in bold behind the mark of a list, as templates set it off."""
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_ARROW = re.compile(r"\A\s*[↳→>»][ \t]+")


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One annotation of a note.

    Attributes
    ----------
    quote, comment : str
        The marked words and the reader's, as they are written.
    label : str
        The page as it is printed.
    is_plain : bool
        Whether nothing sets its words off: they are the reader's where others of the section are marked.
    kind : str
        ``image`` where an area is marked; empty otherwise.
    cited : str
        The words of its citation.
    created : str
        When it was marked, if a template says so.
    """

    link: ZoteroLink
    first_line: int
    last_line: int
    quote: str = ""
    comment: str = ""
    tags: tuple[str, ...] = ()
    label: str = ""
    color: str = ""
    is_plain: bool = False
    kind: str = ""
    cited: str = ""
    created: str = ""
    extra: dict[str, str] = msgspec.field(default_factory=dict)


def marked(text: str) -> tuple[str | None, str, str]:
    """The words that ``<mark>`` or ``==`` enclose, if any do, their colour, and what stands beside them.

    Where a mark only shows a colour, what stands beside it is marked.
    """
    named = _NAMING_MARK.search(text)
    if named and has_words(text[: named.start()]):
        color = _COLOR.search(named["style"])
        return text[: named.start()].strip(), (color["name"] or color[0]) if color else "", ""
    if bare := _BARE_MARK.search(text):
        color = _COLOR.search(bare["style"])
        rest = _BARE_MARK.sub("", text).strip()
        return (rest or None), (color["name"] or color[0]) if color else "", ""
    end = text.rfind("</mark>") + len("</mark>")  # Behind the last one a mark is never closed.
    found = list(_MARKED.finditer(text, 0, end)) if "</mark>" in text else []
    pattern = _MARKED if found else _LIGHT
    found = found or list(_LIGHT.finditer(text))
    if not found:
        return None, "", ""
    color = _COLOR.search(found[0].groupdict().get("style") or "")
    told = (color["name"] or color[0]) if color else ""
    quote = " ".join(match["words"].strip() for match in found).strip()
    kept = end if pattern is _MARKED else len(text)
    return quote, told, f"{pattern.sub('', text[:kept])}{text[kept:]}".strip()


def split_quoted(text: str) -> tuple[str, str]:
    """Part “marked words” from what stands behind them; all is marked if nothing is in quotation marks."""
    stripped = text.strip(" \t\n:–—-")
    close = _PAIRS.get(stripped[:1])
    end = stripped.rfind(close) if close else -1
    if end > 0:
        return stripped[: end + 1], stripped[end + 1 :]
    first, _, rest = stripped.partition("\n")
    return (first, rest) if LABELLED_COMMENT.match(rest.lstrip()) else (stripped, "")


def color_named(words: str) -> str:
    """Find the name of a colour in the type of a callout: ``YellowHighlight``, ``annotation-red``."""
    match = _NAMED_COLOR.search(words)
    return match[0].casefold() if match else ""


def unit_of(  # noqa: PLR0913 (what the kinds of blocks are read into)
    link: ZoteroLink,
    lines: tuple[int, int],
    *,
    quote: str,
    comment: str,
    color: str,
    cited: str,
    title: str = "",
    label: str = "",
) -> Unit:
    """Make a unit of what stands beside a link, whichever way round."""
    tags: tuple[str, ...] = ()
    if leading := _LEADING_TAGS.match(quote):
        tags, quote = tags_in(leading[1]), quote[leading.end() :]
    quote, behind = _without_tags_behind(quote) if "#" in quote and link.annotation else (quote, ())
    tags += behind
    comment = LABELLED_COMMENT.sub("", comment.lstrip())
    if embed := EMBED.match(quote):
        quote, comment = "", in_paragraphs(embed[1], LABELLED_COMMENT.sub("", embed[2].strip()), comment)
    quote, pictures = without_pictures(quote)
    comment = in_paragraphs(*pictures, comment)
    quote, comment = ("", in_paragraphs(quote, comment)) if _DAY.fullmatch(quote.strip()) else (quote, comment)
    quote = cleaned(HTML.sub("", quote) if "</" in quote else quote)
    is_image = bool(_IMAGE.match(quote)) or (not quote and _IMAGE.match(link.inside or "-") is not None)
    day = _DAY.search(comment)
    page_of_title = label_in(" ".join(f"{title} {link.words}".split()))
    title = _PAGE_END.sub("", plain(title)).strip(LOOSE)
    return Unit(
        link=link,
        first_line=lines[0],
        last_line=lines[1],
        quote="" if is_image or (not has_words(quote) and len(quote) < 2) else quote,  # noqa: PLR2004 (a lone sign)
        comment=_written(_DAY.sub("", comment)),
        tags=tags,
        label=label_in(link.words) or label or page_of_title or label_in(cited),
        color=color,
        kind="image" if is_image else "",
        cited=cited,
        created=local_time(" ".join(filter(None, day.groups()))) if day else "",
        extra={"title": title} if has_words(title) and not SAYS_NO_MORE.fullmatch(title) else {},
    )


def without_pictures(quote: str) -> tuple[str, list[str]]:
    """Part marked words from the lines that are nothing but a picture."""
    found = [line.strip(" \t>") for line in _EMBED_LINE.findall(quote)]
    return (_EMBED_LINE.sub("", quote) if found else quote), found


def tags_in(text: str) -> tuple[str, ...]:
    """The tags of a text that is nothing but tags."""
    return tuple(text.replace("#", " ").split())


def without_tag_lines(comment: str) -> tuple[str, tuple[str, ...]]:
    """Part what the reader wrote from the lines that are nothing but tags."""
    comment = HTML_BREAK.sub("\n", comment).strip()
    found = [tag for line in _TAG_LINE.finditer(comment) for tag in _HASHED.findall(line["tags"])]
    rest = _TAG_LINE.sub("", comment).strip() if found else comment
    if as_code := [tag for line in _TAGS_AS_CODE.finditer(rest) for tag in _CODE.findall(line["tags"])]:
        found += as_code
        rest = _TAGS_AS_CODE.sub("", rest).strip()
    if named := _NAMED_TAGS.search(rest):
        found += [tag.strip() for tag in re.split(r"[,，]", named["tags"]) if tag.strip()]
        rest = _NAMED_TAGS.sub("", rest, count=1).strip()
    return (rest if _NEXT_ITEM.search(rest) else _ITEM.sub("", rest)), tuple(found)


def _without_tags_behind(quote: str) -> tuple[str, tuple[str, ...]]:
    """Part marked words from their tags, in lines of their own or at the end; words alone are no tags."""
    lines = [tag for line in _TAG_LINE.finditer(quote) for tag in _HASHED.findall(line["tags"])]
    rest = _TAG_LINE.sub("", quote).rstrip()
    if not has_words(rest):
        return quote, ()
    behind = _TAGS_BEHIND.search(rest)
    rest = rest[: behind.start()] if behind else rest
    return rest, (*(_HASHED.findall(behind["tags"]) if behind else ()), *lines)


def _written(comment: str) -> str:
    """What the reader wrote, without what templates put around it."""
    if not (has_words(comment) or "![" in comment):
        return ""
    bare = _ARROW.sub("", _BLOCK_ID_ABOVE.sub("", HTML_BREAK.sub("\n", comment).strip()))
    bare = _BOLD_ITEM.sub(r"\g<said>", _BLANK_LINES.sub("\n\n", bare.removeprefix(">\n").lstrip("\n")))
    return without_label(unquoted(bare).lstrip("—– ")).strip()


def without_label(comment: str) -> str:
    """Take off what a template calls a comment, and the italics that both stand in: ``_Comment: why?_``."""
    label = LABELLED_COMMENT.match(comment)
    if label is None:
        return comment
    first, gap, rest = comment[label.end() :].partition("\n\n")
    for mark in "_*":
        if label[0].count(mark) == 1 and first.count(mark) == 1 and first.rstrip().endswith(mark):
            first = first.rstrip().removesuffix(mark)
    return f"{first}{gap}{rest}"


def unquoted(comment: str) -> str:
    """Take a comment out of the quotation that all of it stands in."""
    is_quoted = all(line.lstrip().startswith(">") for line in comment.split("\n"))
    return MARK_OF_QUOTE.sub("", comment) if is_quoted else comment


def cleaned(quote: str) -> str:
    """Take quotation marks, escapes and the breaks of PDF lines off the marked words."""
    quote = HTML_BREAK.sub(" ", quote)
    dressed = _ITEM.sub("", _EMPTY_BRACKETS.sub("", MARK_OF_QUOTE.sub("", quote)).strip(" \t\n"))
    text = _SYMBOL.sub("", dressed.strip(" \t\n*"))
    text = dressed if text.count("**") % 2 else text
    italic = _ITALIC.fullmatch(text)
    text = (italic["words"] or italic["rest"]).strip() if italic else text
    if "$" not in text:
        text = " ".join(line.strip(" \t") for line in _ESCAPED.sub(r"\1", text).split("\n"))
    quoted = _QUOTED.match(text)
    if quoted and (_PAIRS.get(quoted["open"]) == quoted["close"] or _is_mixed(quoted)):
        return quoted["words"].strip()
    if text.count('"') == 1:
        text = text.removesuffix('"').strip()
    return text.removesuffix("”").strip() if "“" not in text else text


def _is_mixed(quoted: re.Match[str]) -> bool:
    """Tell whether a template opens with one kind of quotation mark and closes with the other: ``"words”``."""
    kinds = {'"', "“", "”"}
    return {quoted["open"], quoted["close"]} <= kinds and kinds.isdisjoint(quoted["words"])
