"""How the journey ends, and what is remembered of it (JM101-JM112)."""
