"""In which order good and bad come to the customer (JM301-JM308)."""
