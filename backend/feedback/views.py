"""Who follows with which browser, a person's messages, feedback sheets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request
from flask.views import MethodView
from flask_smorest import Blueprint

from backend.clock import CHINA
from backend.codes.receipts import open_receipt
from backend.db import Context
from backend.errors import NotFound, Unauthorized
from backend.feedback import service
from backend.feedback.queries import NoticeView, SheetView
from backend.feedback.schemas import (
    ByHandSchema,
    FeedbackSheetSchema,
    FollowSchema,
    GatewayReceiptSchema,
    NoticesQuerySchema,
    NoticesSchema,
    PushKeySchema,
    SubscriptionSchema,
    UnreachedQuerySchema,
    UnreachedSheetsSchema,
)
from backend.http.current import current_settings
from backend.http.limits import client, throttle
from backend.http.paging import encode, moment_and_id
from backend.http.signed import PARAMETERS, arrived, read
from backend.http.transaction import transact
from backend.http.viewer import current_viewer, require_viewer
from backend.http.words import say

blp = Blueprint("feedback", __name__, url_prefix="/api", description="Feedback sheets, messages, web push")
# What a kind of message says, and where it leads.
KINDS = {
    "feedback.issued": ("您上报的事情有答复了：{number}", "/api/feedback/{id}/sheet"),
    "case.asked": ("站点请您补充：{number}", "/app/tasks/{id}"),
    "case.opened": ("来了新的事项：{number}", "/desk/cases/{id}"),
    "case.handed": ("交您单位办理：{number}", "/desk/cases/{id}"),
    "activity.agenda": ("联席会议有了新议题：{number}", "/desk/activities/{id}"),
    "initiative.sent": ("送交您单位，待回复：{number}", "/desk/initiatives/{id}"),
    "initiative.sign": ("请您联名代表建议：{number}", "/desk/initiatives/{id}"),
    "initiative.answered": ("已有回复：{number}", "/desk/initiatives/{id}"),
    "initiative.late": ("回复逾期了，请尽快答复：{number}", "/desk/initiatives/{id}"),
    "proposal.reported": ("有立法建议项目请您单位论证：{number}", "/desk/proposals/{id}"),
    "proposal.returned": ("立法建议项目被退回补充：{number}", "/desk/proposals/{id}"),
    "proposal.decided": ("立法建议项目有结果了，请答复提出人：{number}", "/desk/proposals/{id}"),
    "activity.invited": ("请参加活动：{number}", "/desk/activities/{id}"),
    "commitment.kept": ("承诺已兑现：{number}", "/desk/commitments/{id}"),
    "commitment.broken": ("承诺未能兑现：{number}", "/desk/commitments/{id}"),
    "commitment.due_soon": ("承诺快到期限了：{number}", "/desk/commitments/{id}"),
    "commitment.late": ("承诺逾期了：{number}", "/desk/commitments/{id}"),
    "case.forwarded": ("代表转交了一件事：{number}", "/desk/cases/{id}"),
    "case.urged": ("请尽快办理：{number}", "/desk/cases/{id}"),
    "case.due_soon": ("快到期限，请抓紧办理：{number}", "/desk/cases/{id}"),
    "draft.open": ("您关注的草案开始征集意见了：{number}", "/desk/solicitations/{id}"),
    "draft.version": ("您关注的草案有新的一稿：{number}", "/desk/solicitations/{id}"),
    "draft.closed": ("您关注的草案截止了：{number}", "/desk/solicitations/{id}"),
    "draft.answered": ("您关注的草案有结果了：{number}", "/desk/solicitations/{id}"),
    "solicitation.task": ("有征询任务：{number}", "/desk/solicitations/{id}"),
    "solicitation.done": ("征询任务已完成：{number}", "/desk/solicitations/{id}"),
    "solicitation.returned": ("征询任务被退回：{number}", "/desk/solicitations/{id}"),
    "solicitation.late": ("征询任务逾期了，请尽快完成：{number}", "/desk/solicitations/{id}"),
    "reception.booked": ("有人预约了接待：{number}", "/desk/receptions/{id}"),
    "reception.withdrawn": ("有人取消了预约：{number}", "/desk/receptions/{id}"),
    "digest.review": ("请您把关：{number}", "/desk/digests/items/{id}"),
    "digest.review_late": ("把关意见过期未回：{number}", "/desk/digests/items/{id}"),
    "alert.raised": ("有新的预警：{number}", "/desk/alerts"),
    "visit.given": ("有走访任务：{number}", "/app/tasks/{id}"),
    "visit.done": ("走访任务已完成：{number}", "/desk/visits"),
    "evaluation.checking": ("站点评估开始核对，您的站点可以自评，从{number}起的期间", "/desk/evaluation"),
    "evaluation.claimed": ("站点交来了自评，请核对：{number}", "/desk/evaluation/{id}"),
    "evaluation.checked": ("您的自评核对过了：{number}", "/desk/evaluation/{id}"),
    "evaluation.settled": ("站点评估公布了，从{number}起的期间", "/desk/evaluation"),
    "honour.proposed": ("上级推荐了您的站点：{number}", "/desk/evaluation"),
    "honour.granted": ("评先评优有结果了，已授予：{number}", "/desk/evaluation"),
    "honour.declined": ("评先评优有结果了，没有评上：{number}", "/desk/evaluation"),
    "edition.moved": ("网格换版，您的辖区有变动：{number}", "/desk/editions"),
    "bulletin.issued": ("有新的分析研判报告：{number}", "/desk/bulletins/{id}"),
    "wish.claimed": ("心愿有人认领了：{number}", "/desk/wishes"),
    "mediation.follow_up": ("到了履行期限，请回访：{number}", "/desk/cases/{id}"),
}
AN_HOUR = 3600
SUBSCRIBES = 600


def follower(receipt: str | None) -> tuple[int | None, UUID | None]:
    """Return who follows: the report of a receipt, or else the person who is logged in.

    Raises Unauthorized when it is neither, NotFound when the receipt and its code do not fit.
    """
    if receipt:
        return None, open_receipt(receipt, of="any").report_id
    viewer = current_viewer()
    if viewer is None:
        raise Unauthorized("请先登录")
    return viewer.id, None


@blp.route("/push/key")
class PushKey(MethodView):
    """The key that browsers subscribe with."""

    @blp.response(200, PushKeySchema)
    def get(self) -> dict[str, str]:
        """Return our public VAPID key."""
        return {"key": service.vapid_public_key(current_settings())}


@blp.route("/push/subscriptions")
class Subscriptions(MethodView):
    """Browsers that ask to be told."""

    @blp.arguments(SubscriptionSchema)
    @blp.response(201, FollowSchema)
    @blp.alt_response(401, description="neither a receipt nor a login")
    @blp.alt_response(404, description="receipt and Query-Code do not fit")
    @blp.alt_response(409, description="too many browsers follow already")
    @blp.alt_response(429, description="too often")
    def post(self, asked: dict[str, Any]) -> dict[str, UUID]:
        """Follow a receipt (its query code in the header `Query-Code`) or one's own messages. May be repeated."""
        throttle("subscribe", client(), limit=SUBSCRIBES, seconds=AN_HOUR)
        person, report = follower(asked["receipt"])
        context = Context(viewer=person, receipt=report)
        keys = asked["keys"]
        ours = current_settings()
        follow = transact(
            lambda session: service.follow(
                session, ours, endpoint=asked["endpoint"], p256dh=keys["p256dh"], auth=keys["auth"],
                person=person, report=report,
            ),
            context,
        )  # fmt: skip
        return {"id": follow}


