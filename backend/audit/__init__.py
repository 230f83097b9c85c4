"""The immutable record of who did what (操作日志)."""
