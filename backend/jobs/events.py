"""Which tasks each event sets off. A lower room emits; only this table knows who acts on it."""

EVENTS: dict[str, tuple[str, ...]] = {
    "feedback.issued": ("feedback.push",),
    "feedback.delivered": ("cases.delivered",),
}
