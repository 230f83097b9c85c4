"""结对: two who belong together for a while: who guides whom, which deputy oversees which department."""
