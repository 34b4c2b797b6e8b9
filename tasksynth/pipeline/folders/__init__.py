"""Datasets on disk: read, written, checked."""
