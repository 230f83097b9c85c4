"""A draft from its issue through two stations, a second version that drops an article, a pause, to its last day (E01, E02, E03)."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.clock import today
from backend.codes import service as codes
from backend.db import Context, Database
from backend.settings import Settings
from backend.solicitations import service, tasks
from tests.backend.attachments import pictures
from tests.errands import run_errands
from tests.make import Maker, days_on, new_id
from tests.push_service import PushService
from tests.story import Story, offices, people

DRAFT = """某市消防条例（草案）
第一章　总则
第一条　为了预防火灾，制定本条例。
第二条　商铺应当每日巡查，并且记录在册。
第三条　村民委员会每月检查一次用火用电。
"""
SECOND = """某市消防条例（草案二次审议稿）
第一条　为了预防和减少火灾，制定本条例。
第二条　村民委员会每月检查一次用火用电。
"""


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    return Story(make)


@pytest.fixture
def ids(make: Maker, story: Story) -> dict[str, str]:
    found = offices(make)
    group = make.run(
        "insert into body (code, name, kind, area_code) values ('XZ', '民政工作小组', 'working_group', '621124') returning id"
    )
    make.run(
        "insert into body_member (body_id, account_id, from_day) values (:body, :person, china_today())",
        body=group, person=make.account("zu", name="祖组长"),
    )  # fmt: skip
    stations = {row.code: str(row.id) for row in make.rows("select code, id from station")}
    assert story
    return found | stations | {"zu": str(group)}


def good(answer: Any) -> Any:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def refused(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.get_json().get("field") or answer.get_json()["code"]


def issue(story: Story, ids: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "id": new_id(), "kind": "draft_law", "title": "某市消防条例（草案）", "about": "商铺和村里怎样防火，请您说说",
        "issuer": "市人大常委会法工委", "issued_on": days_on(), "area": "621124", "opens_on": days_on(), "closes_on": days_on(5),
        "leads": [int(ids["LT"])],
    } | more  # fmt: skip


def move(story: Story, login: str, at: str, move: str, version: int, **more: Any) -> Any:
    body = {"move": move} | more
    return story.who(login).post(f"{at}/transitions", json=body, headers={"If-Match": f'"{version}"'})


def step(story: Story, login: str, task: str, to: str, version: int, words: str = "") -> Any:
    at = f"/api/solicitation-tasks/{task}/transitions"
    return story.who(login).post(at, json={"to": to, "words": words}, headers={"If-Match": f'"{version}"'})


def hand(story: Story, login: str, at: str, **task: Any) -> Any:
    return story.who(login).post(f"{at}/tasks", json={"id": new_id()} | task)


def put_draft(story: Story, at: str, words: str, **more: Any) -> Any:
    read = good(story.who("yan").post(f"{at}/preview", json={"text": words}))
    body = {"id": new_id(), "title": read["title"], "after": read["after"], "articles": read["articles"]} | more
    return story.who("yan").post(f"{at}/versions", json=body)


def test_from_issue_to_the_last_day(
    app: Flask,
    make: Maker,
    story: Story,
    ids: dict[str, str],
    worker_database: Database,
    ours: Settings,
    pushes: PushService,
) -> None:
    given = issue(story, ids)
    at = f"/api/solicitations/{given['id']}"
    first, again = (good(story.who("yan").post("/api/solicitations", json=given)) for _ in range(2))
    assert first == again
    assert (first["state"], first["phase"], first["by"], first["days_left"]) == (
        "issued",
        "before",
        "市基层立法联系点建设研究中心",
        5,
    )
    assert refused(story.who("yan").post("/api/solicitations", json=given | {"title": "别的"})) == (409, "id")
    assert refused(story.who("fuquan").post("/api/solicitations", json=issue(story, ids)))[0] == 403
    assert refused(move(story, "yan", at, "assign", 1)) == (409, "no_tasks")

    fan_out(story, ids, at)
    assert good(move(story, "yan", at, "assign", 1))["state"] == "assigned"
    assert refused(move(story, "lian", at, "open", 2)) == (409, "no_such_move")
    assert good(move(story, "lian", at, "prepare", 2))["phase"] == "before", "the lead's own move"
    assert refused(move(story, "yan", at, "open", 3)) == (409, "no_draft")
    for on in (True, False, True):
        assert good(story.who("he").post(f"{at}/follow", json={"on": on}))["following"] is on
    a_browser_follows(app, at, pushes)
    versions(make, story, at)
    opened = good(move(story, "yan", at, "open", 3))
    assert (opened["phase"], opened["taking"]) == ("during", True)
    as_people_see_it(app, make, given["id"])
    who_spoke_follows(app, given["id"], pushes)
    aside(story, at)
    with worker_database.transaction(Context()) as session:
        (open_now,) = service.open_drafts(session, "621124100001", today())
        assert (str(open_now.id), open_now.number) == (given["id"], opened["number"])
        assert service.open_drafts(session, "522702100", today()) == []
    make.unwatched("update solicitation set opens_on = opens_on - 60, closes_on = china_today() - 1")
    for _ in range(2):
        tasks.end(worker_database)
    ended = good(story.who("yan").get(at))
    assert (ended["state"], ended["taking"], ended["events"][-1]["label"]) == ("ended", False, "到期截止")
    told = [each["kind"] for each in good(story.who("he").get("/api/notices"))["items"]]
    assert sorted(told) == ["draft.closed", "draft.open", "draft.version"], "who follows hears of it"
    run_errands(ours)
    heard = [(each.path, each.said["url"], each.said["title"]) for each in pushes.arrived]
    news = (f"/drafts/{given['id']}", "您关注的草案有新进展")
    assert set(heard) == {("/push/alone", *news), ("/push/spoke", *news)}, "the page, and no word of what was said"
    assert refused(move(story, "yan", at, "reopen", ended["version"], words="还有人要说")) == (422, "closes_on")
    assert good(move(story, "yan", at, "reopen", ended["version"], words="还有人要说", closes_on=days_on(30)))["taking"]


def a_browser_follows(app: Flask, at: str, pushes: PushService) -> None:
    """Without login or receipt; what it gave it may take back, and nobody else's."""
    client, given = app.test_client(), pushes.subscription("alone")
    first, again = (client.post(f"{at}/subscriptions", json=given) for _ in range(2))
    assert (first.status_code, first.get_json()) == (201, again.get_json())
    assert client.post(f"/api/solicitations/{new_id()}/subscriptions", json=given).status_code == 404
    gone = client.post(f"{at}/subscriptions", json=pushes.subscription("left")).get_json()["id"]
    assert client.delete(f"/api/solicitations/{new_id()}/subscriptions/{gone}").status_code == 404
    assert client.delete(f"{at}/subscriptions/{gone}").status_code == 204
    assert client.delete(f"{at}/subscriptions/{gone}").status_code == 404


