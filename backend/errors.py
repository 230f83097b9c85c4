"""How a request is refused: one exception with a status, a text from the catalogue and the field that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple


class Named(NamedTuple):
    """What a row of a table is called in both languages, as a param of a refusal."""

    name: str
    name_en: str


class Listed(NamedTuple):
    """Texts of the catalogue one after the other, as a param of a refusal."""

    texts: tuple[str, ...]


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A request that is answered with a 4xx (or 503) problem.

    `title`: the Chinese text, a key of the catalogue; `params` fill its placeholders (`Named` and `Listed` in the caller's language).
    `field`: the name on the wire of what is wrong, dotted and indexed (`items.3.place`).
    `code`: a stable word for machines.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"
    # Further members of the problem, which are no words.
    more: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, title: str, *, field: str | None = None, code: str | None = None, **params: Any) -> None:
        super().__init__(title)
        self.title = title
        self.field = field
        self.params = params
        self.word = code or type(self).code


class Invalid(Refusal):
    """422: something asked for is missing or wrong."""

    status = 422
    code = "invalid"


class Unreadable(Refusal):
    """400: the body is not what it claims to be."""

    status = 400
    code = "unreadable"


class Unauthorized(Refusal):
    """401: nobody is logged in."""

    status = 401
    code = "login_needed"


class Forbidden(Refusal):
    """403: this person may not do this."""

    status = 403
    code = "forbidden"


class NotFound(Refusal):
    """404: it does not exist, or not for this person; the two look alike."""

    status = 404
    code = "not_found"


class Conflict(Refusal):
    """409: it cannot be done in the present state."""

    status = 409
    code = "conflict"


class Clash(Conflict):
    """409: others changed the same meanwhile. `clashes`: each field with both values, for the person to choose; `head`: the newest version."""

    code = "clash"

    def __init__(self, title: str, *, field: str, clashes: list[dict[str, Any]], head: str) -> None:
        super().__init__(title, field=field)
        self.more = {"clashes": clashes, "head": head}


class Gone(Refusal):
    """410: it was there and has been withdrawn."""

    status = 410
    code = "gone"


class Stale(Refusal):
    """412: somebody else changed it first."""

    status = 412
    code = "stale"


class TooLarge(Refusal):
    """413: more than may be sent at once."""

    status = 413
    code = "too_large"


class UnsupportedType(Refusal):
    """415: not a kind of content that is taken."""

    status = 415
    code = "unsupported_type"


class PreconditionNeeded(Refusal):
    """428: the request must say which version it changes."""

    status = 428
    code = "precondition_needed"


class TooMany(Refusal):
    """429: too much in too short a time; `retry_after` in seconds."""

    status = 429
    code = "too_many"

    def __init__(self, title: str, *, retry_after: int, **params: Any) -> None:
        super().__init__(title, **params)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """503: not now; `retry_after` in seconds."""

    status = 503
    code = "unavailable"

    def __init__(self, title: str, *, retry_after: int = 5, **params: Any) -> None:
        super().__init__(title, **params)
        self.retry_after = retry_after
