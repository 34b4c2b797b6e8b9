"""What all tests share."""

from hypothesis import settings

settings.register_profile("tasksynth", deadline=None)  # a busy machine is no fault of the code's
settings.load_profile("tasksynth")
