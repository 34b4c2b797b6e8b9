"""CUDA kernels: their language, a machine that runs them and counts, and the kinds of tasks."""
