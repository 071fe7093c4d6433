"""The worker: answers requests about TVMScript inside the user's own interpreter.

Started as ``python -u worker.py``. This file alone is also read by interpreters that are too old
for the rest, so it keeps to syntax that every Python understands and says what is wrong.
"""
import sys

if sys.version_info < (3, 8):
    sys.stdout.write('{"hello": 1, "python": "%d.%d.%d", "tooOld": true}\n' % sys.version_info[:3])
    sys.stdout.flush()
    sys.exit(0)

import os  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # missing where PYTHONSAFEPATH is set

from tvmscript_worker import serve  # noqa: E402

serve.main()
