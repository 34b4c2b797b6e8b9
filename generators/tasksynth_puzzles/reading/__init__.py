"""Reading what an answer says."""