@blp.route("/push/subscriptions/<uuid:follow_id>")
class Subscription(MethodView):
    """One browser that asked to be told."""

    @blp.response(204)
    @blp.alt_response(401, description="neither a receipt nor a login")
    @blp.alt_response(404, description="none of this person or receipt")
    @blp.alt_response(429, description="too often")
    def delete(self, follow_id: UUID) -> None:
        """Stop following; needs the same login, or `?receipt=` with the header `Query-Code`."""
        person, report = follower(request.args.get("receipt", "")[:40] or request.headers.get("Receipt"))
        transact(
            lambda session: service.unfollow(session, follow_id, person=person, report=report),
            Context(viewer=person, receipt=report),
        )


@blp.route("/notices")
class Notices(MethodView):
    """A person's messages."""

    @blp.arguments(NoticesQuerySchema, location="query")
    @blp.response(200, NoticesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List one's own messages, newest first."""
        viewer = require_viewer()
        before = moment_and_id(asked["cursor"])
        most = asked["limit"]
        found = transact(
            lambda session: service.inbox(session, viewer.id, before=before, unread=asked["unread"], most=most + 1)
        )
        more = encode(found[most - 1].created_at.isoformat(), found[most - 1].id) if len(found) > most else None
        return {"items": [worded(each) for each in found[:most]], "next": more}


@blp.route("/notices/<uuid:notice_id>/read")
class NoticeRead(MethodView):
    """Having read a message."""

    @blp.response(204)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such message of this person")
    def post(self, notice_id: UUID) -> None:
        """Mark one message as read. May be repeated."""
        viewer = require_viewer()
        transact(lambda session: service.mark_read(session, notice_id, viewer.id))


@blp.route("/feedback/<uuid:sheet_id>")
class OneSheet(MethodView):
    """One feedback sheet."""

    @blp.response(200, FeedbackSheetSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such sheet for this person")
    def get(self, sheet_id: UUID) -> SheetView:
        """Return one sheet: for staff of its area, and for the author of the report it answers."""
        require_viewer()
        return transact(lambda session: service.sheet(session, sheet_id))


@blp.route("/feedback/<uuid:sheet_id>/deliveries")
class Deliveries(MethodView):
    """Reaching the person by other than electronic means."""

    @blp.arguments(ByHandSchema)
    @blp.response(200, FeedbackSheetSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's")
    @blp.alt_response(404, description="no such sheet for this person")
    def post(self, asked: dict[str, Any], sheet_id: UUID) -> SheetView:
        """Note that the person was told by phone or was handed the printed sheet, with a photo of the signature if there is one.

        May be repeated.
        """
        require_viewer("liaison")
        return transact(lambda session: service.delivered_by_hand(session, sheet_id, asked["rung"], asked["photo"]))


@blp.route("/feedback-sheets")
class Sheets(MethodView):
    """Sheets: those that have reached nobody, and those about one thing."""

    @blp.arguments(UnreachedQuerySchema, location="query")
    @blp.response(200, UnreachedSheetsSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="not this role's")
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the sheets of one's area that have reached nobody, oldest first: for some days (`unreached=1`) or at all (`all`).

        Or the sheets about one `subject`, newest first.
        """
        subject, every = asked["subject"], asked["unreached"] == "all"
        require_viewer("liaison") if subject is None else require_viewer()
        after, most, days = moment_and_id(asked["cursor"]), asked["limit"], current_settings().unreached_days
        found = transact(
            lambda session: (
                service.unreached(session, 0 if every else days, after=after, most=most + 1)
                if subject is None
                else service.listed_about(session, subject, after=after, most=most + 1)
            )
        )
        shown = found[:most]
        more = encode(shown[-1].issued_at.isoformat(), shown[-1].id) if found[most:] else None
        items = [
            vars(each) | {"due_on": each.issued_at.astimezone(CHINA).date() + timedelta(days=days)} for each in shown
        ]
        return {"items": items, "next": more, "days": days}


@blp.route("/gateway/receipts", parameters=[*PARAMETERS])
class GatewayReceipts(MethodView):
    """What the gateway tells."""

    @blp.doc(requestBody={"content": {"application/json": {"schema": {"type": "object"}}}})
    @blp.response(204)
    @blp.alt_response(401, description="the signature does not fit, or its time is off")
    @blp.alt_response(404, description="no such message, or no gateway")
    @blp.alt_response(413, description="more than 64 kB")
    def post(self) -> None:
        """Say that a message was `delivered` or has `failed`: `{key, status}`, signed as Standard Webhooks. May be repeated."""
        ours = current_settings()
        if not ours.gateway_url:
            raise NotFound("没有找到")
        told = read(arrived([ours.gateway_secret]), GatewayReceiptSchema())
        outcome = "confirmed" if told["status"] == "delivered" else "failed"
        transact(
            lambda session: service.gateway_told(session, told["key"], outcome), Context(service="feedback.gateway")
        )


def worded(notice: NoticeView) -> dict[str, Any]:
    """Return a message with its words and where it leads."""
    title, url = KINDS[notice.kind]
    return vars(notice) | {
        "title": say(title, number=notice.number),
        "url": url.format(id=notice.subject_id),
    }
