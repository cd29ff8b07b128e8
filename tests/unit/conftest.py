"""The same examples in every run."""

from hypothesis import settings

settings.register_profile("chalknet", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("chalknet")
