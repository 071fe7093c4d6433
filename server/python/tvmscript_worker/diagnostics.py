"""Where TVM's parser complains.

TVM raises its complaint as text. The node it is about is only known inside ``Diagnostics.error`` of
tvm/script/parser/core/diagnostics.py, so that method is replaced: the range travels on the exception.
(Rendering the text is left out as well: 0.17 dies of it where a complaint is about a macro.)
"""
import contextlib
import sys

_NOTE = "_tvmscript_complaint"


class Complaint:
    """line and end_line are one-based, byte and end_byte zero-based; whole: about a whole definition."""

    def __init__(self, file, message, line, byte, end_line, end_byte, whole):
        self.file = file
        self.message = message
        self.line = line
        self.byte = byte
        self.end_line = end_line
        self.end_byte = end_byte
        self.whole = whole


def of_error(error):
    """The complaint behind an exception, or None."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        complaint = getattr(error, _NOTE, None)
        if complaint is not None:
            return complaint
        error = error.__cause__ or error.__context__
    return None


@contextlib.contextmanager
def listening(class_source):
    """class_source(program) -> (file, first line, rows of the class, full text) or None: TVM finds a class by searching the
    file for its name, which fails inside functions and takes the first of two with the same name."""
    from tvm.error import DiagnosticError
    from tvm.script.parser.core import diagnostics

    error, init = diagnostics.Diagnostics.error, diagnostics.Source.__init__

    def noting_error(self, node, message):
        inner = of_error(sys.exc_info()[1])  # 0.17 complains once more at each level on the way out
        complaint = inner or _complaint(self.source, node, str(message))
        raised = DiagnosticError(complaint.message)
        setattr(raised, _NOTE, complaint)
        raise raised

    def finding_init(self, program):
        found = class_source(program) if isinstance(program, type) else None
        if not found:
            init(self, program)
            return
        self.source_name, self.start_line, rows, self.full_source = found
        self.start_column = len(rows[0]) - len(rows[0].lstrip())
        self.source = "\n".join(row[self.start_column:].rstrip() for row in rows)

    diagnostics.Diagnostics.error, diagnostics.Source.__init__ = noting_error, finding_init
    try:
        yield
    finally:
        diagnostics.Diagnostics.error, diagnostics.Source.__init__ = error, init


def _complaint(source, node, message):
    line = getattr(node, "lineno", None)
    if line is None:
        return Complaint(source.source_name, message, source.start_line, source.start_column,
                         source.start_line, source.start_column, True)
    byte = getattr(node, "col_offset", None) or 0
    end_line = getattr(node, "end_lineno", None) or line
    end_byte = getattr(node, "end_col_offset", None)
    above, left = source.start_line - 1, source.start_column
    whole = type(node).__name__ in ("Module", "FunctionDef", "ClassDef")
    return Complaint(source.source_name, message, line + above, byte + left,
                     end_line + above, (byte if end_byte is None else end_byte) + left, whole)
