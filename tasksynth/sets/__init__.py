"""Datasets that are made of datasets: in another form, fewer, several as one, and compared."""
