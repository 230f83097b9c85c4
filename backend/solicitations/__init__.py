"""What lawmakers ask the people: drafts in versions, article by article, handed down to the stations and followed to the end."""
