"""A gate over built HTML: what no neutral page has, no page with hostile texts may have either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from commonplace.pages.comments import SCHEMES

Feature = tuple[str, str]
"""An element and one of its attributes; the attribute is empty for the element itself."""

_IN_COMMENTS: frozenset[Feature] = frozenset(
    (tag, attribute)
    for tags, attributes in (
        ("p br em strong code pre ul li blockquote hr s table thead tbody tr th td ol", ("",)),
        ("a", ("", "href", "rel")),
        ("ol", ("start",)),
        ("span p code", ("", "class")),
        (
            "math semantics mrow mi mo mn ms msub msup msubsup mfrac msqrt mroot mtext mspace mtable mtr mtd mover",
            ("",),
        ),
        ("munder munderover mpadded merror mstyle mphantom mmultiscripts mprescripts menclose", ("",)),
    )
    for tag in tags.split()
    for attribute in attributes
)
_OF_MATHEMATICS = re.compile(r"m[a-z]+|annotation|semantics")
_ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "ping", "background", "cite"}
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_NEVER_OF_MATHEMATICS = re.compile(r"on|href|src|id$|action")


@dataclass(slots=True)
class Neutral:
    """What pages have whose texts are plain: their elements with attributes, and addresses."""

    features: set[Feature] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)

    def learn(self, html: str) -> None:
        """Take all that `html` has for harmless."""
        for node in _nodes(html):
            self.features.update(_features(node))
            self.addresses.update(value for _, value in _addresses(node))
            if node.tag in ("script", "style"):
                self.scripts.add(node.text(strip=False))


def findings(html: str, neutral: Neutral) -> list[str]:
    """What `html` has and neutral pages have not: elements, attributes, handlers, addresses, scripts."""
    found: list[str] = []
    for node in _nodes(html):
        features = set(_features(node))
        strange = features - neutral.features
        if strange and _is_in_comment(node):
            strange = {feature for feature in strange - _IN_COMMENTS if not _is_of_mathematics(feature)}
        found += [f"<{tag} {attribute}>" for tag, attribute in sorted(strange)]
        found += [f"<{tag} {attribute}>" for tag, attribute in features if attribute.startswith("on")]
        found += [
            f"{node.tag} {name}={value[:80]!r}"
            for name, value in _addresses(node)
            if not _may(node, name, value, neutral)
        ]
        if node.tag in ("script", "style") and node.text(strip=False) not in neutral.scripts:
            found.append(f"<{node.tag}> of its own: {node.text(strip=False)[:80]!r}")
    return found


def broken_structure(markdown: str, html: str) -> list[str]:
    """Where the page that Markdown made has other headings and passages than were written."""
    tree = LexborHTMLParser(html)
    written = {
        "passages": len(re.findall(r"^/{3,4} html \| blockquote", markdown, re.MULTILINE)),
        "headings": len(re.findall(r"^#{1,6} ", markdown, re.MULTILINE)),
    }
    built = {
        "passages": len(tree.css("blockquote.cp-passage")),
        "headings": len(tree.css("h1, h2, h3, h4, h5, h6")),
    }
    nested = len(
        tree.css(
            "blockquote.cp-passage blockquote.cp-passage, .cp-comment .cp-place, .cp-passage .cp-quote *:not(span)"
        )
    )
    return [
        f"{kind}: {count} written, {built[kind]} built" for kind, count in written.items() if count != built[kind]
    ] + ([f"{nested} elements stand in passages that they are no part of"] if nested else [])


def _nodes(html: str) -> Iterator[LexborNode]:
    root = LexborHTMLParser(html).root
    assert root is not None
    for node in root.traverse():
        if node.tag and node.tag[0] not in "-_!":
            yield node


def _features(node: LexborNode) -> Iterator[Feature]:
    tag = str(node.tag)
    yield tag, ""
    for name in node.attributes:
        yield tag, name


def _addresses(node: LexborNode) -> Iterator[tuple[str, str]]:
    for name, value in node.attributes.items():
        if name in _ADDRESSES:
            yield name, value or ""


def _may(node: LexborNode, name: str, value: str, neutral: Neutral) -> bool:
    """Whether an address may stand where it stands: followed on a click, or loaded from the site itself."""
    scheme = _SCHEME.match(value)
    if value in neutral.addresses:
        return True
    if name == "href" and node.tag == "a":
        return scheme[1].lower() in SCHEMES if scheme else not value.lstrip().startswith(("//", "\\"))
    return scheme is None and not value.startswith(("/", "\\"))


def _is_of_mathematics(feature: Feature) -> bool:
    return bool(_OF_MATHEMATICS.fullmatch(feature[0])) and not _NEVER_OF_MATHEMATICS.match(feature[1])


def _is_in_comment(node: LexborNode) -> bool:
    return any("cp-comment" in (above.attributes.get("class") or "").split() for above in _above(node))


def _above(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent
