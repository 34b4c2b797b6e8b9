"""Words for the puzzles: themes, sentences, the form of the answer."""
