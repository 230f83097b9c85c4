"""Named SQL: the statements of a room's `queries.sql`, by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import TextClause, text

COMMENT = re.compile(r"^\s*--.*\n", re.MULTILINE)
HEADER = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)


class NamedSql(Mapping[str, TextClause]):
    """The statements of a `queries.sql`.

    Each begins with a line `-- name: some_name`, then comments that say what it is for.
    `NamedSql.beside(__file__)` loads the file that stands beside a module.
    """

    def __init__(self, source: str) -> None:
        parts = HEADER.split(source)
        names, bodies = parts[1::2], parts[2::2]
        # Comments stay in the file: a bind they mention would be sent along with its value.
        self._statements = {
            name: text(COMMENT.sub("", body).strip().rstrip(";")) for name, body in zip(names, bodies, strict=True)
        }

    @classmethod
    def beside(cls, module: str, name: str = "queries.sql") -> NamedSql:
        """Load the file `name` of the folder that `module` (a `__file__`) stands in."""
        return cls(Path(module).with_name(name).read_text("utf-8"))

    def __getitem__(self, name: str) -> TextClause:
        """Return the statement called `name`."""
        return self._statements[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._statements)

    def __len__(self) -> int:
        """Return how many statements there are."""
        return len(self._statements)
