"""PUT and GET /api/attachments/{sha256}: sending a photo or a recording, seeing or hearing one."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from backend.attachments import service
from backend.attachments.domain import MOST_BYTES
from backend.attachments.schemas import BODY, DIGEST_IN_PATH, StoredSchema
from backend.attachments.store import Store
from backend.http.current import current_settings
from backend.http.limits import quota, throttle
from backend.http.transaction import transact
from backend.http.viewer import require_viewer
from backend.http.words import say

blp = Blueprint("attachments", __name__, url_prefix="/api", description="Photos and recordings of reports")
PER_HOUR = 2000
SUFFIXES = {"image/jpeg": ".jpg", "audio/mp4": ".m4a"}
BINARY = {"schema": {"type": "string", "format": "binary"}}
SERVED_AS = {
    "description": "the photo as JPEG, or the recording as AAC in MP4",
    "content": {"image/jpeg": BINARY, "audio/mp4": BINARY},
}
SERVED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}


def store() -> Store:
    """Return the attachment store of the running app."""
    return Store(current_settings().var)


def body() -> bytes:
    """Return the bytes sent, read no further than the limit.

    Raises RequestEntityTooLarge above 10 MB, by the declared length or, without one, while reading.
    """
    # One more than may come: a stream without a length is cut there without a word.
    request.max_content_length = MOST_BYTES + 1
    refusal = RequestEntityTooLarge()
    refusal.data = {"messages": {"data": {"body": [say("文件超过10MB，请缩小或分几段")]}}}  # type: ignore[attr-defined]
    try:
        data = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise refusal from error
    if len(data) > MOST_BYTES:
        raise refusal
    return data


@blp.route("/attachments/<string:sha256>", parameters=[DIGEST_IN_PATH])
class Attachment(MethodView):
    """One attachment, named by the digest of what was sent."""

    @blp.doc(requestBody=BODY)
    @blp.response(201, StoredSchema)
    @blp.alt_response(200, schema=StoredSchema, description="sent before; the same answer")
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="the CSRF token is missing")
    @blp.alt_response(413, description="more than 10 MB, 50 megapixels or five minutes")
    @blp.alt_response(415, description="no JPEG, PNG or WebP, no recording in WebM, Ogg or MP4")
    @blp.alt_response(422, description="broken, or not the bytes its digest names")
    @blp.alt_response(429, description="too many in an hour, or too much in a day")
    @blp.alt_response(503, description="busy, or the disk for attachments is full")
    def put(self, sha256: str) -> tuple[dict[str, Any], int]:
        """Send a photo or a recording; it is re-encoded, and nothing else of it is kept. May be repeated.

        Naming a digest grants nothing: an attachment belongs to who sent it, and others see it only with
        a report they may see.
        """
        viewer = require_viewer()
        throttle("photo", str(viewer.id), limit=PER_HOUR, seconds=3600)
        data, files, owner = body(), store(), service.Owner(author_id=viewer.id)
        service.check_digest(sha256, data)
        stored = transact(lambda s: service.known(s, files, owner, sha256))
        if stored is None:
            new = service.prepare(sha256, data)
            most = current_settings().quota_account_mb

            def keep(session: Session) -> service.Stored:
                kept = service.keep(session, files, owner, new)
                if kept.fresh:
                    quota(session, "account", str(viewer.id), size=len(data), most_mb=most)
                return kept

            stored = transact(keep)
        answer = {"sha256": stored.sha256} | vars(stored.kept)
        return answer, 201 if stored.fresh else 200

    @blp.doc(responses={"200": SERVED_AS})
    @blp.response(200)
    @blp.alt_response(206, description="the part that was asked for")
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(404, description="no such attachment, or not for this person")
    @blp.alt_response(416, description="there is no such part")
    def get(self, sha256: str) -> Response:
        """See a photo or hear a recording: one's own, or that of a report one may see.

        A part may be asked for (`Range`), as players do that jump about in a recording.
        """
        require_viewer()
        kept, data = transact(lambda s: service.find(s, store(), sha256))
        answer = Response(data, content_type=kept.media_type, headers=SERVED)
        answer.headers["Content-Disposition"] = (
            f'attachment; filename="zhitong-{sha256[:12]}{SUFFIXES[kept.media_type]}"'
        )
        return answer.make_conditional(request.environ, accept_ranges=True, complete_length=len(data))  # type: ignore[return-value]
