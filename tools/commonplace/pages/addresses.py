"""Where pages and places on pages are, and links to them."""

from __future__ import annotations

from commonplace.model import Annotation, Concept, Passage, Reading
from commonplace.pages.catalogue import Catalogue
from commonplace.pages.safe_text import encoded_line
from commonplace.tags import tag_key


def concept_path(concept_id: str) -> str:
    """The page of a concept, below docs/."""
    return f"concepts/{concept_id}.md"


def relative(page: str, target: str) -> str:
    """The address of the page `target` on the page `page`."""
    folder, slash, _ = page.rpartition("/")
    if not slash:
        return target
    if "/" not in folder:  # As all pages are that name many others.
        return target.removeprefix(f"{folder}/") if target.startswith(f"{folder}/") else f"../{target}"
    here, there = page.split("/")[:-1], target.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    return "../" * (len(here) - common) + "/".join(there[common:])


def anchor(annotation: Annotation) -> str:
    """The name of an annotation's place on a page; it stays the same over imports."""
    return place_of(annotation.id)


def place_of(annotation_id: str) -> str:
    """The same, of the annotation with that id."""
    return f"hl-{annotation_id}"


def passage_address(page: str, reading: Reading, passage: Passage) -> str:
    """The address on `page` of a passage on the page of its source."""
    return f"{relative(page, reading.path)}#{anchor(passage.annotations[0])}"


def curated_tag_anchor(tag: str) -> str:
    """The name of the place of one of the library's own tags on the page of tags."""
    return "topic-" + "-".join(tag.split())


def tag_anchor(tag: str) -> str:
    """The name of a reader's tag's place on the page of tags, the same for all its spellings and for no other tag."""
    return "tag-" + "".join(c if c.isalnum() else "-" if c == "/" else f"_{ord(c):x}" for c in tag_key(tag))


def concept_link(page: str, concept: Concept, catalogue: Catalogue) -> str:
    """A Markdown link from `page` to a concept."""
    return f"[{encoded_line(catalogue.title_of(concept))}]({relative(page, concept_path(concept.id))})"


def source_link(page: str, reading: Reading) -> str:
    """A Markdown link from `page` to a source."""
    return f"[{encoded_line(reading.source.title)}]({relative(page, reading.path)})"


def tag_name(tag: str, catalogue: Catalogue) -> str:
    """What a link to one of the library's own tags says; the search filters by it."""
    english = next((topic.english for topic in catalogue.topics if topic.name == tag), "")
    return english if english and catalogue.language.code == "en" else tag


def tag_link(page: str, tag: str, catalogue: Catalogue) -> str:
    """A Markdown link from `page` to one of the library's own tags."""
    address = f"{relative(page, 'tags.md')}#{curated_tag_anchor(tag)}"
    return f"[{encoded_line(tag_name(tag, catalogue))}]({address}){{: .cp-tag }}"
