"""POST /api/login-links, POST /api/login-links/trade: logging in by a short message (T31)."""

from __future__ import annotations

import secrets
from typing import Any

from flask import g
from flask.views import MethodView

from backend.accounts import service
from backend.accounts.schemas import AskedLinkSchema, LinkAskedSchema, MeSchema, TradedLinkSchema
from backend.accounts.views.login import admit, blp
from backend.accounts.views.session import privileged
from backend.accounts.views.tries import WINDOW, count_try
from backend.db import Context
from backend.errors import Conflict, Forbidden, Unauthorized
from backend.http.current import current_settings
from backend.http.devices import held_device, keep_device
from backend.http.limits import client, count, throttle, too_many
from backend.http.transaction import database, transact

# Links in a quarter of an hour: for one account, of one address; each window used up doubles the next.
OF_ACCOUNT, OF_ADDRESS = 3, 60
TRADES, TEN_MINUTES = 300, 600


@blp.route("/login-links")
class LoginLinks(MethodView):
    """Asking for a link."""

    @blp.arguments(AskedLinkSchema)
    @blp.response(202, LinkAskedSchema)
    @blp.alt_response(409, description="the office has no gateway to short messages")
    @blp.alt_response(429, description="asked too often")
    def post(self, asked: dict[str, str]) -> dict[str, int]:
        """Have a link sent to the phone of an account; it opens once, within 24 hours, on this device alone.

        Says the same whether there is such an account, and whether it has a phone, or not.
        """
        if not current_settings().gateway_url:
            raise Conflict("这里还没有开通短信，请用密码登录，或请管理员重置密码", code="no_gateway")
        name = asked["account"].lower()
        for kind, who, limit in (("login link address", client(), OF_ADDRESS), ("login link", name, OF_ACCOUNT)):
            now = count(kind, who, seconds=WINDOW, grows=limit)
            if now.hits > limit:
                raise too_many(kind, who, now, seconds=WINDOW)
        device = held_device() or secrets.token_urlsafe(32)
        transact(lambda s: service.links.ask(s, name, device, link_key()), Context())
        keep_device(device)
        return {"hours": 24}


@blp.route("/login-links/trade")
class TradedLink(MethodView):
    """Opening one."""

    @blp.arguments(TradedLinkSchema)
    @blp.response(200, MeSchema)
    @blp.alt_response(401, description="`second_factor_needed`: again, with a code; or a wrong one")
    @blp.alt_response(403, description="used, revoked, expired; or the account asks for password and second factor")
    @blp.alt_response(404, description="no such link")
    @blp.alt_response(409, description="another device asked for it")
    @blp.alt_response(429, description="tried too often")
    def post(self, asked: dict[str, str]) -> dict[str, Any]:
        """Trade what stands behind the # of a link for a session. Who has a second factor gives a code as well."""
        throttle("login link trade", client(), limit=TRADES, seconds=TEN_MINUTES)
        token, code = asked["token"], asked["code"]
        with database().look_up() as connection:
            name = service.links.find(connection, token, held_device())
            found = service.find_login(connection, name)
        if found is None or found.disabled:
            raise Forbidden("这个账号现在不能登录，请找管理员", code="shut")
        g.aimed_at = ("account", found.id)
        if found.secret_sealed is None and set(found.roles) & privileged():
            raise Forbidden("您的岗位要用密码和两步验证登录", code="password_needed_here")
        if found.secret_sealed is not None and not code:
            raise Unauthorized("请输入验证码", code="second_factor_needed")
        counted = count_try(name, code=True) if code else []

        return admit(name, found, code, counted, lambda session: service.links.use(session, token))


def link_key() -> bytes:
    """Return the key of the tokens."""
    return current_settings().derive("login link")
