"""The page behind a link: a shell whose script reads what stands behind the # and trades it; opening it consumes nothing."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, make_response, render_template

from backend.http.devices import held_device, keep_device
from backend.http.words import language, say

pages = Blueprint(
    "links_pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static/links"
)


@pages.get("/h/")
def handler() -> Response:
    """Show the shell; the device gets its secret here, so that a trade whose answer was lost can be made again."""
    answer = make_response(render_template("links/handler.html", words=words()))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Language"] = language()
    answer.vary.update(("Cookie", "Accept-Language"))
    if not held_device():
        keep_device(secrets.token_urlsafe(32))
    return answer


def words() -> dict[str, str]:
    """Return what the script says."""
    return {
        "due": say("办理期限"),
        "until": say("链接有效到"),
        "lies": say("地点"),
        "spot": say("东经{lon}，北纬{lat}", lon="{lon}", lat="{lat}"),
        "said": say("群众反映"),
        "moves": say("下一步"),
        "none": say("现在没有要您单位办的"),
        "history": say("经过"),
        "reason": say("原因"),
        "sending": say("正在提交…"),
        "stored": say("已存好"),
        "offline": say("暂时没存上。您写的还在，过一会儿再点，不会重复。"),
        "unread": say("没连上，请检查网络后再打开"),
        "needed": say("请打开收到的完整链接，#后面的部分也要在"),
        "print": say("打印"),
        "overdue": say("已逾期"),
    }
