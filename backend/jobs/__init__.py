"""Errands: jobs deferred in the request's own transaction, run by the worker."""
