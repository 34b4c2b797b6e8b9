"""Programs as plans: drawing them, writing them as Python and as words, drawing their inputs."""
