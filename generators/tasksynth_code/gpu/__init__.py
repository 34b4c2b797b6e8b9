"""A second opinion on kernels: the milliseconds that they take on a GPU. No reward hangs on it."""
