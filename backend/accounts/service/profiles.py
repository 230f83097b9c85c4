"""What kind of person someone is: kept by who administers the accounts, shown to colleagues who choose somebody."""

from __future__ import annotations

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from backend.accounts.domain.kinds import Known, Profile, in_order
from backend.accounts.model import Account

KNOWN = text("select * from people_known(:kind)")


def keep(session: Session, account_id: int, profile: Profile) -> None:
    """Keep what kind of person an account is; an empty profile empties it."""
    changed = {
        "kinds": list(in_order(profile.kinds)), "speciality": profile.speciality, "languages": list(profile.languages)
    }  # fmt: skip
    session.execute(update(Account).where(Account.id == account_id).values(changed))


def known(session: Session, kind: str) -> list[Known]:
    """Return the people of a kind in the viewer's areas and in the bodies for which the viewer acts, by name."""
    rows = session.execute(KNOWN, {"kind": kind})
    return [Known(row.name, Profile(tuple(row.kinds), row.speciality, tuple(row.languages))) for row in rows]
