"""What happens when something went wrong: who solves it, how soon, and whether it happens again (JM801-JM815)."""
