"""Classes of things that examples show: by which attributes they are told apart."""
