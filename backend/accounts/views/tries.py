"""Tries at an account: counted before they are known to be good, slowed for strangers first (decisions 23, 30)."""

from __future__ import annotations

from backend.accounts.views.session import known_device
from backend.http.limits import client, count, forgive, too_many

WINDOW = 900
# Tries in a window: of a device that has logged in to the account before; of a stranger's address at the account, of all
# strangers at the account, of a stranger's address at all accounts. Each window used up doubles the next.
TRIES, TRIES_AT_ACCOUNT, TRIES_OF_ADDRESS = 10, 100, 200
# Wrong codes of strangers at an account whose password they know: six figures are soon guessed through.
CODES = 20


def count_try(name: str, *, code: bool = False) -> list[tuple[str, str]]:
    """Count one try at an account before it is known to be good; return what was counted, to be forgiven then.

    `code`: one with a code of the second factor.

    Raises TooMany with the time left. Nobody can use up the tries of a device that has logged in before.
    """
    if held := known_device(name):
        limits = [("login known", f"{held}\n{name}", TRIES)]
    else:
        limits = [
            ("login address", client(), TRIES_OF_ADDRESS),
            ("login stranger", f"{client()}\n{name}", TRIES),
            ("login account", name, TRIES_AT_ACCOUNT),
        ]
        limits += [("login code", name, CODES)] if code else []
    for kind, who, limit in limits:
        now = count(kind, who, seconds=WINDOW, grows=limit)
        if now.hits > limit:
            minutes = -(-now.left // 60)
            raise too_many(
                kind, who, now, seconds=WINDOW, title="密码错了太多次，请{minutes}分钟后再试", minutes=minutes
            )
    return [(kind, who) for kind, who, _ in limits]


def forgive_tries(counted: list[tuple[str, str]]) -> None:
    """Take back what a good try has counted."""
    for kind, who in counted:
        forgive(kind, who, seconds=WINDOW)
