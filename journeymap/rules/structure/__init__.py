"""Whether the journey holds together, with nothing left out (JM001-JM012)."""
