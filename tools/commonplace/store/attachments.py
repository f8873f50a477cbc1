"""Pictures that notes embed: found beside the export, kept under names that no export can choose."""

from __future__ import annotations

import hashlib
import posixpath
import re

from commonplace.model import Attachment, Document

FOLDER = "assets/attachments"
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp"))  # No SVG: it can hold scripts.


def stored_name(document: Document, attachment: Attachment) -> str:
    """Where a copy of `attachment` is kept below docs/; empty for what is no picture that can be shown."""
    path = local_path(attachment)
    ending = posixpath.splitext(path)[1].lower()
    if not path or ending not in _PICTURES:
        return ""
    digest = hashlib.sha256(f"{document.key}\n{path}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{FOLDER}/{digest[:20]}{ending}"


def local_path(attachment: Attachment) -> str:
    """The attachment's path with forward slashes; empty if it is no path below the folder of its note."""
    path = attachment.path.replace("\\", "/")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", path) or ".." in path.split("/") or "\0" in path:
        return ""
    return path
