"""What apps call the documents that they annotate: web addresses, paths in a vault or file system, fingerprints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

_FINGERPRINT = re.compile(r"urn:x-pdf:([0-9a-f]{8,64})", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)  # Of two characters at least: C: is a drive.
_DRIVE = re.compile(r"/[A-Za-z]:")
_NO_TITLE = re.compile(
    r"(?i)untitled.*|microsoft (?:word|powerpoint|excel|office word)\s*-.*|无标题"
    r"|.*\.(?:docx?|pdf|tex|dvi|indd|pptx?|qxd|rtf)|\W*"
)
"""What programs that write PDFs put there for want of a title."""
_ENDING = re.compile(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{0,4}\Z")
_SEPARATOR = re.compile(r"[/\\]")


def is_web(address: str) -> bool:
    """Whether `address` is one of the web."""
    return address.casefold().startswith(("http://", "https://"))


def host_of(address: str) -> str:
    """Find the host of a web address; empty if it has none that can be read.

    Examples
    --------
    >>> host_of("https://www.example.org/a"), host_of("https://[half"), host_of("notes/a.md")
    ('www.example.org', '', '')
    """
    try:
        return urlsplit(address).hostname or "" if is_web(address) else ""
    except ValueError:
        return ""


def fingerprint_in(addresses: Iterable[str]) -> str:
    """The PDF.js file id that one of `addresses` is (``urn:x-pdf:…``), or an empty string."""
    matches = (_FINGERPRINT.fullmatch(address) for address in addresses)
    return next((match[1].casefold() for match in matches if match), "")


def file_of(address: str) -> str:
    """Find the path that `address` names; empty if it names no file.

    Examples
    --------
    >>> file_of("vault:/papers/back%20propagation.pdf")
    'papers/back propagation.pdf'
    >>> file_of("file:///C:/books/optics.pdf"), file_of("file:/home/ada/optics.pdf")
    ('C:/books/optics.pdf', '/home/ada/optics.pdf')
    >>> file_of("papers/100% convex.pdf"), file_of("https://example.org/a.pdf")
    ('papers/100% convex.pdf', '')
    """
    scheme, _, rest = address.partition(":")
    if scheme.casefold() == "vault":
        return unquote(rest).lstrip("/")
    if scheme.casefold() == "file":
        path = unquote(rest).removeprefix("//")
        return path[1:] if _DRIVE.match(path) else path
    return "" if _SCHEME.match(address) else address


def base_name(path: str) -> str:
    """The last part of `path`, whichever way its slashes lean."""
    return _SEPARATOR.split(path)[-1]


def stem_of(path: str) -> str:
    """The name of a file without its ending, if it has one.

    Examples
    --------
    >>> stem_of("books/A. B.epub"), stem_of("梯度 1.5 版.md"), stem_of("notes")
    ('A. B', '梯度 1.5 版', 'notes')
    """
    return _ENDING.sub("", base_name(path))


def is_title(title: str, files: Iterable[str]) -> bool:
    """Whether `title` says more than the name of one of `files`, which apps put there for want of a title.

    Examples
    --------
    >>> is_title("optics.pdf", ["https://example.org/optics.pdf"]), is_title("Optics", ["https://example.org/optics"])
    (False, True)
    """
    names = {base_name(unquote(file)).casefold() for file in files if not is_web(file) or _is_of_file(file)}
    return bool(title) and not {base_name(form).casefold() for form in (title, unquote(title))} & names


def _is_of_file(address: str) -> bool:
    """Whether a web address ends in the name of a file; a page may be called as its address ends."""
    return "." in base_name(address.partition("?")[0].partition("://")[2].partition("/")[2])


def is_title_of_file(title: str, files: Iterable[str]) -> bool:
    """Whether the `title` that a file says it has is one, and not what the program that wrote it put there.

    Examples
    --------
    >>> [is_title_of_file(title, []) for title in ("Optics", "Microsoft Word - draft 3.docx", "untitled")]
    [True, False, False]
    """
    return is_title(title, files) and not _NO_TITLE.fullmatch(title)
