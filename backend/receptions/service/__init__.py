"""Reception days: published, booked, talked, told."""

from backend.receptions.service.booking import book, cancel_one, context_of, held, known, mine, withdraw
from backend.receptions.service.days import cancel, listed, publish, read, shown
from backend.receptions.service.talks import absent, note

__all__ = [
    "absent", "book", "cancel", "cancel_one", "context_of", "held", "known", "listed", "mine", "note", "publish", "read", "shown", "withdraw",
]  # fmt: skip
