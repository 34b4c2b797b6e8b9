"""Drawing formulas of wanted properties."""
