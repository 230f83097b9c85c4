"""What the environment says, read once at start and checked before anything else runs."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

KEY_BYTES = 32
# No number of the map is larger.
MOST = 100_000_000
MOST_WEIGHT = 1000
POSITIVE = (
    "hotspot_permutations", "hotspot_seed", "hotspot_least_cells", "hotspot_step_days", "walking_kmh", "coverage_reach_m", "coverage_days",
    "coverage_cells", "siting_seconds",
)  # fmt: skip
PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "push.services.mozilla.com",
    "notify.windows.com",
    "web.push.apple.com",
    "push.apple.com",
)


class SettingError(ValueError):
    """A setting is missing or unsafe; the text names it and what to do."""


@dataclass(frozen=True)
class Roles:
    """Names of the database roles, all made from one prefix so that two installations may share a server."""

    app: str
    worker: str
    definer: str


@dataclass(frozen=True)
class Settings:
    """All settings. Keys are bytes and never shown by `repr`."""

    database_url: str = field(repr=False)
    app_database_url: str = field(repr=False)
    worker_database_url: str = field(repr=False)
    roles: Roles
    secret_key: bytes = field(repr=False)
    contact_key: bytes = field(repr=False)
    audit_key: bytes = field(repr=False)
    vapid_private_key: str = field(repr=False)
    vapid_contact: str = "mailto:push@example.org"
    public_url: str = "http://127.0.0.1:8000"
    var: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_proxies: int = 0
    push_hosts: tuple[str, ...] = PUSH_HOSTS
    push_test_origin: str = ""
    demo: bool = False
    # only for tests, whose servers trade safety for speed
    unsafe_server: bool = False
    session_idle_hours: int = 72
    session_days: int = 30
    # Minutes without a request after which the sessions of privileged roles end.
    privileged_idle_minutes: int = 30
    internal_metrics: bool = True
    # Submissions without an account: of one device and of one address in ten minutes, through one code in a day.
    crowd_device: int = 30
    crowd_address: int = 600
    crowd_code: int = 3000
    # Photos and recordings that are kept in a day: of one account, of one device without one, through one code; megabytes.
    quota_account_mb: int = 1000
    quota_device_mb: int = 200
    quota_code_mb: int = 3000
    reveals_a_day: int = 50
    # Looking up places: of one address in a minute.
    locate_minute: int = 1200
    # Points for one's own opinion that counts, and for one that was adopted; 0 and 0: none are kept.
    points_said: int = 0
    points_adopted: int = 0
    # Activities: minutes for which the code on a screen signs people in; days for which one may say how content one is.
    sign_in_minutes: int = 10
    score_days: int = 30
    # Pushes handed to one push service in a minute; more wait for the next.
    push_minute: int = 600
    # After how many seconds the screen of a station asks for its figures anew.
    wall_seconds: int = 300
    # How many days ahead one is reminded of what one promised.
    promise_days: int = 3
    # How many days a backup is kept: so long it still holds what the retention has deleted.
    backup_keep_days: int = 30
    # Webhooks to partners: seconds for one try; seconds before the second, third … try; one loopback origin, in a demo only.
    webhook_seconds: float = 10.0
    webhook_waits: tuple[int, ...] = (60, 300, 1800, 7200, 18000, 36000, 50400)
    webhook_test_origin: str = ""
    # The gateway that sends short messages or speaks for a service account; none: that rung is left out.
    gateway_url: str = ""
    gateway_secret: str = field(default="", repr=False)
    # A sheet that has reached nobody for so many days stands on the station's list.
    unreached_days: int = 7
    # So many days before it a reception day has to be published.
    reception_notice_days: int = 3
    # What a place asks about: cases of so many days, categories with at least so many, so that nobody is singled out.
    topic_days: int = 365
    topic_fewest: int = 5
    # Public maps tell of no fewer reports than these, and of nothing from which fewer could be worked out.
    map_least: int = 5
    # So many months a body has for its answer to a deputy's suggestion.
    suggestion_months: int = 3
    # So many households are asked how content they are with a project; below so many answers it says that they are too few.
    survey_size: int = 100
    survey_least: int = 30
    # Hotspots: permutations of the p by chance and where their numbers begin, the share of false discoveries that is borne, cells
    # with households below which nothing is compared, days of the shortest step of a trend.
    hotspot_permutations: int = 999
    hotspot_seed: int = 20260501
    hotspot_false_share: float = 0.05
    hotspot_least_cells: int = 8
    hotspot_step_days: int = 7
    # An assumption that is shown wherever minutes of walking are.
    walking_kmh: float = 4.8
    # Coverage by posts: metres that people go on foot (a quarter of an hour), days whose figures count, what each factor weighs
    # against the others, how many cells are looked at together, seconds for finding the best sites.
    coverage_reach_m: float = 1200.0
    coverage_days: int = 365
    weight_households: float = 1.0
    weight_reports: float = 1.0
    weight_opinions: float = 1.0
    weight_harder: float = 1.0
    coverage_cells: int = 3000
    siting_seconds: float = 4.0
    # Roles that take a second factor and a security administrator's word, besides the three administrators.
    privileged_roles: frozenset[str] = frozenset()
    # Roles that may take lists of cases away as a file, and how many rows such a file has at most.
    export_roles: frozenset[str] = frozenset({"liaison", "town_congress", "town_head"})
    export_rows: int = 50_000
    export_pdf_rows: int = 2_000

    def derive(self, label: str) -> bytes:
        """Return the 32-byte key for one purpose, `label`, made from the secret key."""
        return hmac.digest(self.secret_key, label.encode(), hashlib.sha256)

    @property
    def secure(self) -> bool:
        """Whether people reach this installation over TLS."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from `env` (default: the process environment).

        Raises SettingError when a key is missing, short or a known example.
        """
        env = os.environ if env is None else env
        owner = _needed(env, "DATABASE_URL")
        secret = _key(env, "ZHITONG_SECRET_KEY")
        prefix = env.get("ZHITONG_ROLES") or urlsplit(owner).path.lstrip("/") or "zhitong"
        roles = Roles(f"{prefix}_app", f"{prefix}_worker", f"{prefix}_definer")
        plain = _plain(env)
        host, port = plain.get("host", cls.host), plain.get("port", cls.port)
        own: dict[str, Any] = {
            "database_url": owner,
            "app_database_url": env.get("APP_DATABASE_URL") or as_role(owner, roles.app, secret),
            "worker_database_url": env.get("WORKER_DATABASE_URL") or as_role(owner, roles.worker, secret),
            "roles": roles,
            "secret_key": secret,
            "contact_key": _key(env, "ZHITONG_CONTACT_KEY"),
            "audit_key": _key(env, "ZHITONG_AUDIT_KEY"),
            "vapid_private_key": _needed(env, "ZHITONG_VAPID_PRIVATE_KEY"),
            "public_url": env.get("ZHITONG_PUBLIC_URL", f"http://{host}:{port}").rstrip("/"),
            "var": Path(env.get("ZHITONG_VAR", "var")).absolute(),
            "push_hosts": tuple(env["ZHITONG_PUSH_HOSTS"].split(",")) if env.get("ZHITONG_PUSH_HOSTS") else PUSH_HOSTS,
            "demo": env.get("ZHITONG_DEMO", "") == "1",
            "unsafe_server": env.get("ZHITONG_UNSAFE_SERVER", "") == "1",
            "webhook_waits": _waits(env, "ZHITONG_WEBHOOK_WAITS", cls.webhook_waits),
            "gateway_url": _gateway(env),
            "privileged_roles": frozenset(env.get("ZHITONG_PRIVILEGED_ROLES", "").replace(",", " ").split()),
            "export_roles": _roles(env, "ZHITONG_EXPORT_ROLES", cls.export_roles),
        }
        _hold(plain)
        return cls(**plain | own)


def named(setting: str) -> str:
    """Return the name that a setting has in the environment."""
    return f"ZHITONG_{setting.upper()}"


def _plain(env: Mapping[str, str]) -> dict[str, Any]:
    """Return what is set of those that are one number or one text. Raises SettingError for what is no number."""
    found: dict[str, Any] = {}
    for each in fields(Settings):
        kind, text = type(each.default), env.get(named(each.name), "")
        if kind in {int, float, str} and text:
            try:
                found[each.name] = kind(text)
            except ValueError as error:
                raise SettingError(f"{named(each.name)} must be a number, and is {text!r}") from error
    return found


def _hold(plain: Mapping[str, Any]) -> None:
    """Raise SettingError for a number with which map and siting could not reckon."""
    for name in POSITIVE:
        if not 0 < plain.get(name, 1) <= MOST:
            raise SettingError(f"{named(name)} must be more than 0 and at most {MOST:,}")
    for name in ("weight_households", "weight_reports", "weight_opinions", "weight_harder"):
        if not 0 <= plain.get(name, 1) <= MOST_WEIGHT:
            raise SettingError(f"{named(name)} must be 0 or more and at most {MOST_WEIGHT:,}")
    if not 0 < plain.get("hotspot_false_share", 0.5) < 1:
        raise SettingError(f"{named('hotspot_false_share')} must lie between 0 and 1")


def role_password(secret: bytes, role: str) -> str:
    """Return the password of a database role that nobody has to keep: a MAC of its name."""
    return hmac.new(secret, f"database role {role}".encode(), hashlib.sha256).hexdigest()


def as_role(owner_url: str, role: str, secret: bytes) -> str:
    """Return `owner_url` with another user and that user's derived password."""
    parts = urlsplit(owner_url)
    host = parts.netloc.rpartition("@")[2]
    user = f"{quote(role)}:{role_password(secret, role)}"
    return urlunsplit(parts._replace(netloc=f"{user}@{host}"))


