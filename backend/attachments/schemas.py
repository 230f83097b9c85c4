"""Attachments on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

BYTES = {"schema": {"type": "string", "format": "binary", "maxLength": 10485760}}
TAKEN = ("image/jpeg", "image/png", "image/webp", "audio/webm", "audio/ogg", "audio/mp4")
BODY: dict[str, Any] = {
    "description": "the bytes of a photo (at most 50 megapixels) or of a recording (at most five minutes), at most 10 MB",
    "required": True,
    "content": dict.fromkeys(TAKEN, BYTES),
}
DIGEST_IN_PATH: dict[str, Any] = {
    "in": "path",
    "name": "sha256",
    "required": True,
    "description": "SHA-256 of the bytes as they were sent, lower hex",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$", "minLength": 64, "maxLength": 64},
}


class StoredSchema(Schema):
    """What is kept: a photo as JPEG, upright, its size in pixels; a recording as AAC in MP4, its length in milliseconds."""

    sha256 = fields.String(required=True, metadata={"description": "digest it was sent under"})
    media_type = fields.String(required=True)
    bytes = fields.Integer(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    duration_ms = fields.Integer(required=True, allow_none=True)
