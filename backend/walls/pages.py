"""The page of a screen: a shell whose script reads what stands behind the # and trades it, again and again."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from backend.http.words import language, say

pages = Blueprint(
    "walls_pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static/walls"
)


@pages.get("/wall/")
def wall() -> Response:
    """Show the shell; who opens it without a link is told so."""
    answer = make_response(render_template("walls/wall.html", words=words()))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Language"] = language()
    answer.vary.update(("Cookie", "Accept-Language"))
    return answer


def words() -> dict[str, str]:
    """Return what the script says."""
    return {
        "asof": say("截至{time}", time="{time}"),
        "offline": say("网络断了，正在重试。显示的是{time}的内容", time="{time}"),
        "waiting": say("连不上网络，正在重试"),
        "needed": say("请打开站点工作人员给的完整链接，#后面的部分也要在"),
        "today": say("今天"),
        "nothing": say("还没有公布的月份"),
    }
