"""What becomes of an answer: read, fenced, run, compared and rewarded."""
