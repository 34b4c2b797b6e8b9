"""Vector drawings: a safe reader of SVG, what it draws, and how like a picture that is."""
