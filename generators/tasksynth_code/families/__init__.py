"""The families of this package, one file each."""
