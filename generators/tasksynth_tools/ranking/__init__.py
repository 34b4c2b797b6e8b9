"""Texts that fulfil more or fewer of somebody's points, and what an order of them is worth."""
