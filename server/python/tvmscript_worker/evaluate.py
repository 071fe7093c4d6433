"""Gives a definition of the file its value, by running it and what it depends on, and nothing else."""
import __future__
import ast
import builtins
import os
import re
import traceback

from . import definitions, diagnostics, headline, namespace, places, slicing
from .failure import Failure
from .text import Text

_UNSUPPORTED = re.compile(r"Visitor of AST node is not implemented: (\w+)")
_BARE_NAME = ("Undefined variable: ", "name '")


class Program:
    """A file as the editor has it."""

    def __init__(self, source):
        self.file = os.path.abspath(source["fileName"])
        self.text = Text(source["text"])
        try:
            self.tree = ast.parse(self.text.plain, self.file)
        except SyntaxError as error:
            raise Failure("syntax", "syntax", [error.msg], str(error), places.of_syntax_error(self.text, error))
        except (ValueError, RecursionError, MemoryError) as error:
            raise Failure("syntax", "syntax", [str(error)], str(error), None)
        self.definitions = definitions.find(self.tree)
        self.flags = _future_flags(self.tree)

    def definition(self, path):
        """The one of that path, or the only one."""
        top = [found for found in self.definitions if not found.member]
        if path:
            found = definitions.select(self.definitions, path)
        else:
            found = top[0] if len(top) == 1 else None
        if found:
            return found
        names = ", ".join(definition.path for definition in self.definitions)
        if not names:
            raise Failure("not-found", "no-definitions", [os.path.basename(self.file)])
        raise Failure("not-found", "no-definition" if path else "which-definition", [path or "", names])


def value_of(program, definition):
    """The PrimFunc, relax Function or IRModule. Raises Failure where the code or TVM says no."""
    return evaluate(program, definition)[0]


def evaluate(program, definition):
    """(value, the IRModule around it or None). Once only: code that registers something with TVM cannot be run twice."""
    with namespace.AsModule(program) as module, _Running(program, definition) as running:
        part = slicing.slice_for(program.tree, definition.node, definition.scopes)
        running.bare = part.bare
        for name in part.bare:
            if hasattr(builtins, name):  # Python would take its own ``input`` for a parameter of that name
                raise Failure("unsupported", "needs-value", [definition.path, name, part.bare[name]], None,
                              definition.name_range(program.text))
        for statement in part.statements:
            running.execute(statement, module, False)
        running.execute(definition.node, module, True)
        value = module.get(definition.node.name)
    if definition.member:
        try:
            return value[definition.member], value
        except Exception as error:
            raise Failure("unsupported", "not-a-definition", [definition.path], str(error),
                          definition.name_range(program.text))
    if type(value).__name__ != definition.kind:
        raise Failure("unsupported", "not-a-definition", [definition.path], type(value).__name__,
                      definition.name_range(program.text))
    return value, None


class _Running:
    """Runs statements under the file's name and turns what they raise into a Failure with a place."""

    def __init__(self, program, definition):
        self._program = program
        self._definition = definition
        self._statement = None
        self._listening = diagnostics.listening(self._class_source)
        self.bare = {}

    def __enter__(self):
        self._listening.__enter__()
        return self

    def __exit__(self, *what):
        self._listening.__exit__(*what)

    def execute(self, statement, module, last):
        program = self._program
        self._statement = statement
        tree = ast.Module(body=[statement], type_ignores=[])
        try:
            exec(compile(tree, program.file, "exec", program.flags, dont_inherit=True), module)
        except SyntaxError as error:
            raise Failure("syntax", "syntax", [error.msg], str(error), places.of_syntax_error(program.text, error))
        except BaseException as error:
            raise self._failure(error, statement, last)

    def _class_source(self, program):
        if program.__module__ != namespace.NAME:
            return None
        for node in ast.walk(self._statement):
            if isinstance(node, ast.ClassDef) and node.name == program.__name__:
                rows = self._program.text.rows[node.lineno - 1: node.end_lineno]
                return self._program.file, node.lineno, rows, self._program.text.plain
        return None

    def _failure(self, error, statement, last):
        text, definition = self._program.text, self._definition
        complaint = diagnostics.of_error(error)
        detail = str(error) if complaint else self._traceback(error)
        message = headline.headline(complaint.message) if complaint else headline.of_error(error)
        place = self._place(error, complaint)
        name = _quoted_name(complaint.message if complaint else str(error))
        if name in self.bare:
            return Failure("unsupported", "needs-value", [definition.path, name, self.bare[name]], detail, place)
        if place is None:
            place = definition.name_range(text) if last else text.line_range(statement.lineno)
        # A function of the user's, called for a parameter's type, is the user's failure.
        here = _first_line(statement) <= place["start"]["line"] + 1 <= statement.end_lineno
        if complaint or (here and (last or _is_definition(self._program, statement))):
            return Failure("tvm-error", "rejected", [message], detail, place)
        return Failure("user-code", "statement-failed", [place["start"]["line"] + 1, message], detail, place)

    def _traceback(self, error):
        """Without the frames of this program."""
        step = error.__traceback__
        while step and step.tb_frame.f_code.co_filename != self._program.file:
            step = step.tb_next
        return "".join(traceback.format_exception(type(error), error, step))

    def _place(self, error, complaint):
        text = self._program.text
        if complaint and complaint.file == self._program.file:
            named = self._named_by(complaint)
            if named is not None:
                return text.range(named.lineno, named.col_offset, named.end_lineno, named.end_col_offset)
            if complaint.whole:
                return self._name_at(complaint)
            return text.range(complaint.line, complaint.byte, complaint.end_line, complaint.end_byte)
        found = None
        step = error.__traceback__
        while step:
            if step.tb_frame.f_code.co_filename == self._program.file:
                found = step
            step = step.tb_next
        return places.of_frame(text, found) if found else None

    def _named_by(self, complaint):
        """TVM underlines a statement, or a whole function; the name or the statement that it names is more exact."""
        name = _quoted_name(complaint.message)
        unsupported = _UNSUPPORTED.search(complaint.message)
        for node in ast.walk(self._program.tree if name else self._statement if unsupported else ast.Pass()):
            if name and isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
                if ((complaint.line, complaint.byte) <= (node.lineno, node.col_offset)
                        and (node.end_lineno, node.end_col_offset) <= (complaint.end_line, complaint.end_byte)):
                    return node
            if unsupported and type(node).__name__ == unsupported.group(1) and hasattr(node, "end_col_offset"):
                return node
        return None

    def _name_at(self, complaint):
        """A complaint about a whole function or module is shown at its name."""
        inside = [found for found in self._program.definitions
                  if found.own.lineno <= complaint.end_line and complaint.line <= found.own.end_lineno]
        # The innermost one that the complaint is not larger than: a module for its class, a function for its own.
        first = [found for found in inside if _first_line(found.own) >= complaint.line] or inside
        return (first[0] if first else self._definition).name_range(self._program.text)


def _future_flags(tree):
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= getattr(getattr(__future__, alias.name, None), "compiler_flag", 0)
    return flags


def _quoted_name(message):
    for start in _BARE_NAME:
        _, found, rest = message.partition(start)
        if found:
            size = 0
            while size < len(rest) and (rest[size].isalnum() or rest[size] == "_"):
                size += 1
            return rest[:size]
    return None


def _is_definition(program, statement):
    return any(found.node is statement for found in program.definitions)


def _first_line(node):
    return min([node.lineno] + [decorator.lineno for decorator in getattr(node, "decorator_list", [])])
