"""Episodes for trainers and agents: turns, tools and media, one module a peer."""
