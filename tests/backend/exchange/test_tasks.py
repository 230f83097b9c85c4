"""Webhooks against a receiver that verifies with the library: what goes out, once for each id, and who holds up whom."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from backend.db import Database
from backend.exchange.tasks import claim, deliver, due, send
from backend.jobs.registry import RUNNING
from tests.backend.exchange.partners import ALL, Office
from tests.errands import run_errands
from tests.story import WATER, handle, move, sight, sign, submit

NAME, PHONE = "赵钱孙", "13912345678"


def moved(office: Office) -> str:
    """Send in a submission and move its case once; return the case."""
    case = submit(office.app, way="phone", name=NAME, phone=PHONE)["id"]
    assert move(office.make.login("lian"), case, "accepted").status_code == 200
    return case


def test_a_move_is_told_with_what_was_granted_and_nothing_else(office: Office) -> None:
    partner = office.partner()
    whole = office.partner("/whole", fields=ALL)
    silent = office.partner("/silent", events=["feedback.delivered"], fields=ALL)
    case = moved(office)
    run_errands(office.settings)
    (told,) = office.system.said()
    number = office.make.run("select number from cases where id = :id", id=case)
    assert (told["type"], told["data"]) == ("case.moved", {"number": number, "state": "accepted"})
    (all_of_it,) = office.system.said("/whole")
    assert set(all_of_it["data"]) == set(ALL)
    assert (
        all_of_it["data"] | {"opening": WATER, "former_state": "pending", "version": 2, "area": "621124100001"}
        == (all_of_it["data"])
    )
    for canary in (NAME, PHONE, PHONE[-4:]):
        assert canary not in str(office.system.arrived)
    assert WATER not in str(told)
    assert office.sent(silent) == []
    (row,) = office.sent(partner)
    assert (row["status"], row["attempts"], row["response_code"]) == ("delivered", 1, 204)
    assert row["id"] == office.system.arrived["/hook"][0][0]
    assert [each["status"] for each in office.sent(whole)] == ["delivered"]
    kept = office.make.rows("select fields from audit_entry where action = 'partner.delivered' order by id")
    assert sorted((sorted(each[0]) for each in kept), key=len) == [["number", "state"], sorted(ALL)]
    arguments = str(office.make.rows("select args from procrastinate_jobs"))
    for canary in (number, WATER, NAME, PHONE, office.system.secrets["/hook"]):
        assert canary not in arguments


def test_an_answer_that_arrived_is_told_once(office: Office) -> None:
    partner = office.partner(events=["feedback.delivered"])
    case = submit(office.app)["id"]
    handle(office.make, case)
    sign(office.make.login("lian"), case)
    sheet = office.make.run("select id from feedback_sheet")
    office.make.login("lian").post(f"/api/feedback/{sheet}/deliveries", json={"rung": "door"})
    run_errands(office.settings)
    assert [told["type"] for told in office.system.said()] == ["feedback.delivered"]
    assert len(office.sent(partner)) == 1


def test_hidden_matters_are_told_only_where_granted_and_then_of_the_village_only(office: Office) -> None:
    office.partner("/open", fields=ALL)
    office.partner("/trusted", fields=ALL, hidden=True)
    office.partner("/far", fields=ALL, hidden=True, area="621124101")
    case = sight(office.make.login("wang"), hidden=True)
    assert move(office.make.login("lian"), case, "accepted").status_code == 200
    run_errands(office.settings)
    assert office.system.said("/open") == office.system.said("/far") == []
    (told,) = office.system.said("/trusted")
    assert told["data"] == {
        "state": "accepted", "former_state": "pending", "category": "land", "area": "621124100001", "area_level": "village",
    }  # fmt: skip


def test_what_is_no_longer_granted_when_it_is_sent_is_not_sent(office: Office) -> None:
    partner = office.partner(fields=ALL, hidden=True)
    moved(office)
    case = sight(office.make.login("wang"), hidden=True)
    move(office.make.login("lian"), case, "accepted")
    office.system.answers["/hook"] = [(500, {}, b"")] * 2
    run_errands(office.settings)
    changed = office.guan.patch(f"/api/partners/{partner}", json={"fields": ["number"], "hidden": False})
    assert changed.status_code == 200
    office.make_due()
    RUNNING["settings"] = office.settings
    again(office)
    assert set(office.system.said()[-1]["data"]) == {"number"}
    assert sorted(each["status"] for each in office.sent(partner)) == ["dead", "delivered"]
    assert office.system.hits == 3


def again(office: Office) -> None:
    """Run the sweep and what it sends off."""
    database = Database(office.settings.worker_database_url, pool=1)
    due(database)
    due(database)  # twice: nothing is sent off a second time
    database.engine.dispose()
    run_errands(office.settings)


def test_it_is_tried_again_under_its_own_id_until_it_is_given_up_and_then_on_demand(office: Office) -> None:
    ours = office.settings = replace(office.settings, webhook_waits=(100, 1000))
    partner = office.partner()
    office.system.answers["/hook"] = [(500, {}, b""), (302, {"Location": "/hook"}, b""), (404, {}, b"")]
    moved(office)
    run_errands(ours)
    waits = []
    for _ in range(3):
        (row,) = office.sent(partner)
        waits.append((datetime.fromisoformat(row["next_at"]) - datetime.now(UTC)).total_seconds())
        office.make_due()
        again(office)
    assert 75 < waits[0] <= 120
    assert 795 < waits[1] <= 1200
    assert (row["status"], row["attempts"], row["response_code"]) == ("dead", 3, 404)
    assert office.sent(partner, status="dead") == [row]
    assert office.sent(partner, status="delivered") == []
    assert office.system.hits == 3, "what was given up is not tried by itself"
    assert office.guan.post(f"/api/partners/{partner}/deliveries/{row['id']}/resend").status_code == 202
    again(office)
    assert office.sent(partner)[0]["status"] == "delivered"
    assert {each for each, _ in office.system.arrived["/hook"]} == {row["id"]}


def test_who_is_gone_is_sent_to_no_more_until_somebody_says_so(office: Office) -> None:
    partner = office.partner()
    office.system.answers["/hook"] = [(410, {}, b"")]
    moved(office)
    run_errands(office.settings)
    (kept,) = office.guan.get("/api/partners").get_json()["items"]
    assert kept["disabled_at"]
    moved(office)
    run_errands(office.settings)
    assert office.system.hits == 1
    assert [each["status"] for each in office.sent(partner)] == ["dead"]
    office.guan.patch(f"/api/partners/{partner}", json={"enabled": True})
    moved(office)
    run_errands(office.settings)
    assert office.system.hits == 2


def test_a_receiver_that_hangs_does_not_hold_another_and_costs_one_try(office: Office) -> None:
    ours = office.settings = replace(office.settings, webhook_seconds=2.0)
    slow, quick = office.partner("/slow"), office.partner("/quick")
    office.system.held = "/slow"
    for _ in range(3):
        moved(office)
    worker = threading.Thread(target=run_errands, args=(ours,))
    worker.start()
    assert office.system.waiting.wait(10)
    with office.system.heard:
        assert office.system.heard.wait_for(lambda: len(office.system.said("/quick")) == 3, 10)
    assert [each["status"] for each in office.sent(slow)] == ["waiting"] * 3, "its first try still hangs"
    worker.join()
    assert sum(each["attempts"] for each in office.sent(slow)) == 1, "the others wait with it"
    assert [each["status"] for each in office.sent(quick)] == ["delivered"] * 3


@pytest.fixture
def cut_off(office: Office, worker_database: Database) -> str:
    """A delivery whose message was sent by a worker that was killed before it could note it; its id."""
    RUNNING["settings"] = office.settings
    partner = office.partner()
    moved(office)
    # what the worker would do with the first job
    (job,) = office.make.rows("select args from procrastinate_jobs where task_name = 'exchange.publish'")
    from backend.exchange.tasks import publish

    publish(worker_database, **job[0])
    publish(worker_database, **job[0])
    (row,) = office.sent(partner)
    sending = claim(worker_database, UUID(row["id"]), 0, office.settings)
    assert sending
    assert send(sending, office.settings).good
    return str(row["id"])


def test_what_a_killed_worker_sent_is_sent_again_under_the_same_id_and_acted_on_once(
    office: Office, worker_database: Database, cut_off: str
) -> None:
    deliver(worker_database, cut_off, 1)
    assert office.system.hits == 1, "while the first may still be under way, there is no second"
    office.make_due()
    for done in (0, 1, 1, 2):  # the job that was killed too, given back to the queue
        deliver(worker_database, cut_off, done)
    assert [each for each, _ in office.system.arrived["/hook"]] == [cut_off, cut_off]
    assert office.system.acted == {cut_off: 1}
    assert office.make.rows("select status, attempts from partner_delivery") == [("delivered", 2)]


def test_what_was_sent_verifies_only_whole_only_now_and_under_its_own_secret(
    office: Office, worker_database: Database, cut_off: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An independent receiver: the library itself."""
    sent: list[tuple[dict[str, str], bytes]] = []

    def keep(_: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        sent.append((headers, body))
        return 204, {}, b""

    monkeypatch.setattr(office.system, "take", keep)
    office.make_due()
    deliver(worker_database, cut_off, 1)
    ((headers, body),) = sent
    library = Webhook(office.system.secrets["/hook"])
    assert library.verify(body, headers)["type"] == "case.moved"
    old = str(int((datetime.now(UTC) - timedelta(minutes=6)).timestamp()))
    for changed, content in (
        ({}, body.replace(b"accepted", b"refused")),
        ({"webhook-timestamp": old}, body),
        ({"webhook-id": "another"}, body),
    ):
        with pytest.raises(WebhookVerificationError):
            library.verify(content, headers | changed)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 40).verify(body, headers)


