"""Which endpoints a browser may be pushed to, and at which addresses."""

from __future__ import annotations

from backend.errors import Invalid
from backend.feedback.domain import read_endpoint
from backend.http import outbound
from backend.http.outbound import Endpoint, LeadsInsideError, Resolver, system_resolver
from backend.settings import Settings


def endpoint_of(url: str, settings: Settings) -> Endpoint:
    """Return `url` as an endpoint this installation may push to; the test peer only in a demo.

    Raises Invalid (field `endpoint`).
    """
    return read_endpoint(url, settings.push_hosts, settings.push_test_origin if settings.demo else "")


def addresses_of(endpoint: Endpoint, resolve: Resolver = system_resolver) -> list[str]:
    """Return the addresses that `endpoint` may be reached at now; none when its name does not resolve.

    Raises Invalid (field `endpoint`) when any of them is not public (T47).
    """
    try:
        return outbound.addresses_of(endpoint, resolve)
    except LeadsInsideError as error:
        raise Invalid("这个浏览器的推送地址不能用", field="endpoint", code="endpoint") from error
