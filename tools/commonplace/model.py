"""What flows through commonplace: values only, in the words of the W3C Web Annotation Data Model.

Every type is frozen, so that a stage can be read as a function from values to values.
Sections named below are those of https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
else:
    JSON = Any  # msgspec follows no alias into itself.

Motivation: TypeAlias = Literal[
    "highlighting", "commenting", "questioning", "describing", "bookmarking", "replying", "assessing"
]
Purpose: TypeAlias = Literal["commenting", "tagging", "questioning", "describing", "replying", "assessing"]
Visibility: TypeAlias = Literal["public", "group", "private"]


class Value(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Never changes, and equals what has the same parts.

    A frozen dataclass to `replace`, `fields` and `asdict`; made by msgspec, in a tenth of the time or less. No value
    holds itself, so that none need be looked at by the collector of cycles.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class Export(Value, frozen=True, kw_only=True):
    r"""One file as an app wrote it, decoded: what every importer is given.

    Attributes
    ----------
    name : str
        Where it came from, for messages and for what an app put into a file's name; never used to tell a format.
    text : str
        Its text; line ends are ``\n`` and there is no byte order mark.
    container : str
        ``sqlite`` or ``pdf`` where the file is no text: `text` is then JSON of what readers put into it, one record on
        a line, as `commonplace.reading.containers` writes it, and a line is the number of a record. Empty for text.
    """

    name: str
    text: str
    container: str = ""


class TextQuoteSelector(Value, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """Section 4.2.4: the marked words, with what stood before and after them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class TextPositionSelector(Value, frozen=True, kw_only=True, tag=True):
    """Section 4.2.5: offsets into the text of the document; `end` is the first one not marked."""

    start: int
    end: int


class FragmentSelector(
    Value, frozen=True, kw_only=True, tag=True, omit_defaults=True, rename={"conforms_to": "conformsTo"}
):
    """Section 4.2.1: a fragment of an IRI, such as ``page=23`` of a PDF or a CFI of an EPUB."""

    value: str
    conforms_to: str = ""


Selector: TypeAlias = TextQuoteSelector | TextPositionSelector | FragmentSelector


class Locator(Value, frozen=True, kw_only=True):
    """Where in its document a passage stands, as far as the export says.

    Attributes
    ----------
    headings : tuple of str
        Titles of the part, chapter, section … that hold it, the outermost first.
    page : str
        The page as it is printed on it ("23", "xii").
    physical_page : int or None
        The page as it is counted from the first sheet, from 1.
    selection : str
        PDF.js text selection as PDF++ writes it, ``begin,offset,end,offset``.
    rectangle : str
        Area of a PDF page, ``left,bottom,right,top`` in points, where no text was marked.
    range : str
        WeRead's range, ``start-end``, offsets into the chapter's HTML; the locations of a Kindle.
    order : tuple of int
        Sorts the annotations that one importer made of one document into reading order.
        Only compared between those; a prefix sorts before what it begins.
    """

    headings: tuple[str, ...] = ()
    page: str = ""
    physical_page: int | None = None
    selection: str = ""
    rectangle: str = ""
    range: str = ""
    order: tuple[int, ...] = ()

    @property
    def chapter(self) -> str:
        """The innermost heading, or an empty string."""
        return self.headings[-1] if self.headings else ""


class Document(Value, frozen=True, kw_only=True):
    """What one export says of the book or article that it annotates.

    Attributes
    ----------
    key : str
        The export's own name for it, as stable as the format allows: a fingerprint, a book id, an address, a path.
    title : str
        Its title where the export states one; empty if all that is known is `file`.
    file : str
        Name or path of the annotated file as the reader's app sees it (``books/x.pdf``).
    fingerprint : str
        The PDF.js file id, 32 hexadecimal digits.
    """

    key: str
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    isbn: str = ""
    url: str = ""
    file: str = ""
    fingerprint: str = ""
    extra: Mapping[str, JSON] = msgspec.field(default_factory=dict)


class TextualBody(Value, frozen=True, kw_only=True):
    """Section 3.2.4: what the reader wrote, one comment or one tag.

    `created` is ISO 8601, without an offset where the app keeps local time; `native_id` is the app's own id of this
    text where it has one apart from its annotation's (a WeRead thought).
    """

    value: str
    purpose: Purpose = "commenting"
    created: str = ""
    native_id: str = ""


class Formula(Value, frozen=True, kw_only=True):
    """A formula in a reader's note: its TeX without delimiters, and whether it stands on a line of its own."""

    tex: str
    display: bool


class Attachment(Value, frozen=True, kw_only=True):
    """A picture or other file that a note embeds: its path as written there, and its text alternative."""

    path: str
    alternative: str = ""


