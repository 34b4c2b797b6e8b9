"""What tasksynth's data looks like to others."""
