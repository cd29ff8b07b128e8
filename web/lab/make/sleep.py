"""The last thing run before the snapshot is made: caches emptied, garbage collected."""

import gc
import linecache
import re
import sys
import zipimport

linecache.clearcache()
re.purge()
for loader in list(sys.path_importer_cache.values()):
    if isinstance(loader, zipimport.zipimporter):
        loader._files = None
zipimport._zip_directory_cache.clear()
sys.path_importer_cache.clear()
sys._clear_internal_caches()
gc.collect()
gc.freeze()  # all of it stays: a later collection need not look at it
