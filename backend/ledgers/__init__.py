"""Ledgers (统一工作台账): the office's record books, read out of what was entered once; nobody fills one in."""
