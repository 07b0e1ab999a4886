"""Values in a shared cache are JSON: reading a cache never runs code."""

from __future__ import annotations

import json
from typing import Any


class JsonSerializer:
    """The serializer that Django's Redis cache asks for; integers stay bare so that `incr` works."""

    def dumps(self, value: Any) -> bytes | int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)
