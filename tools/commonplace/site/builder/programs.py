"""Which programs make what is kept."""

from __future__ import annotations

import functools
import hashlib
import sys
import sysconfig
from pathlib import Path

from commonplace.site.builder.kept import key_of


@functools.cache
def programs_key() -> str:
    """The key of Python, of all that is installed, and of this package, which may be in the making."""
    paths = sysconfig.get_paths()
    installed = sorted({path.name for name in ("purelib", "platlib") for path in Path(paths[name]).glob("*-info")})
    own = [hashlib.sha256(path.read_bytes()).digest() for path in sorted(Path(__file__).parents[2].rglob("*.py"))]
    return key_of(sys.version, installed, own)
