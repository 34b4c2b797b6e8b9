"""What is asked: references into the data, acts, rules, and the verdict on them."""
