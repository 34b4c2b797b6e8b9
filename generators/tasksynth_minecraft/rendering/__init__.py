"""What a camera sees: pixels, ids, masks, letters, cards."""
