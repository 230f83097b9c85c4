"""Following a draft: with an account, or by a browser alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask.views import MethodView
from sqlalchemy.orm import Session

from backend.db import Context
from backend.feedback.schemas import FollowSchema
from backend.http.current import current_settings
from backend.http.limits import client, throttle
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.solicitations import service
from backend.solicitations.schemas import DraftFollowSchema, DraftSubscriptionSchema, SolicitationSchema
from backend.solicitations.views.drafts import Answer, blp, file_read

AN_HOUR = 3600
SUBSCRIBES = 600


@blp.route("/solicitations/<uuid:solicitation_id>/follow")
class Follow(MethodView):
    """Whether one is told how it goes on."""

    @blp.arguments(DraftFollowSchema)
    @blp.response(200, SolicitationSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such solicitation")
    def post(self, asked: dict[str, Any], solicitation_id: UUID) -> Answer:
        """Follow the draft, or no longer. May be repeated."""
        viewer = require_viewer()

        def work(session: Session) -> Answer:
            service.follow(session, solicitation_id, viewer.id, on=asked["on"])
            return file_read(session, solicitation_id)

        return transact(work)


@blp.route("/solicitations/<uuid:solicitation_id>/subscriptions")
class DraftSubscriptions(MethodView):
    """Browsers that follow a draft; nobody is asked who they are."""

    @blp.arguments(DraftSubscriptionSchema)
    @blp.response(201, FollowSchema)
    @blp.alt_response(404, description="no such draft")
    @blp.alt_response(409, description="it is over, or too many browsers follow already")
    @blp.alt_response(429, description="too often")
    def post(self, asked: dict[str, Any], solicitation_id: UUID) -> dict[str, UUID]:
        """Let a browser hear when opinions are taken, a new version is out, the time is over, the results are there. May be repeated."""
        throttle("subscribe", client(), limit=SUBSCRIBES, seconds=AN_HOUR)
        ours, keys = current_settings(), asked["keys"]
        return {"id": transact(lambda session: service.subscribe(
            session, solicitation_id, ours, endpoint=asked["endpoint"], p256dh=keys["p256dh"], auth=keys["auth"]
        ), Context())}  # fmt: skip


@blp.route("/solicitations/<uuid:solicitation_id>/subscriptions/<uuid:follow_id>")
class DraftSubscription(MethodView):
    """One browser that follows a draft."""

    @blp.response(204)
    @blp.alt_response(404, description="no such browser follows this draft")
    @blp.alt_response(429, description="too often")
    def delete(self, solicitation_id: UUID, follow_id: UUID) -> None:
        """Stop following, by the id that following gave."""
        throttle("subscribe", client(), limit=SUBSCRIBES, seconds=AN_HOUR)
        transact(lambda session: service.unsubscribe(session, solicitation_id, follow_id), Context())
