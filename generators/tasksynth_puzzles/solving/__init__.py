"""Solving as a person does: deductions first, assumptions where they end."""
