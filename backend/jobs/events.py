"""Which tasks each event sets off. A lower room emits; only this table knows who acts on it."""

EVENTS: dict[str, tuple[str, ...]] = {
    # A body has given the matter back for the second time: it belongs on the table of the joint meeting.
    "case.returned_twice": ("activities.put_on_agenda",),
    # A new edition of the grid is stored and its posts are attached; it may come into force later.
    "edition.stored": ("cases.remap", "editions.tell"),
    # Contents were erased by a person's wish; what lay on disk follows.
    "contents.erased": ("attachments.remove",),
    "feedback.issued": ("feedback.push", "feedback.gateway"),
    # More is asked of somebody who reported: told by the same ladder.
    "feedback.asked": ("feedback.push_ask", "feedback.gateway_ask"),
    "feedback.delivered": ("cases.delivered", "exchange.publish_feedback"),
    # A draft takes opinions, has a new version, is over or has its results.
    "draft.changed": ("solicitations.push_followers",),
    # Somebody has a message that does not wait for them to look.
    "notice.made": ("feedback.push_notice",),
    # A promise was kept or broken that the people of a case had asked for.
    "commitment.settled": ("activities.tell_askers",),
    # A deputy's suggestion is over: who had said it at a reception is told.
    "suggestion.ended": ("receptions.tell_speaker",),
    "case.moved": ("exchange.publish",),
}
