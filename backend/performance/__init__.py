"""履职档案: what a deputy has done between two days, out of the records of the rooms below."""
