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
        gc: bool = True,  # Only msgspec can leave values out of the search for cycles.
        forbid_unknown_fields: bool = False,  # It is said of decoding, and nothing is decoded into them there.
        **settings: Any,  # noqa: ANN401
    ) -> None:
        super().__init_subclass__(**settings)
        # The model makes dataclasses of its kinds once more, not frozen, which a frozen one could not become.
        dataclasses.dataclass(kw_only=kw_only, unsafe_hash=frozen)(cls)
