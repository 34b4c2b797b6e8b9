"""A session over HTTP: routes, who may come in, how much at once."""
