"""Bulletins on the wire, and their sentences in words."""

from backend.bulletins.schemas.asked import BulletinListSchema, BulletinQuerySchema, asked_of
from backend.bulletins.schemas.told import BulletinSchema, BulletinsSchema
from backend.bulletins.schemas.wire import bulletin_wire, page_wire

__all__ = [
    "BulletinListSchema", "BulletinQuerySchema", "BulletinSchema", "BulletinsSchema", "asked_of", "bulletin_wire", "page_wire",
]  # fmt: skip
