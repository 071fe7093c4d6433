"""The one line of TVM's text that says what is wrong."""
import re

_CHECK = re.compile(r"Check failed: (?P<condition>\(.*?\)|.*?)(?: is false)?: ?(?P<message>.*)", re.S)
_FRAME = re.compile(r'^\s*(?:File "|\d+: |\[bt\]|at )')
_PREFIX = re.compile(r"^(?:[\w.]*\.)?(?:TVMError|InternalError|RuntimeError|DiagnosticError|error): ?")
_NOISE = (
    (re.compile(r"^\[\d\d:\d\d:\d\d\] \S+:\d+: "), ""),  # a time and a C++ file
    (re.compile(r"^In function \S+\(.*?: error while converting argument \d+: "), ""),
    (re.compile(r"^Well-formedness check failed: "), ""),
    (re.compile(r" \((?:/|[A-Z]:\\)[^()]*\)$"), ""),  # where Python looked for a name
    (re.compile(r"\bir\.Op\(.*?\bname=\"([\w.]+)\".*?\bsupport_level=\d+\)"), r"\1"),
)
_SAID = "Error message: "
_LAUNCH = re.compile(r"\w+ ?Launch Error: \w+$")
_NOT_WELL_FORMED = "Program is not well-formed"
_LONGEST = 400


def headline(text):
    """Works on the text alone: TVM's messages hold C++ stacks, both of its own form and of Python's."""
    text = text.strip()
    if text.startswith(_NOT_WELL_FORMED):
        _, found, cause = text.partition("Traceback: ")
        because = headline(cause) if found else ""
        return "%s: %s" % (_NOT_WELL_FORMED, because) if because else _NOT_WELL_FORMED
    rows = text.split("\n")
    if "Traceback (most recent call last)" in text:
        frames = [number for number, row in enumerate(rows) if _FRAME.match(row) or row.startswith("Traceback")]
        rows = rows[frames[-1] + 1:] if frames else rows
        while rows and rows[0][:1].isspace():  # the source line of the last frame
            rows = rows[1:]
        rows = rows or text.split("\n")[-1:]
    rows = [row.strip() for row in rows if row.strip()]
    line = rows[0] if rows else ""
    for pattern, replacement in ((_PREFIX, ""),) + _NOISE + _NOISE[:1]:
        line = pattern.sub(replacement, line)
    said = next((row[len(_SAID):] for row in rows if row.startswith(_SAID)), None)
    if said and line.startswith("ScheduleError: "):
        line = said
    if _LAUNCH.match(line) and len(rows) > 1:  # the sizes of the grid and of its blocks are what is mostly wrong
        line = "%s: %s" % (line, re.sub(r"\s+", " ", rows[1]))
    check = _CHECK.match(line)
    if check:
        line = check.group("message").strip() or (rows[1] if len(rows) > 1 else "Check failed: " + check.group("condition"))
    return shortened(line.rstrip(" :"))


def shortened(line):
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "\u2026"


def of_error(error):
    """The line for an exception: with its type where the type says something."""
    line = headline(str(error))
    name = type(error).__name__
    if name in ("TVMError", "InternalError", "RuntimeError", "DiagnosticError", "Exception"):
        return line or name
    if line.startswith(name + ": "):
        return line
    return "%s: %s" % (name, line) if line else name