def who_spoke_follows(app: Flask, draft: str, pushes: PushService) -> None:
    """Who said something without an account and follows the receipt hears of the draft, and reads there how far it is."""
    client = app.test_client()
    said = {
        "id": new_id(),
        "solicitation_id": draft,
        "article_id": None,
        "text": "电动车不要停在楼道里",
        "reply": {"way": "receipt"},
    }
    sent = client.post("/api/opinions", json=said).get_json()
    given = pushes.subscription("spoke") | {"receipt": sent["receipt"]}
    followed = client.post("/api/push/subscriptions", json=given, headers={"Query-Code": sent["query_code"]})
    assert followed.status_code == 201, followed.text
    page = client.post(f"/t/{sent['receipt']}", data={"query_code": sent["query_code"]}).text
    assert "这部草案现在：征集中，第2稿。" in page and "data-follow" in page
    assert "data-draft" in client.get(f"/drafts/{draft}").text


def fan_out(story: Story, ids: dict[str, str], at: str) -> None:
    """The centre hands it to the group, the group to two stations; one accepts, one gives it back and gets it anew."""
    assert refused(hand(story, "zu", at, body_id=int(ids["zu"])))[0] == 403
    assert refused(hand(story, "yan", at, station_id=int(ids["FQ-JS"]))) == (422, "station_id")
    assert refused(hand(story, "yan", at)) == (422, "body_id")
    assert refused(hand(story, "yan", at, body_id=int(ids["zu"]), due_on="2026-01-01")) == (422, "due_on")
    group = new_id()
    for _ in range(2):
        good(hand(story, "yan", at, id=group, body_id=int(ids["zu"]), due_on=days_on(5), words="民政口的意见"))
    assert refused(hand(story, "yan", at, body_id=int(ids["zu"]))) == (409, "body_id")
    (waiting,) = good(story.who("zu").get("/api/solicitation-tasks"))["items"]
    assert (waiting["id"], waiting["days_left"], waiting["late"]) == (group, 5, False)
    assert "solicitation.task" in {each["kind"] for each in good(story.who("zu").get("/api/notices"))["items"]}
    there = {"parent_id": group, "station_id": int(ids["LT-WJM"])}
    assert refused(hand(story, "zu", at, **there)) == (409, "not_accepted")
    good(step(story, "zu", group, "accepted", 1))
    assert refused(hand(story, "zu", at, **there, due_on=days_on(30))) == (422, "due_on")
    far, near = new_id(), new_id()
    good(hand(story, "zu", at, id=far, **there))
    file = good(hand(story, "zu", at, id=near, parent_id=group, station_id=int(ids["LT-WF"])))
    assert [each["state"] for each in file["tasks"]] == ["handed_on", "sent", "sent"]
    assert [each["due_on"] for each in file["tasks"]] == [days_on(5)] * 3, "never after what was given from above"
    assert [each["id"] for each in good(story.who("bali").get(at))["tasks"]] == [far], "a station sees its own"
    assert refused(step(story, "bali", near, "accepted", 1)) == (404, "not_found")
    good(step(story, "bali", far, "accepted", 1))
    assert refused(step(story, "bali", far, "done", 2)) == (422, "words")
    nine_steps(story, ids, at)
    for _ in range(2):
        good(step(story, "bali", far, "done", 2, "收了三条意见"))
    assert refused(step(story, "bali", far, "returned", 3, "再想想")) == (409, "no_such_move")
    good(step(story, "lian", near, "returned", 1, "本站这个月没有人手"))
    told = {each["kind"] for each in good(story.who("zu").get("/api/notices"))["items"]}
    assert told == {"solicitation.task", "solicitation.done", "solicitation.returned"}
    good(hand(story, "zu", at, parent_id=group, station_id=int(ids["LT-WF"])))
    assert story.make.app.test_client().get(at).status_code == 401


