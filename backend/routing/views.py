"""GET and POST /api/routing-rules, PUT and DELETE of one, their order, and trying them out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask.views import MethodView
from flask_smorest import Blueprint

from backend.http.transaction import transact
from backend.http.versions import IF_MATCH, version_read
from backend.http.viewer import READERS, require_viewer
from backend.routing import service
from backend.routing.domain import WRITERS, Matter, Rule
from backend.routing.schemas import (
    NewRuleSchema,
    RuleBodySchema,
    RuleOrderSchema,
    RuleSchema,
    RulesSchema,
    RuleTrialSchema,
    RuleTriedSchema,
    rule_wire,
    trial_wire,
    wanted_of,
)

blp = Blueprint("routing", __name__, url_prefix="/api", description="Rules of dispatch: which body gets what")


@blp.route("/routing-rules")
class Rules(MethodView):
    """The rules of one's county."""

    @blp.response(200, RulesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="a role that reads no cases")
    def get(self) -> dict[str, Any]:
        """List the rules of one's counties, in their order."""
        require_viewer(*READERS)
        return {"items": [rule_wire(each) for each in transact(service.list_rules)]}

    @blp.arguments(NewRuleSchema)
    @blp.response(201, RuleSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another area's rule")
    @blp.alt_response(409, description="the position or the id is taken")
    def post(self, asked: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Add a rule under an id of one's own making. May be repeated."""
        require_viewer(*WRITERS)
        says = wanted_of(asked)
        return tagged(transact(lambda session: service.add(session, asked["id"], asked["position"], says)), 201)


@blp.route("/routing-rules/<uuid:rule_id>")
class OneRule(MethodView):
    """A rule."""

    @blp.arguments(RuleBodySchema)
    @blp.response(200, RuleSchema)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another area's rule")
    @blp.alt_response(404, description="no such rule for this person")
    @blp.alt_response(409, description="the position is taken")
    @blp.alt_response(412, description="somebody changed the rule first")
    @blp.alt_response(428, description="no If-Match")
    def put(self, asked: dict[str, Any], rule_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Change a rule; `If-Match` names the version that was read. May be repeated."""
        require_viewer(*WRITERS)
        version, says = version_read(), wanted_of(asked)
        return tagged(transact(lambda session: service.change(session, rule_id, asked["position"], says, version)))

    @blp.response(204)
    @blp.doc(parameters=[IF_MATCH])
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another area's rule")
    @blp.alt_response(412, description="somebody changed the rule first")
    @blp.alt_response(428, description="no If-Match")
    def delete(self, rule_id: UUID) -> None:
        """Remove a rule; `If-Match` names the version that was read. May be repeated."""
        require_viewer(*WRITERS)
        version = version_read()
        transact(lambda session: service.remove(session, rule_id, version))


@blp.route("/routing-rules/order")
class RuleOrder(MethodView):
    """The order of the rules."""

    @blp.arguments(RuleOrderSchema)
    @blp.response(200, RulesSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="another area's rule")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Put rules of one county in a new order: they share out the places they hold now. May be repeated."""
        require_viewer(*WRITERS)
        return {"items": [rule_wire(each) for each in transact(lambda session: service.reorder(session, asked["ids"]))]}


@blp.route("/routing-rules/try")
class RuleTrial(MethodView):
    """Trying the rules out."""

    @blp.arguments(RuleTrialSchema)
    @blp.response(200, RuleTriedSchema)
    @blp.alt_response(401, description="nobody is logged in")
    @blp.alt_response(403, description="an area that is not one's own")
    def post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Say which rule would take a matter, and why each one before it does not fit; changes nothing."""
        require_viewer(*READERS)
        matter = Matter(asked["category"], asked["area"], asked["at"] or datetime.now(UTC))
        return trial_wire(transact(lambda session: service.try_out(session, matter)))


def tagged(rule: Rule, status: int = 200) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Return a rule as the wire has it, with its version as ETag."""
    return rule_wire(rule), status, {"ETag": f'"{rule.version}"'}
