"""Levers that pay by the position of a wheel, which nobody sees and which turns."""
