"""Proposals for legislation (立法建议项目): raised, reported, argued, entered in a plan or not, told back."""
