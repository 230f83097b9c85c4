"""Appending to the record, sealing it into a chain, verifying the chain and keeping what was found."""

from backend.audit.service.append import acts, append, key, use_key
from backend.audit.service.checks import ask_check, checks, note_check
from backend.audit.service.seal import Anchors, seal
from backend.audit.service.verify import links, verify

__all__ = [
    "Anchors",
    "acts",
    "append",
    "ask_check",
    "checks",
    "key",
    "links",
    "note_check",
    "seal",
    "use_key",
    "verify",
]