def nine_steps(story: Story, ids: dict[str, str], at: str) -> None:
    """What began keeps the names of its steps; a tick needs words, and is made by the station's own people, once."""
    template, names = f"/api/step-templates/{ids['LT-WJM']}", [f"第{n}件事" for n in range(1, 10)]
    (run,) = good(story.who("bali").get(at))["runs"]
    assert [each["name"] for each in run["boxes"]][:2] == ["第一步", "第二步"] and run["may"]
    assert refused(story.who("lian").post(template, json={"names": names, "after": 0}))[0] == 403
    assert refused(story.who("bali").post(template, json={"names": names[:1] * 9, "after": 0})) == (422, "names")
    for _ in range(2):
        assert good(story.who("bali").post(template, json={"names": names, "after": 0}))["version"] == 1
    assert refused(story.who("bali").post(template, json={"names": names[::-1], "after": 0})) == (412, "after")
    ticks = f"/api/step-runs/{run['id']}/ticks"
    assert refused(story.who("lian").post(ticks, json={"nth": 1, "words": "抢着打勾"}))[0] == 403
    assert refused(story.who("bali").post(ticks, json={"nth": 1, "words": " "})) == (422, "words")
    photo, met = pictures.photo(), new_id()
    sha = hashlib.sha256(photo).hexdigest()
    shown = {"nth": 1, "words": "贴了海报", "photos": [sha], "activity_id": met}
    assert refused(story.who("bali").post(ticks, json=shown)) == (422, "activity_id")
    story.make.run(
        "insert into activity (id, type, title, area_code, place, starts_at, ends_at, state, made_by) select cast(:id as uuid), 'solicitation_meeting',"
        " '村口征集会', '621124101', '村口', now(), now() + interval '1 hour', 'planned', id from account where login = 'bali'", id=met,
    )  # fmt: skip
    assert refused(story.who("bali").post(ticks, json=shown)) == (422, "photos.0")
    assert story.who("bali").put(f"/api/attachments/{sha}", data=photo).status_code == 201
    for _ in range(2):
        file = good(story.who("bali").post(ticks, json=shown))
    assert refused(story.who("bali").post(ticks, json={"nth": 1, "words": "再来一次"})) == (409, "nth")
    (run,) = file["runs"]
    assert (run["boxes"][0]["done"]["words"], run["boxes"][0]["name"]) == ("贴了海报", "第一步"), "as it began"
    assert (run["boxes"][0]["done"]["photos"], run["boxes"][0]["done"]["activity_title"]) == ([sha], "村口征集会")
    seen = [story.who(who).get(f"/api/attachments/{sha}").status_code for who in ("bali", "yan", "fuquan")]
    assert seen == [200, 200, 404], "staff of the place, and who runs it"
    assert [each["id"] for each in good(story.who("yan").get(at))["runs"]] == [run["id"]], "who runs it sees them"


