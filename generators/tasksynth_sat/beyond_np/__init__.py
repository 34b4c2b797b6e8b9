"""Families that ask for more than a solution: a least price, a number, a move without an answer."""
