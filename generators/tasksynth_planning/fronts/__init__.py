"""What is best where two aims are at odds."""