def versions(make: Maker, story: Story, at: str) -> None:
    """A second version drops the second article; what stood in it stays to be read."""
    assert refused(story.who("yan").post(f"{at}/preview", json={"text": "没有条款的话"})) == (422, "text")
    assert refused(story.who("bali").post(f"{at}/preview", json={"text": DRAFT}))[0] == 403
    assert refused(put_draft(story, at, DRAFT, articles=[])) == (422, "articles")
    good(put_draft(story, at, DRAFT))
    assert refused(put_draft(story, at, SECOND, after=0)) == (412, "after")
    file = good(put_draft(story, at, SECOND, note="删去商铺一条"))
    assert [(each["nth"], each["articles"]) for each in file["versions"]] == [(1, 3), (2, 2)]
    old, new = (good(story.who("yan").get(f"{at}/versions/{nth}"))["items"] for nth in (1, 2))
    assert [each["former_label"] for each in new] == ["第一条", "第三条"]
    assert [each["next_id"] for each in old] == [new[0]["id"], None, new[1]["id"]]
    wrong = [new[0] | {"former_id": old[0]["id"]}]
    cut = [{key: each[key] for key in ("label", "heading", "text", "former_id")} for each in wrong]
    assert refused(put_draft(story, at, SECOND, articles=cut)) == (422, "articles.0.former_id"), (
        "of the last version only"
    )
    with pytest.raises(DBAPIError, match="append-only"):
        make.run("update draft_article set text = '改掉'")


def as_people_see_it(app: Flask, make: Maker, draft: str) -> None:
    """Without script or login: the list, the articles with the way to each, what the version dropped; a poster's code offers it."""
    client = app.test_client()
    listed, far = (client.get(f"/drafts?area={area}").text for area in ("621124100001", "522702100"))
    assert f'href="/drafts/{draft}"' in listed and draft not in far
    page = client.get(f"/drafts/{draft}").text
    assert f'href="/drafts/{draft}/say"' in page and page.count(f'href="/drafts/{draft}/say/') == 2
    assert "以前的稿里有、现在没有了的1条" in page and "商铺应当每日巡查" in page and "上一稿的第三条" in page
    assert "还有5天" in page and len(page) < 100_000
    assert client.get(f"/drafts/{new_id()}").status_code == client.get("/drafts?area=1").status_code == 404
    with make.owner.transaction() as session:
        code = codes.issue(session, "post", int(make.run("select id from station where code = 'LT-WF'")))
    (offered,) = client.get(f"/api/codes/{code}").get_json()["open_drafts"]
    assert offered["path"] == f"/drafts/{draft}"
    assert draft in client.get(f"/drafts/{draft}?lang=en").text