def driver_url(url: str, driver: str = "psycopg2") -> str:
    """Return `url` for SQLAlchemy with the driver named (2.1 reads plain `postgresql://` as psycopg 3)."""
    scheme, rest = url.split("://", 1)
    if scheme.split("+")[0] not in {"postgresql", "postgres"}:
        raise SettingError("DATABASE_URL must begin with postgresql://")
    return f"postgresql+{driver}://{rest}"


def _roles(env: Mapping[str, str], name: str, usual: frozenset[str]) -> frozenset[str]:
    return frozenset(env[name].replace(",", " ").split()) if name in env else usual


def _needed(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "")
    if not value:
        raise SettingError(f"{name} is not set; scripts/run makes it, or set it in the environment")
    return value


def _gateway(env: Mapping[str, str]) -> str:
    url, secret = env.get("ZHITONG_GATEWAY_URL", ""), env.get("ZHITONG_GATEWAY_SECRET", "")
    schemes = {"https", "http"} if env.get("ZHITONG_DEMO") == "1" else {"https"}
    if url and (urlsplit(url).scheme not in schemes or not urlsplit(url).hostname):
        raise SettingError("ZHITONG_GATEWAY_URL must be an https address: phone numbers go there")
    if url and not re.fullmatch(r"whsec_[A-Za-z0-9+/]{32,}={0,2}", secret, re.ASCII):
        raise SettingError("ZHITONG_GATEWAY_SECRET must be whsec_ and at least 24 random bytes as base64")
    return url


def _waits(env: Mapping[str, str], name: str, usual: tuple[int, ...]) -> tuple[int, ...]:
    text = env.get(name, "")
    if not re.fullmatch(r"([1-9][0-9]{0,5}(,[1-9][0-9]{0,5})*)?", text, re.ASCII):
        raise SettingError(f"{name} must be seconds between tries, separated by commas: 60,300,1800")
    return tuple(int(each) for each in text.split(",")) if text else usual


def _key(env: Mapping[str, str], name: str) -> bytes:
    text = _needed(env, name)
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < KEY_BYTES or not _looks_random(key):
        raise SettingError(f"{name} must be {KEY_BYTES} random bytes as base64url; this one is short or an example")
    return key


def _looks_random(key: bytes) -> bool:
    """Whether chance may have made `key`: it takes this for bad less often than once in 10¹³ keys.

    Refused: words and figures (all printable), few different bytes, bytes that follow a pattern.
    """
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    return not all(32 <= byte < 127 for byte in key) and min(len(set(key)), len(steps)) >= KEY_BYTES // 2
