"""What tasks with turns need besides: databases in disguise, and a desk to query them."""
