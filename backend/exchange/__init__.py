"""Partner systems: what they are told of an area, field by field as granted, and what they tell; every message is signed."""
