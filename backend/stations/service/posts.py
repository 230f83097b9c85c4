"""What each post answers for (岗位责任清单): read at a place, written by the town's congress, version by version."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.db import current_context
from backend.errors import Conflict, Forbidden, Invalid
from backend.grid.service import known_areas
from backend.stations import queries
from backend.stations.domain.duties import Duty

WRITER = "town_congress"


def write(session: Session, name: str, new_id: UUID, area: str, post: str, text: str, *, after: int) -> Duty:
    """Write the version of a post's duties that follows the version `after` (0: the first of this area). May be repeated.

    The old one stays. `name`: who writes it. Raises Forbidden outside one's area, Invalid for an area that there is none of, Conflict when somebody
    else was first or the id is taken.
    """
    mine = {prefix for role, prefix in current_context(session).roles if role == WRITER}
    if not any(area.startswith(prefix) for prefix in mine):
        raise Forbidden("岗位责任清单由镇人大在自己的辖区里修订", field="area")
    if area not in known_areas(session, [area]):
        raise Invalid("没有这个行政区划：{area}", field="area", area=area)
    new = {
        "id": new_id, "area": area, "post": post, "version": after + 1, "text": text, "person": current_context(session).viewer, "name": name,
    }  # fmt: skip
    made = queries.write_duty(session, new)
    versions = queries.duty_versions(session, area, post)
    found = next((each for each in versions if each.id == new_id), None)
    if found is None or (found.version, found.text) != (after + 1, text):
        last = versions[0].written_name if versions else ""
        raise Conflict("{name}刚改了这一项，请重新读取再改", field="after", code="stale", name=last)
    if made:
        append(session, "duties.written", "post", post, area=area, fields=("text",))
    return found
