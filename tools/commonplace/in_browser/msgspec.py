"""What the model asks of msgspec, as dataclasses: browsers have no wheel of it, and make few values."""

from __future__ import annotations

import dataclasses
from typing import Any

field = dataclasses.field


class Struct:
    """A class whose subclasses are dataclasses, declared as msgspec's are."""

    def __init_subclass__(
        cls,
        *,
        frozen: bool = False,
        kw_only: bool = False,
        **_: Any,  # noqa: ANN401  # How msgspec writes, reads and clears away values, which is not done there.
    ) -> None:
        super().__init_subclass__()
        # The model makes dataclasses of its kinds once more, not frozen, which a frozen one could not become.
        dataclasses.dataclass(kw_only=kw_only, unsafe_hash=frozen)(cls)
