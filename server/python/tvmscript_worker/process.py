"""The worker as a process: private channels, and an end that always comes."""
import ctypes
import faulthandler
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1


def private_channels():
    """Takes stdin and stdout away from everything else in this process.

    Returns (requests, answers): a binary file to read, a file descriptor to write. From here on
    whatever Python or C++ code prints goes to stderr, which the parent collects, and whoever reads
    stdin finds it empty.
    """
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdin = open(os.devnull)
    return requests, answers


def end():
    """Ends this process and, where it leads a process group, what it started (compilers, linkers)."""
    try:
        if os.getpgid(0) == os.getpid():
            os.killpg(0, signal.SIGKILL)
    except (AttributeError, OSError):
        pass
    os._exit(0)


def die_with_parent():
    """Linux tells the kernel; elsewhere a thread looks. (The end of stdin is seen by serve.py as well.)"""
    parent = os.getppid()
    if sys.platform.startswith("linux"):
        try:
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        except (OSError, AttributeError):
            pass
        if os.getppid() != parent:  # it died before the kernel was told
            end()

    def watch():
        while os.getppid() == parent:
            time.sleep(2)
        end()

    if hasattr(os, "getppid") and os.name == "posix":
        threading.Thread(target=watch, daemon=True).start()


def last_words():
    """A crash in native code prints Python's stack to stderr before the process ends. To be called again after what
    takes the signals for itself, as TVM does."""
    try:
        faulthandler.disable()
        faulthandler.enable(all_threads=False)
    except (RuntimeError, ValueError, OSError):
        pass


def deadline(seconds):
    """Ends the process after that time even if native code hangs with the interpreter's lock held:
    faulthandler's timer is a thread outside Python. None takes the deadline back."""
    try:
        faulthandler.cancel_dump_traceback_later()
        if seconds:
            faulthandler.dump_traceback_later(seconds, exit=True)
    except (RuntimeError, ValueError, OSError):
        pass


def flush_output():
    """Brings everything printed so far to the parent, C++'s share too."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass
    try:
        ctypes.CDLL(None).fflush(None)
    except (OSError, AttributeError, TypeError):
        pass
