"""Services with tools: what their values are, how each API writes them, and what calls change."""
