"""What every route shares: viewer, one transaction a request, problems, fields, paging, limits, words."""
