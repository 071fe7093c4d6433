"""Reads requests as JSON lines, answers in JSON lines, one at a time.

    -> {"id": 1, "method": "check", "params": {...}, "deadline": 90}
    <- {"id": 1, "progress": "parsing", "values": ["Module.main"]}        any number of times
    <- {"id": 1, "result": {...}}   or   {"id": 1, "error": {...}}        once

The first line says hello. What the program prints meanwhile is on stderr, between two marks
(an ASCII record separator, the request's id, ``begin`` or ``end``).
"""
import importlib
import json
import os
import queue
import sys
import threading
import traceback

from . import process
from .failure import Failure

METHODS = {
    "probe": "probe",
    "probeImport": "probe_import",
    "check": "check",
    "ast": "tree",
    "compile": "compile",
    "run": "run",
    "targets": "targets",
    "facts": "facts",
    "selfTest": "self_test",
    "relaxTypes": "relax_types",
}


# What a broken device had in hand: to free it would end the process before its answer is out.
_KEPT = []


class Channel:
    def __init__(self, descriptor):
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def send(self, message):
        data = json.dumps(message, allow_nan=False).encode("utf-8") + b"\n"
        with self._lock:
            while data:
                data = data[os.write(self._descriptor, data):]


def _mark(identity, word):
    process.flush_output()
    try:
        os.write(2, ("\x1e%s:%s\n" % (identity, word)).encode())
    except OSError:
        pass


def _read(requests, inbox):
    """A thread of its own, so that the end of stdin is seen while a request is being worked on."""
    for line in requests:
        if line.strip():
            inbox.put(line)
    process.end()


def _answer(request, channel):
    identity, method = request["id"], request["method"]

    def progress(code, *values):
        """"user" starts the collection of what the user's code prints, "quiet" ends it."""
        if code in ("user", "quiet"):
            _mark(identity, "begin" if code == "user" else "end")
        else:
            channel.send({"id": identity, "progress": code, "values": [str(value) for value in values]})

    try:
        if method not in METHODS:
            raise Failure("unsupported", "unknown-request", [method])
        module = importlib.import_module("." + METHODS[method], __package__ + ".requests")
        reply = {"id": identity, "result": module.answer(request.get("params") or {}, progress)}
    except Failure as failure:
        reply = {"id": identity, "error": failure.as_json()}
        if failure.spent:
            _KEPT.append(failure)
    except BaseException as error:  # a bug of ours must be told, not hide as a hang
        failure = Failure("crash", "internal", ["%s: %s" % (type(error).__name__, error)], traceback.format_exc())
        reply = {"id": identity, "error": failure.as_json()}
    _mark(identity, "end")
    channel.send(reply)


def main():
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    requests, answers = process.private_channels()
    process.die_with_parent()
    process.last_words()
    channel = Channel(answers)
    channel.send({"hello": 1, "python": "%d.%d.%d" % sys.version_info[:3], "pid": os.getpid()})
    inbox = queue.Queue()
    threading.Thread(target=_read, args=(requests, inbox), daemon=True).start()
    while True:
        request = json.loads(inbox.get())
        process.deadline(request.get("deadline"))
        _answer(request, channel)
        process.deadline(None)
