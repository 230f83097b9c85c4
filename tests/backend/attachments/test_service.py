"""Keeping an attachment: once for each owner, the file before its row, and found only by who may see it."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy.exc import DBAPIError

from backend.attachments import service
from backend.attachments.domain import Picture
from backend.attachments.queries import Owner
from backend.attachments.service import Prepared
from backend.attachments.store import Store
from backend.db import Context, Database
from backend.errors import Invalid, NotFound, UnsupportedType
from backend.settings import Settings
from tests.backend.attachments import sounds as s
from tests.make import Maker

SENT = hashlib.sha256(b"as it was sent").hexdigest()
NEW = Prepared(SENT, Picture(b"as it is kept", 4, 3))


@pytest.mark.parametrize("name", ["", "a" * 63, SENT.upper(), SENT + "\n", "../" + SENT, SENT[:-1] + "g"])
def test_a_name_that_is_no_digest_is_refused_before_the_bytes_are_read(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.check_digest(name, b"as it was sent")
    assert (refused.value.field, refused.value.word) == ("sha256", "invalid")


def test_bytes_that_were_cut_on_their_way_are_refused() -> None:
    service.check_digest(SENT, b"as it was sent")
    with pytest.raises(Invalid) as refused:
        service.prepare(SENT, b"as it was sen")
    assert refused.value.word == "digest_differs"


def test_where_only_a_photo_is_taken_a_recording_is_refused() -> None:
    sound = s.recording("audio/ogg")
    with pytest.raises(UnsupportedType):
        service.prepare_photo(hashlib.sha256(sound).hexdigest(), sound)


def test_one_owner_keeps_it_once_another_their_own_and_nobody_keeps_for_others(
    make: Maker, settings: Settings, app_database: Database
) -> None:
    store = Store(settings.var)
    ma, li = (make.account(login, ("grid_worker", "621124100001")) for login in ("ma", "li"))

    def keep(person: int, owner: Owner) -> bool:
        with app_database.transaction(Context(viewer=person)) as session:
            return service.keep(session, store, owner, NEW).fresh

    assert [keep(ma, Owner(ma)) for _ in range(2)] == [True, False]
    assert keep(li, Owner(li))
    assert make.run("select count(*) from attachment") == 2
    assert make.run("select count(*) from audit_entry where action = 'attachment.stored'") == 2
    with pytest.raises(DBAPIError, match="row-level security"):
        keep(li, Owner(ma, None))
    for nobody in ({}, {"author_id": ma, "ticket": b"t"}):
        with pytest.raises(ValueError, match="belongs"):
            Owner(**nobody)


def test_a_row_whose_file_is_gone_is_taken_in_again(make: Maker, settings: Settings, app_database: Database) -> None:
    store, ma = Store(settings.var), make.account("ma", ("grid_worker", "621124100001"))
    with app_database.transaction(Context(viewer=ma)) as session:
        assert service.known(session, store, Owner(ma), SENT) is None
        kept = service.keep(session, store, Owner(ma), NEW).kept
        found = service.known(session, store, Owner(ma), SENT)
        assert found and (found.kept, found.fresh) == (kept, False)
        assert service.known(session, store, Owner(ticket=b"t" * 32), SENT) is None
        assert service.find(session, store, SENT) == (kept, b"as it is kept")
        store.path(kept.kept_sha256).unlink()
        assert service.known(session, store, Owner(ma), SENT) is None
        with pytest.raises(NotFound):
            service.find(session, store, SENT)
        assert not service.keep(session, store, Owner(ma), NEW).fresh
        assert service.find(session, store, SENT)[1] == b"as it is kept"
    for stranger in (Context(), Context(viewer=ma + 1), Context(ticket=b"t" * 32)):
        with app_database.transaction(stranger) as session:
            for name in (SENT, SENT.upper(), "x", ""):
                with pytest.raises(NotFound):
                    service.find(session, store, name)
