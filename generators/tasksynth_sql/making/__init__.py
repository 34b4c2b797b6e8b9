"""How a question is made: drawn as a plan, written as SQL, taken apart into steps."""
