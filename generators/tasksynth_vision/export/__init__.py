"""What is written for programs of others."""