def test_a_new_secret_signs_beside_the_former_for_a_day(office: Office) -> None:
    partner = office.partner()
    former = office.system.secrets["/hook"]
    rotated = [office.guan.post(f"/api/partners/{partner}/rotate").get_json()["secret"] for _ in range(2)]
    assert len({former, *rotated}) == 3
    for secret, path_of_time in ((former, "0"), (rotated[1], "0"), (rotated[1], "25 hours"), (former, "25 hours")):
        office.system.secrets["/hook"] = secret
        office.make.run("update partner set former_until = now() + interval '24 hours' - cast(:t as interval)", t=path_of_time)  # fmt: skip
        office.guan.post(f"/api/partners/{partner}/test")
        run_errands(office.settings)
    assert [each["status"] for each in office.sent(partner)] == ["delivered"] * 3 + ["waiting"]
    assert office.sent(partner)[-1]["response_code"] == 401


def test_a_name_that_turns_inside_is_not_connected_to(office: Office, worker_database: Database, cut_off: str) -> None:
    """The name was fine when the partner was made and leads inside at delivery (rebinding)."""
    office.make.run("update partner set endpoint = 'https://hooks.example.cn/in'")
    office.make_due()
    sending = claim(worker_database, UUID(cut_off), 1, office.settings)
    assert sending
    assert send(sending, office.settings, lambda *_: ["127.0.0.1"]).status == 0
    assert send(sending, office.settings, lambda *_: ["142.250.74.42", "::1"]).status == 0
    assert send(sending, office.settings, lambda *_: []).status is None
    assert office.system.hits == 1
