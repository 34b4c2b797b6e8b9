"""What each language brings along: templates, comparison words and nouns."""
