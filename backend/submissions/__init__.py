"""Submissions: what a citizen sent in through a code or a page, without an account."""
