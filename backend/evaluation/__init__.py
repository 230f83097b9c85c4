"""评估: how stations do on seven dimensions, out of the records, checked by a person; what they are paid and honoured for."""
