"""Other projects' files: Spider's and BIRD's layouts."""
