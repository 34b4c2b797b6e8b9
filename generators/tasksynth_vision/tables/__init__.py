"""Tables from above: things with parts on them, what is to be done with one, and ways to do it."""
