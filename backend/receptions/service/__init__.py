"""Reception days: published, booked, talked, told."""

from backend.receptions.service.booking import book, cancel_one, context_of, held, known, mine, reveal, withdraw
from backend.receptions.service.days import cancel, listed, publish, read, shown
from backend.receptions.service.talks import absent, note
from backend.receptions.service.telling import tell_speaker

__all__ = [
    "absent", "book", "cancel", "cancel_one", "context_of", "held", "known", "listed", "mine", "note", "publish", "read", "reveal", "shown",
    "tell_speaker", "withdraw",
]  # fmt: skip
