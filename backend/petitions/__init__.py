"""What a petition (人大信访) asks beyond a case: other procedures it is in, who came before, the backlog and who is in charge of it."""
