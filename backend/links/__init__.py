"""Links for who handles a matter without an account: one case, one body, one device, a few days."""
