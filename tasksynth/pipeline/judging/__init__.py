"""From answers to verdicts, and to what they come to."""
