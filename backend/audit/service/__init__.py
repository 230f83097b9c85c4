"""Appending to the record, sealing it into a chain, verifying the chain."""

from backend.audit.service.append import act, append, key, use_key
from backend.audit.service.seal import Anchors, seal
from backend.audit.service.verify import links, verify

__all__ = ["Anchors", "act", "append", "key", "links", "seal", "use_key", "verify"]
