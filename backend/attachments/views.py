"""PUT and GET /api/attachments/{sha256}: sending a photo, seeing one."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, request
from flask.views import MethodView
from flask_smorest import Blueprint
from werkzeug.exceptions import RequestEntityTooLarge

from backend.attachments import service
from backend.attachments.domain import MOST_BYTES
from backend.attachments.schemas import BODY, DIGEST_IN_PATH, StoredSchema
from backend.attachments.store import Store
from backend.http.limits import throttle
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.http.words import say

blp = Blueprint("attachments", __name__, url_prefix="/api", description="Photos of reports")
PER_HOUR = 2000
SERVED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}


def store() -> Store:
    """Return the attachment store of the running app."""
    return Store(current_app.extensions["zhitong.settings"].var)


def body() -> bytes:
    """Return the bytes sent, read no further than the limit.

    Raises RequestEntityTooLarge above 10 MB, by the declared length or, without one, while reading.
    """
    # One more than may come: a stream without a length is cut there without a word.
    request.max_content_length = MOST_BYTES + 1
    refusal = RequestEntityTooLarge()
    refusal.data = {"messages": {"body": [say("照片超过10MB，请换一张或缩小")]}}  # type: ignore[attr-defined]
    try:
        data = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise refusal from error
    if len(data) > MOST_BYTES:
        raise refusal
    return data


@blp.route("/attachments/<string:sha256>", parameters=[DIGEST_IN_PATH])
class Attachment(MethodView):
    """One photo, named by the digest of what was sent."""

    @blp.doc(requestBody=BODY)
    @blp.response(201, StoredSchema)
    @blp.alt_response(200, schema=StoredSchema, description="sent before; the same answer")
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="the CSRF token is missing")
    @blp.alt_response(413, description="more than 10 MB or 50 megapixels")
    @blp.alt_response(415, description="no JPEG, PNG or WebP")
    @blp.alt_response(422, description="broken, or not the bytes its digest names")
    @blp.alt_response(429, description="too many photos in an hour")
    @blp.alt_response(503, description="busy, or the photo disk is full")
    def put(self, sha256: str) -> tuple[dict[str, Any], int]:
        """Send a photo; it is re-encoded, and nothing else of it is kept. May be repeated.

        Naming a digest grants nothing: a photo belongs to who sent it, and others see it only with
        a report they may see.
        """
        viewer = require_viewer()
        throttle("photo", str(viewer.id), limit=PER_HOUR, seconds=3600)
        data, files, owner = body(), store(), service.Owner(author_id=viewer.id)
        service.check_digest(sha256, data)
        stored = transact(lambda s: service.known(s, files, owner, sha256))
        if stored is None:
            photo = service.prepare(sha256, data)
            stored = transact(lambda s: service.keep(s, files, owner, photo))
        answer = {"sha256": stored.sha256} | vars(stored.kept)
        return answer, 201 if stored.fresh else 200

    @blp.response(200, content_type="image/jpeg", schema={"type": "string", "format": "binary"})
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such photo, or not for this person")
    def get(self, sha256: str) -> Response:
        """See a photo: one's own, or that of a report one may see."""
        require_viewer()
        kept, data = transact(lambda s: service.find(s, store(), sha256))
        answer = Response(data, content_type=kept.media_type, headers=SERVED)
        answer.headers["Content-Disposition"] = f'attachment; filename="zhitong-{sha256[:12]}.jpg"'
        return answer
