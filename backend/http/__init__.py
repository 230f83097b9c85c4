"""What every route shares: viewer, one transaction a request, problems, fields, paging, limits, words."""

from flask_smorest.arguments import ArgumentsMixin

from backend.http.strict_json import StrictParser

# Here, so that it is in force before any room's views are read: they bind their parser when they are decorated.
ArgumentsMixin.ARGUMENTS_PARSER = StrictParser()
