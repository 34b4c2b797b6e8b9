"""Tasks and scenes in the formats of other engines, and what those engines report, read back."""
