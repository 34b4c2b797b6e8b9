"""tasksynth inside other people's trainers: one small module each, which imports its peer."""
