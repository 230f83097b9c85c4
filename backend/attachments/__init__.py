"""Photos and recordings: checked by content, re-encoded in a guarded process, kept under the digest of what is kept."""
