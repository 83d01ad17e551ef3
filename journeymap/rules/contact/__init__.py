"""Whether customers can reach somebody, and know whom they deal with (JM701-JM710)."""
