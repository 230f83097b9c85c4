"""A blind index for the phone, the form of its number, masks. How values are sealed: backend/sealing.py."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

MOBILE = re.compile(r"1[3-9][0-9]{9}")
MAX_NAME = 40

# What people agree to, by purpose: keys of the catalogue. Another wording gets another version; the digest says which it was.
CONSENT_VERSION = "2026-11"
CONSENT_TEXTS = {
    "handling": "我同意用我写的内容办理这件事并答复我。",
    "whereabouts": "我同意用我写的地点找到事情在哪里。",
    "minor": "事情和不满14周岁的孩子有关，我是孩子的监护人，同意用这些内容办理。",
    "hidden": "事情涉及家庭、邻里的隐私，我同意办理的人看到这些内容。",
    "handover": "我同意把这件事和我写的内容转给这个单位办理。",
}
# What a form may ask about beside the words themselves.
ASKED = ("handling", "whereabouts", "minor", "hidden")


def consent_digest(purpose: str) -> bytes:
    """Return the SHA-256 of the text that is agreed to."""
    return hashlib.sha256(CONSENT_TEXTS[purpose].encode()).digest()


def blind_index(key: bytes, phone: str) -> bytes:
    """Return what finds the same phone again without saying it: a MAC of the normal form."""
    return hmac.digest(key, b"phone\n" + phone.encode(), hashlib.sha256)


def normal_phone(text: str) -> str | None:
    """Return a mainland mobile number as eleven digits, or None; spaces, hyphens and +86 are taken."""
    plain = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"[\s\-‐‑–—()]", "", plain).removeprefix("+").removeprefix("0086")
    if len(digits) == len("8613800000000"):
        digits = digits.removeprefix("86")
    return digits if MOBILE.fullmatch(digits) and digits.isascii() else None


def mask_phone(phone: str) -> str:
    """Return `138****1234`."""
    return f"{phone[:3]}****{phone[-4:]}"


def mask_name(name: str) -> str:
    """Return the first character and stars: `王**`."""
    return name[:1] + "*" * (min(len(name), 3) - 1) if len(name) > 1 else "*"
