"""What is imported later: it is brought at the first import of something not loaded yet."""

import sys


class Late:
    """First of the finders. `bring` is the worker's: it puts the late files in their places."""

    def __init__(self):
        self.bring = None

    def find_spec(self, name, path=None, target=None):
        if self.bring is not None and not name.startswith("chalknet"):
            bring, self.bring = self.bring, None
            missing = bring()  # why they are not there, in a sentence; or nothing
            if missing:
                self.bring = bring
                raise ModuleNotFoundError(missing, name=name)
            sys.path_importer_cache.clear()  # it knows the folders as they were
        return None


class Absent:
    """Last of the finders: says in words what this Python is shipped without."""

    def find_spec(self, name, path=None, target=None):
        first = name.partition(".")[0]
        if first == "numpy" or (first == name and name in sys.stdlib_module_names):
            raise ModuleNotFoundError(
                f"The module {name} is not part of this page's Python, which has NumPy and those "
                "of Python's own modules that learners usually need.",
                name=name,
            )
        return None


late = Late()
sys.meta_path.insert(0, late)
sys.meta_path.append(Absent())
