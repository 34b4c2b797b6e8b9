"""What is drawn first: a person, the people around, and a year of their data."""
