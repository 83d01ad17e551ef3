"""How long customers wait, and whether the wait is made bearable (JM601-JM612)."""
