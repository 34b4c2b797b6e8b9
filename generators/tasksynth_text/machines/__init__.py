"""A text that goes through machines, one after the other."""
