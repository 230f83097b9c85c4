"""Bulletins (分析研判报告): what a week or a month came to in an area, its figures frozen, and the sentences that they support."""
