"""Saves MiniStack's state while it runs.

MiniStack itself saves when it is asked to end, so a SIGKILL or a power cut would lose everything since the start.
Python imports this module by its name when it finds it on PYTHONPATH.
"""

import os
import sys
import threading
import time
import urllib.request

SHORTEST_PAUSE_SECONDS = 3
# A save may take this share of the time at most, however much there is to save.
LARGEST_SHARE = 0.05


def save_for_ever():
    wait_until_loaded()
    # Private functions: the version is pinned, and a test fails when they are gone.
    from ministack.app import _build_persistence_save_dict
    from ministack.core.persistence import save_all

    pause = SHORTEST_PAUSE_SECONDS
    while True:
        time.sleep(pause)
        begin = time.monotonic()
        # A service whose state changes under the copy keeps its file; the next save gets it.
        save_all(_build_persistence_save_dict())
        pause = max(SHORTEST_PAUSE_SECONDS, (time.monotonic() - begin) / LARGEST_SHARE)


def wait_until_loaded():
    """It answers once it has loaded what it saved; saving before that would empty the files."""
    url = "http://{BIND_HOST}:{GATEWAY_PORT}/_localstack/health".format(**os.environ)
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)


# Not in the programs it starts, such as Lambda functions in Python.
if sys.orig_argv[-2:] == ["-m", "ministack"]:
    threading.Thread(target=save_for_ever, name="autosave", daemon=True).start()
