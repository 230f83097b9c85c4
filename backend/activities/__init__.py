"""Activities (活动): meetings of every type with their agenda, minutes and decisions; so far the joint meeting (联席会议)."""