class Annotation(Value, frozen=True, kw_only=True):
    """Section 3.1: one thing that a reader marked or wrote in one app.

    Attributes
    ----------
    importer : str
        The format that it was read from (`Importer.format`).
    document : Document
        The book or article that it is about.
    motivation : Motivation
        ``highlighting`` when nothing but words was marked, ``questioning`` when the reader marked it as a question.
    native_id : str
        The app's own id of it; empty where the format has none.
    id : str
        Ours: given by `merging.identified` from importer, document, native id and place; empty until then.
    selectors : tuple of Selector
        Empty for a note on the whole document or on a heading.
    bodies : tuple of TextualBody
        Comments and tags, in the order of the export.
    created, updated : str
        ISO 8601; without an offset where the app keeps local time; empty where unknown.
    creator : str
        The account that wrote it (``acct:name@authority``); empty where it can only be the file's owner.
    visibility : Visibility
        Who could read it where it was written.
    reply_to : str
        Native id of the annotation that this one answers.
    color : str
        Name or value of the highlight's colour as the app has it.
    formulas : tuple of Formula
        TeX found in the note, in order; it stands in the bodies too, between ``$`` or ``$$``.
    state : str
        ``gone`` if the reader deleted it in the app, as far as the last synchronised export says; it is kept.
    extra : mapping
        What the format holds beyond this model, so that a round trip loses nothing.
    """

    importer: str
    document: Document
    motivation: Motivation
    native_id: str = ""
    id: str = ""
    selectors: tuple[Selector, ...] = ()
    bodies: tuple[TextualBody, ...] = ()
    locator: Locator = Locator()
    created: str = ""
    updated: str = ""
    creator: str = ""
    visibility: Visibility = "public"
    group: str = ""
    reply_to: str = ""
    color: str = ""
    formulas: tuple[Formula, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    state: Literal["", "gone"] = ""
    extra: Mapping[str, JSON] = msgspec.field(default_factory=dict)

    @property
    def quote(self) -> str:
        """The marked words, or an empty string."""
        return next((s.exact for s in self.selectors if isinstance(s, TextQuoteSelector)), "")

    @property
    def comments(self) -> tuple[TextualBody, ...]:
        """What the reader wrote, tags apart."""
        return tuple(body for body in self.bodies if body.purpose != "tagging")

    @property
    def tags(self) -> tuple[str, ...]:
        """The reader's tags."""
        return tuple(body.value for body in self.bodies if body.purpose == "tagging")


class Rejected(Value, frozen=True, kw_only=True):
    """One unit of an export that did not become an annotation, with everything needed to see why.

    `by_design` marks what was left out on purpose and is no fault of the file: other readers' popular highlights,
    bookmarks without words.
    """

    line: int
    problem: str
    raw: str
    by_design: bool = False


class Symbol(Value, frozen=True, kw_only=True):
    """A symbol of a formula: how TeX writes it, what it ranges over (``vector[n]``), and what it means, by language."""

    tex: str
    type: str
    meaning: Mapping[str, str] = msgspec.field(default_factory=dict)


class FormulaDeclaration(Value, frozen=True, kw_only=True):
    """A formula as a concept page's front matter declares it: the only copy, shown and checked.

    Attributes
    ----------
    tex : str
        The formula, without delimiters.
    symbols : tuple of Symbol
        Every symbol in it; a name that is not declared is an error.
    snippet : str
        The function that implements it, ``module.function`` in the library's ``snippets/``; empty if none does.
    args : tuple of str
        The symbols that the function is called with, in order; ``name=symbol`` for a keyword.
    check : str
        ``definition``, ``identity``, ``inequality`` or ``property``.
    where : tuple of str
        Further definitions in TeX that the formula uses; shown too.
    index_base : int
        What the formula's indices start from.
    unchecked : str
        Why it cannot be checked, if it cannot.
    """

    tex: str
    symbols: tuple[Symbol, ...] = ()
    snippet: str = ""
    args: tuple[str, ...] = ()
    check: Literal["definition", "identity", "inequality", "property"] = "definition"
    where: tuple[str, ...] = ()
    index_base: int = 1
    unchecked: str = ""


class Verdict(Value, frozen=True, kw_only=True):
    """What came of comparing a formula with its snippet.

    Attributes
    ----------
    outcome : str
        ``agrees``, ``differs``, ``broken`` (could not be compared: an error in the page or the snippet) or
        ``unchecked`` (declared so, with its reason).
    inputs : int
        How many inputs both were evaluated on.
    wide_inputs : int
        How many further inputs, from tiny to huge, it was compared on with the formula's value to fifty digits.
    largest_error : float
        The largest relative error among the former.
    stage : str
        Where it failed: ``parse``, ``static``, ``evaluate`` or ``compare``; empty if it agrees.
    problem : str
        What is wrong or why it is not checked, in words for a learner, with the counter-example if there is one.
    """

    outcome: Literal["agrees", "differs", "broken", "unchecked"]
    inputs: int = 0
    wide_inputs: int = 0
    largest_error: float = 0.0
    stage: str = ""
    problem: str = ""


class NoteVerdict(Value, frozen=True):
    """What came of holding a reader's formula against those of a concept.

    Attributes
    ----------
    judgement : str
        ``agrees`` or ``differs``, which is said only where it is sure; ``slip`` where the note contradicts itself;
        ``notation`` for lone symbols, ``unreadable``, and ``unmatched`` for a formula that is about something else.
    place : int
        The formula of the concept that it was held against, from 1.
    problem : str
        Why it differs, or what looks like a slip: in Chinese, on a second line in English, TeX between dollar signs.
    """

    judgement: Literal["agrees", "differs", "slip", "notation", "unreadable", "unmatched"]
    place: int = 0
    problem: str = ""


class Relation(Value, frozen=True, kw_only=True):
    """How one concept relates to another: ``needs``, ``special case of``, ``derivative of``, and others."""

    concept: str
    kind: str


class Topic(Value, frozen=True, kw_only=True):
    """One of the library's own tags: its place in their tree, its English name, what belongs under it by language."""

    name: str
    english: str = ""
    parent: str = ""
    description: Mapping[str, str] = msgspec.field(default_factory=dict)


class Concept(Value, frozen=True, kw_only=True):
    """What a concept page declares in its front matter.

    Attributes
    ----------
    id : str
        The page's file name without ``.md``, which is its address too.
    names : mapping
        Its name by language: ``{"zh": "交叉熵误差", "en": "cross-entropy"}``.
    aliases : tuple of str
        Further names that readers use for it.
    tags : tuple of str
        The library's own tags, from a small vocabulary.
    snippet : str
        The function that shows the idea of a concept without a formula of its own.
    picture : mapping
        What is to be seen in its picture, by language; empty if it has none.
    sources : tuple of str
        Where the facts on the page come from.
    former : tuple of str
        Ids that it had before, the oldest first: their addresses lead here.
    """

    id: str
    title: str
    names: Mapping[str, str] = msgspec.field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    formulas: tuple[FormulaDeclaration, ...] = ()
    related: tuple[Relation, ...] = ()
    snippet: str = ""
    picture: Mapping[str, str] = msgspec.field(default_factory=dict)
    sources: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    @property
    def first_id(self) -> str:
        """The id that it had first, which lasts when its page is renamed."""
        return (*self.former, self.id)[0]

    @property
    def terms(self) -> tuple[str, ...]:
        """All that the concept is called, names first, each once."""
        return tuple(dict.fromkeys((*self.names.values(), *self.aliases)))


class Source(Value, frozen=True, kw_only=True):
    """One book or article: all that the exports of several apps say of it, joined.

    `id` is the name of its page and of its file in the store; `documents` are the most telling ones first.
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    isbn: str = ""
    url: str = ""
    files: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()


class Passage(Value, frozen=True, kw_only=True):
    """Words of a source with all the annotations that mark them, whichever app each was made in.

    Attributes
    ----------
    annotations : tuple of Annotation
        Its witnesses in reading order: those that mark all of it, then those that mark a part.
    quote : str
        The best text that any of its witnesses has.
    parts : frozenset of str
        Ids of the witnesses that mark only a sentence or clause of it.
    """

    annotations: tuple[Annotation, ...]
    quote: str
    parts: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The id of its first witness."""
        return self.annotations[0].id

    @property
    def wholes(self) -> tuple[Annotation, ...]:
        """The witnesses that mark all of it."""
        return tuple(witness for witness in self.annotations if witness.id not in self.parts)


class Reading(Value, frozen=True, kw_only=True):
    """A source with its passages in reading order."""

    source: Source
    passages: Sequence[Passage]

    @property
    def path(self) -> str:
        """Its page, below ``docs/``."""
        return f"sources/{self.source.id}.md"


EvidenceKind: TypeAlias = Literal["owner", "tag", "heading", "quote", "comment", "chapter", "context"]


class Evidence(Value, frozen=True, kw_only=True):
    """One reason for a link: where the term stands, and the term of the concept that was found there.

    `heading` is the innermost heading, `chapter` one further out, `context` the words around the passage; `owner` is
    the owner's word, without a term.
    """

    kind: EvidenceKind
    term: str


class Link(Value, frozen=True, kw_only=True):
    """An annotation is about a concept, and why; `weight` orders the links of one annotation."""

    annotation: str
    concept: str
    evidence: tuple[Evidence, ...]
    weight: float = 0.0


class Page(Value, frozen=True, kw_only=True):
    """A page that the tool keeps: what a new one starts as, and what its marked regions hold now.

    Attributes
    ----------
    path : str
        Below ``docs/``, with forward slashes.
    skeleton : str
        The text of the page when there is none yet, with its regions empty. From then on it is the owner's.
    regions : mapping
        The Markdown of each marked region, by its name.
    other_skeletons : tuple of str
        What the page would start as in other languages: one that is still so takes on the skeleton.
    """

    path: str
    skeleton: str
    regions: Mapping[str, str]
    other_skeletons: tuple[str, ...] = ()


class KeptFile(Value, frozen=True, kw_only=True):
    """A file of the site that the tool keeps whole: its path below ``docs/``, and its text."""

    path: str
    text: str


for _kind in Value.__subclasses__():
    dataclass(init=False, repr=False, eq=False, match_args=False)(_kind)
