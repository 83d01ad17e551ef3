"""What is known of how customers feel, and how well it is known (JM901-JM912)."""