def aside(story: Story, at: str) -> None:
    """Paused, it takes nothing; resumed, it goes on where it was; more time needs a reason and a later day."""
    assert refused(move(story, "yan", at, "pause-collecting", 4)) == (422, "words")
    assert refused(move(story, "lian", at, "pause-collecting", 4, words="我要停"))[0] == 403
    assert refused(move(story, "bali", at, "end", 4, words="我要停"))[0] == 403
    for _ in range(2):
        held = good(move(story, "yan", at, "pause-collecting", 4, words="上级要求暂停"))
    assert (held["state"], held["held_label"], held["phase"], held["taking"]) == ("paused", "征集中", "during", False)
    assert refused(hand(story, "yan", at, body_id=1)) == (409, "over")
    assert refused(move(story, "yan", at, "resume", 4)) == (412, "If-Match")
    assert good(move(story, "yan", at, "resume", 5))["taking"]
    assert refused(move(story, "yan", at, "extend-collecting", 6, words="多听几天", closes_on=days_on())) == (
        422,
        "closes_on",
    )
    longer = good(move(story, "yan", at, "extend-collecting", 6, words="多听几天", closes_on=days_on(30)))
    assert (longer["closes_on"], longer["state"]) == (days_on(30), "collecting")
    assert [each["text"] for each in longer["events"][-1]["given"]] == [days_on(30)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closes_on": "2026-01-01", "opens_on": "2026-01-01"}, "closes_on"),
        ({"closes_on": days_on(), "opens_on": days_on(5)}, "closes_on"),
        ({"issued_on": days_on(5)}, "issued_on"),
        ({"kind": "poem"}, "kind"),
        ({"leads": [999999]}, "leads.0"),
        ({"area": "999999"}, "area"),
        ({"about": "短"}, "about"),
    ],
)
def test_a_bad_issue_is_told_at_its_field(
    make: Maker, story: Story, ids: dict[str, str], wrong: dict[str, Any], field: str
) -> None:
    assert refused(story.who("yan").post("/api/solicitations", json=issue(story, ids) | wrong)) == (422, field)
    assert make.run("select count(*) from solicitation") == 0


def test_the_database_refuses_what_nobody_may(
    app_database: Database, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    given = issue(story, ids)
    good(story.who("yan").post("/api/solicitations", json=given))
    lian = make.run("select id from account where login = 'lian'")
    context = Context(viewer=lian, areas=("621124100",), roles=(("liaison", "621124101"),))
    for statement in (
        "update solicitation set state = 'collecting', version = 2 where id = :id",
        "insert into draft_version (id, solicitation_id, nth, title, made_by, asked) values (gen_random_uuid(), :id, 1, '冒名', 1, '')",
    ):
        with pytest.raises(DBAPIError, match=r"a (solicitation|part)"), app_database.transaction(context) as session:
            session.execute(text(statement), {"id": given["id"]})


def test_who_is_late_hears_of_it_once_a_day(
    make: Maker, story: Story, ids: dict[str, str], worker_database: Database
) -> None:
    given = issue(story, ids)
    at = f"/api/solicitations/{given['id']}"
    good(story.who("yan").post("/api/solicitations", json=given))
    good(hand(story, "yan", at, station_id=int(ids["LT-WJM"])))
    tasks.remind(worker_database)
    late = "select count(*) from notice n join account a on a.id = n.account_id where n.kind = 'solicitation.late' and a.login = 'bali'"
    assert make.run(late) == 0
    make.unwatched("update solicitation_task set due_on = china_today() - 1")
    for _ in range(2):
        tasks.remind(worker_database)
    assert make.run(late) == 1
    (hand_in,) = good(story.who("bali").get("/api/solicitation-tasks"))["items"]
    assert hand_in["late"]
