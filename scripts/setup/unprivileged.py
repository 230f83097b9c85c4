"""How to start PostgreSQL, which refuses to run as root: as a user with no rights, if there are no better ones."""

from __future__ import annotations

import os
import pwd
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .say import SetupError
from .shell import works

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class RunAs:
    """The words in front of a command, and who must own the folders of the database."""

    prefix: tuple[str, ...]
    uid: int
    gid: int


@cache
def run_as(folder: Path) -> RunAs:
    """Return how a server that keeps its data in `folder` is started by whoever runs this.

    An ordinary user just starts it. Root changes to an unprivileged user; when that user cannot reach `folder`,
    because a folder above it is closed, root is shown to the server under that user's number, and where that is
    forbidden (containers, chroots) the user gets the one right of passing closed folders.
    Raises SetupError when none of these works.
    """
    if os.geteuid() != 0:
        return RunAs((), os.geteuid(), os.getegid())
    user = _user()
    drop = (shutil.which("setpriv") or "setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    reach = ("stat", f"{folder.parent}/.")
    unshare = ("unshare", "--user", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}")
    # The kernel's access(), by which PostgreSQL looks for its own programs, forgets rights without this bit.
    keeping = (*drop, "--securebits=+no_setuid_fixup")
    passing = (*keeping, "--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search")
    overriding = (*keeping, "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override")
    ways = (
        RunAs(drop, user.pw_uid, user.pw_gid),
        RunAs(unshare, 0, 0),
        RunAs(passing, user.pw_uid, user.pw_gid),
        RunAs(overriding, user.pw_uid, user.pw_gid),
    )
    for way in ways:
        if works([*way.prefix, *reach]):
            return way
    raise SetupError(
        f"PostgreSQL does not run as root, and the user {user.pw_name} cannot reach {folder}.\n"
        "Run this as an ordinary user, or set ZHITONG_VAR to a folder that everybody may enter, e.g. /var/lib/zhitong."
    )


def _user() -> pwd.struct_passwd:
    for name in CANDIDATES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SetupError("PostgreSQL does not run as root, and there is no user postgres or nobody: run as another user.")
