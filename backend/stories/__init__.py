"""典型案例 and 参与故事: told from cases without whose they were, public after a second person's check."""
