"""Photos on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

PHOTO = {"schema": {"type": "string", "format": "binary", "maxLength": 10485760}}
BODY: dict[str, Any] = {
    "description": "the bytes of the photo, at most 10 MB and 50 megapixels",
    "required": True,
    "content": {"image/jpeg": PHOTO, "image/png": PHOTO, "image/webp": PHOTO},
}
DIGEST_IN_PATH: dict[str, Any] = {
    "in": "path",
    "name": "sha256",
    "required": True,
    "description": "SHA-256 of the bytes as they were sent, lower hex",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$", "minLength": 64, "maxLength": 64},
}


class StoredSchema(Schema):
    """What is kept of a photo: re-encoded, upright, without metadata."""

    sha256 = fields.String(required=True, metadata={"description": "digest it was sent under"})
    media_type = fields.String(required=True)
    bytes = fields.Integer(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
