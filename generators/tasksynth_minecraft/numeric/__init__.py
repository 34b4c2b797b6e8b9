"""Numbers that are the same everywhere: compiled kernels, exact angles, draws."""
