"""Single mistakes planted in definitions that this interpreter's TVM accepts, and where TVM rejects what comes of it.

`planted.py COUNT SEED`: prints a list of {"kind", "name", "source", "lines"}: up to COUNT of each kind of mistake, only those that
TVM rejects. `lines` are the places where a person would look for the mistake, counted from one; the first is the text that was
changed.
"""

import ast
import json
import os
import random
import re
import sys

import definitions

BLOCKS = ("block", "sblock")
ALLOCATIONS = ("alloc_buffer", "sblock_alloc_buffer")
CALL_TIR = ("call_tir", "call_dps_packed")
DTYPE = re.compile(r"u?int\d+|float\d+|bool")


class Program:
    """A definition's source, and the places in it where mistakes can be made."""

    def __init__(self, name, source, chance):
        self.name = name
        self.source = source
        self.chance = chance
        self.lines = source.split("\n")
        self.tree = ast.parse(source)
        self.parents = {below: node for node in ast.walk(self.tree) for below in ast.iter_child_nodes(node)}
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def functions(self, decorator):
        """The functions with that decorator, `T.prim_func` or `R.function`."""
        names = {each: definitions.decorator_name(each) for each in self.decorators()}
        return [self.parents[each] for each, name in names.items() if name == decorator]

    def decorators(self):
        return [each for node in ast.walk(self.tree) for each in getattr(node, "decorator_list", [])]

    def places(self, dialect, types, where=lambda node: True):
        decorator = {"T": "T.prim_func", "R": "R.function"}[dialect]
        bodies = [statement for each in self.functions(decorator) for statement in each.body]
        return [node for body in bodies for node in ast.walk(body) if isinstance(node, types) and where(node)]

    def place(self, dialect, types, where=lambda node: True):
        found = self.places(dialect, types, where)
        return self.chance.choice(found) if found else None

    def statement(self, dialect, where=lambda node: True):
        """One that has its lines to itself and is followed by something."""
        alone = lambda node: not self.lines[node.lineno - 1][: node.col_offset].strip()
        return self.place(dialect, ast.stmt, lambda node: alone(node) and not isinstance(node, ast.Return) and where(node))

    def call(self, dialect, *names):
        return self.place(dialect, ast.Call, lambda node: self.called(node, dialect) in names)

    def called(self, node, dialect):
        name = ast.unparse(node.func)
        return name[2:] if name.startswith(dialect + ".") else None

    def span(self, node):
        return (
            self.starts[node.lineno - 1] + node.col_offset,
            self.starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def text(self, node):
        start, end = self.span(node)
        return self.source[start:end]

    def replaced(self, node, text, *lines):
        start, end = self.span(node)
        return self.source[:start] + text + self.source[end:], [node.lineno, *lines]

    def renamed(self, node, name):
        """An attribute's last name."""
        start, end = self.span(node)
        return self.source[: end - len(node.attr)] + name + self.source[end:], [node.end_lineno]

    def without(self, call, argument):
        arguments = [self.text(each) for each in (*call.args, *call.keywords) if each is not argument]
        return self.replaced(call, f"{self.text(call.func)}({', '.join(arguments)})", argument.lineno)

    def with_lines(self, at, *text, indentation):
        """Lines in front of the line `at`, counted from one."""
        lines = self.lines[: at - 1] + [indentation + each for each in text] + self.lines[at - 1 :]
        return "\n".join(lines), [at + i for i in range(len(text))]

    def before(self, statement, *text):
        return self.with_lines(statement.lineno, *text, indentation=" " * statement.col_offset)

    def after(self, statement, *text):
        return self.with_lines(statement.end_lineno + 1, *text, indentation=" " * statement.col_offset)

    def inside(self, statement, head, *tail):
        """The statement as the body of another one."""
        indentation = " " * statement.col_offset
        body = self.lines[statement.lineno - 1 : statement.end_lineno]
        lines = [indentation + head, *("    " + each for each in body), *(indentation + each for each in tail)]
        whole = self.lines[: statement.lineno - 1] + lines + self.lines[statement.end_lineno :]
        return "\n".join(whole), list(range(statement.lineno, statement.lineno + len(lines)))

    def removed(self, statement, *lines):
        kept = self.lines[: statement.lineno - 1] + self.lines[statement.end_lineno :]
        return "\n".join(kept), [statement.lineno, *lines]

    def misspelled(self, name):
        if len(name) < 3:
            return name + "_"
        at = self.chance.randrange(1, len(name) - 1)
        swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        return swapped if swapped != name else name[:at] + name[at + 1 :]


KINDS = {}


def mistake(make):
    KINDS[make.__name__.replace("_", " ")] = make
    return make


def mistakes_in_both(make):
    for dialect in "TR":
        name = f"{dialect}: {make.__name__.replace('_', ' ')}"
        KINDS[name] = lambda program, dialect=dialect: make(program, dialect)
    return make


def statements(**texts):
    """Mistakes that are lines of their own."""
    for name, text in texts.items():
        lines = text.split("\n")

        def put(program, dialect, lines=lines):
            statement = program.statement(dialect)
            return statement and program.before(statement, *lines)

        put.__name__ = name
        mistakes_in_both(put)


statements(
    global_statement="global counter",
    raise_statement="raise ValueError()",
    import_statement="import math",
    class_statement="class Inner:\n    pass",
    del_statement="del counter",
    unknown_function="undefined_function(1)",
    unknown_value="undefined_value",
    augmented_unknown="undefined_counter += 1",
    match_statement="match 1:\n    case 1:\n        pass",
)


@mistakes_in_both
def misspelled_name(program, dialect):
    node = program.place(dialect, ast.Attribute, lambda node: program.text(node.value) == dialect)
    return node and program.renamed(node, program.misspelled(node.attr))


@mistakes_in_both
def misspelled_variable(program, dialect):
    node = program.place(dialect, ast.Name, lambda node: isinstance(node.ctx, ast.Load) and node.id not in "TRI")
    return node and node.id not in ("cls", "range") and program.replaced(node, program.misspelled(node.id) + "_")


@mistakes_in_both
def missing_annotation(program, dialect):
    functions = program.functions({"T": "T.prim_func", "R": "R.function"}[dialect])
    parameters = [each for function in functions for each in function.args.args if each.annotation]
    node = program.chance.choice(parameters) if parameters else None
    return node and program.replaced(node, node.arg, program.parents[program.parents[node]].lineno)


@mistakes_in_both
def unknown_keyword(program, dialect):
    node = program.place(dialect, ast.Call, lambda node: program.called(node, dialect) and node.args)
    if not node:
        return None
    arguments = [program.text(each) for each in (*node.args, *node.keywords)]
    text = f"{program.text(node.func)}({', '.join([*arguments, 'unheard=1'])})"
    return program.replaced(node, text)


@mistakes_in_both
def misspelled_keyword(program, dialect):
    node = program.place(dialect, ast.keyword, lambda node: node.arg and "." not in node.arg)
    return node and program.replaced(node, f"{program.misspelled(node.arg)}={program.text(node.value)}")


@mistakes_in_both
def too_many_arguments(program, dialect):
    node = program.place(dialect, ast.Call, lambda node: program.called(node, dialect) and node.args and not node.keywords)
    return node and program.replaced(node, program.text(node)[:-1] + ", 1, 1, 1, 1, 1)")


@mistakes_in_both
def missing_argument(program, dialect):
    node = program.place(dialect, ast.Call, lambda node: program.called(node, dialect) and node.args)
    return node and program.without(node, node.args[-1])


@mistakes_in_both
def chained_assignment(program, dialect):
    node = program.statement(dialect, lambda node: isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name))
    return node and program.replaced(node, "other = " + program.text(node))


@mistakes_in_both
def return_in_a_loop(program, dialect):
    node = program.statement(dialect)
    return node and program.inside(node, "for again in T.serial(4):" if dialect == "T" else "for again in range(4):", "    return again")


@mistakes_in_both
def try_statement(program, dialect):
    node = program.statement(dialect)
    return node and program.inside(node, "try:", "except ValueError:", "    pass")


@mistakes_in_both
def bad_dtype(program, dialect):
    quoted = lambda node: isinstance(node.value, str) and DTYPE.fullmatch(node.value)
    node = program.place(dialect, ast.Constant, quoted)
    return node and program.replaced(node, '"flaot32"')


@mistakes_in_both
def misspelled_decorator(program, dialect):
    functions = program.functions({"T": "T.prim_func", "R": "R.function"}[dialect])
    if not functions:
        return None
    decorator = program.chance.choice(functions).decorator_list[0]
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    return program.renamed(node, program.misspelled(node.attr))


@mistakes_in_both
def text_as_an_operand(program, dialect):
    node = program.place(dialect, ast.BinOp)
    return node and program.replaced(node.right, '"text"', node.lineno)


@mistake
def loop_variable_after_its_loop(program):
    node = program.statement("T", lambda node: isinstance(node, ast.For) and isinstance(node.target, ast.Name))
    return node and program.after(node, f"T.evaluate({node.target.id})")


def is_grid(program, node):
    return isinstance(node.iter, ast.Call) and program.called(node.iter, "T") == "grid"


@mistake
def one_grid_target_more(program):
    node = program.place("T", ast.For, lambda node: is_grid(program, node))
    return node and program.replaced(node.target, program.text(node.target) + ", another")


@mistake
def one_grid_extent_less(program):
    node = program.place("T", ast.For, lambda node: is_grid(program, node) and len(node.iter.args) > 1)
    return node and program.without(node.iter, node.iter.args[-1])


@mistake
def remap_of_a_bad_kind(program):
    node = program.call("T", "axis.remap")
    return node and program.replaced(node.args[0], '"X' + node.args[0].value[1:] + '"')


@mistake
def remap_of_one_kind_more(program):
    node = program.call("T", "axis.remap")
    return node and program.replaced(node.args[0], '"S' + node.args[0].value + '"')


@mistake
def remap_of_one_value_less(program):
    node = program.call("T", "axis.remap")
    return node and program.replaced(node.args[1], "[" + ", ".join(map(program.text, node.args[1].elts[1:])) + "]")


@mistake
def remap_with_one_target_more(program):
    is_remap = lambda node: isinstance(node.value, ast.Call) and program.called(node.value, "T") == "axis.remap"
    node = program.place("T", ast.Assign, is_remap)
    return node and program.replaced(node.targets[0], program.text(node.targets[0]) + ", another")


def is_access(program, node):
    """A load's or a store's, not a region's."""
    at = node
    while isinstance(at, ast.expr):
        if isinstance(at, ast.Call) and program.called(at, "T") in ("reads", "writes", "match_buffer"):
            return False
        at = program.parents[at]
    return isinstance(node.value, ast.Name)


@mistake
def one_index_more(program):
    node = program.place("T", ast.Subscript, lambda node: is_access(program, node))
    return node and program.replaced(node.slice, program.text(node.slice).strip("()") + ", 0")


@mistake
def one_index_less(program):
    several = lambda node: is_access(program, node) and isinstance(node.slice, ast.Tuple) and len(node.slice.elts) > 1
    node = program.place("T", ast.Subscript, several)
    return node and program.replaced(node.slice, ", ".join(map(program.text, node.slice.elts[1:])))


@mistake
def allocation_without_shape(program):
    node = program.call("T", *ALLOCATIONS)
    return node and node.args and program.without(node, node.args[0])


@mistake
def axis_without_binding(program):
    node = program.call("T", "axis.spatial", "axis.reduce")
    return node and program.without(node, node.args[-1])


def repeated_target(program, names):
    made = lambda node: isinstance(node.value, ast.Call) and program.called(node.value, "T") in names
    node = program.place("T", ast.Assign, made)
    before = [each for each in getattr(program.parents.get(node), "body", []) if isinstance(each, ast.Assign) and made(each)]
    return node and before[0] is not node and program.replaced(node.targets[0], program.text(before[0].targets[0]))


@mistake
def axis_of_a_taken_name(program):
    return repeated_target(program, ("axis.spatial", "axis.reduce"))


@mistake
def buffer_of_a_taken_name(program):
    return repeated_target(program, ALLOCATIONS)


@mistake
def loop_over_a_value(program):
    node = program.place("T", ast.For, lambda node: isinstance(node.iter, ast.Call) and node.iter.args)
    return node and program.replaced(node.iter, program.text(node.iter.args[0]))


@mistake
def unknown_thread(program):
    node = program.place("T", ast.Constant, lambda node: isinstance(node.value, str) and "threadIdx." in node.value)
    return node and program.replaced(node, '"threadIdx.w"')


@mistake
def the_block_of_another_release(program):
    node = program.place("T", ast.Attribute, lambda node: node.attr in BLOCKS)
    return node and program.renamed(node, BLOCKS[1 - BLOCKS.index(node.attr)])


@mistake
def s_tir_forgotten(program):
    found = [each for each in program.decorators() if "s_tir=True" in program.text(each)]
    node = program.chance.choice(found) if found else None
    function = program.parents[node] if node else None
    return node and program.replaced(node, "T.prim_func", function.lineno, *block_lines(program, function))


def block_lines(program, function):
    """A function that is not S-TIR for its decorator isn't for its first block either."""
    names = (*BLOCKS, *ALLOCATIONS)
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call) and program.called(each, "T") in names]
    return sorted(each.lineno for each in calls)[:1]


@mistake
def store_of_text(program):
    node = program.place("T", ast.Assign, lambda node: isinstance(node.targets[0], ast.Subscript))
    return node and program.replaced(node.value, '"text"')


@mistake
def store_into_an_unknown_buffer(program):
    node = program.place("T", ast.Subscript, lambda node: isinstance(node.ctx, ast.Store))
    return node and program.replaced(node.value, "undefined_buffer")


def is_own(program, node, types):
    """A statement of a Relax function itself, in no dataflow block."""
    return isinstance(node, types) and isinstance(program.parents[node], ast.FunctionDef)


@mistake
def missing_return(program):
    node = program.place("R", ast.Return)
    function = program.parents.get(node)
    return node and program.removed(node, function.lineno, function.decorator_list[0].lineno, node.lineno - 1)


@mistake
def second_return(program):
    node = program.place("R", ast.Return)
    return node and program.after(node, program.text(node))


@mistake
def missing_output(program):
    node = program.place("R", ast.Expr, lambda node: program.text(node).startswith("R.output("))
    if not node:
        return None
    dataflow = program.parents[node]
    function = program.parents[dataflow]
    used = [each.lineno - 1 for each in function.body if each.lineno > dataflow.end_lineno]
    return program.removed(node, dataflow.lineno, *used)


@mistake
def unknown_output(program):
    node = program.call("R", "output")
    return node and program.replaced(node.args[0], "undefined_value")


@mistake
def dataflow_variable_outside(program):
    node = program.place("R", ast.With)
    bound = [each for each in node.body if isinstance(each, (ast.Assign, ast.AnnAssign))] if node else []
    returned = program.place("R", ast.Return)
    if len(bound) < 2 or not returned:
        return None
    first = bound[0].target if isinstance(bound[0], ast.AnnAssign) else bound[0].targets[0]
    return program.replaced(returned.value, program.text(first))


@mistake
def call_tir_without_output(program):
    node = program.call("R", *CALL_TIR)
    keywords = [each for each in node.keywords if each.arg in ("out_sinfo", "out_ty")] if node else []
    return keywords and program.without(node, keywords[0])


@mistake
def call_tir_of_an_unknown_function(program):
    node = program.call("R", *CALL_TIR)
    return node and isinstance(node.args[0], ast.Attribute) and program.renamed(node.args[0], "undefined_function")


@mistake
def call_tir_with_one_argument_less(program):
    node = program.call("R", *CALL_TIR)
    several = node and isinstance(node.args[1], ast.Tuple) and node.args[1].elts
    return several and program.replaced(node.args[1], "(" + "".join(program.text(e) + ", " for e in several[1:]) + ")")


@mistake
def operator_on_a_wrong_axis(program):
    node = program.place("R", ast.keyword, lambda node: node.arg == "axis" and isinstance(node.value, ast.Constant))
    return node and program.replaced(node.value, "11")


@mistake
def shape_without_brackets(program):
    shaped = lambda node: program.called(node, "R") == "Tensor" and node.args and isinstance(node.args[0], ast.Tuple)
    node = program.place("R", ast.Call, lambda node: shaped(node) and len(node.args[0].elts) > 1)
    return node and program.replaced(node.args[0], program.text(node.args[0])[1:-1])


@mistake
def rank_that_does_not_fit_the_shape(program):
    shaped = lambda node: program.called(node, "R") == "Tensor" and node.args and isinstance(node.args[0], ast.Tuple)
    node = program.place("R", ast.Call, shaped)
    return node and program.replaced(node, f"{program.text(node)[:-1]}, ndim=7)")


@mistake
def loop_in_relax(program):
    node = program.statement("R", lambda node: is_own(program, node, (ast.Assign, ast.With)))
    return node and program.inside(node, "while True:")


@mistake
def unpacked_tensor(program):
    node = program.statement("R", lambda node: isinstance(node, ast.AnnAssign))
    return node and program.replaced(node, f"one, two, three = {program.text(node.value)}")


def planted(programs, count, chance):
    """Up to `count` mistakes of each kind, in as many programs."""
    for kind, make in KINDS.items():
        made = 0
        for name, source in chance.sample(programs, len(programs)):
            program = Program(name, source, chance)
            found = make(program)
            if not found or found[0] == source:
                continue
            yield {"kind": kind, "name": name, "source": found[0], "lines": found[1]}
            made += 1
            if made == count:
                break


def is_rejected(number, mutant):
    """Whether TVM rejects it, in a process of its own: TVM can die of a mistake, and remembers those that it has read before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        verdict = definitions.accept(mutant["name"], mutant["source"], number)
        os.write(writing, b"0" if verdict["error"] is None else b"1")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer == b"1"


def main():
    count, seed = map(int, sys.argv[1:])
    chance = random.Random(seed)
    valid = [each for each in definitions.collect() if each["accepted"] and each["source"].isascii()]
    mutants = planted([(each["name"], each["source"]) for each in valid], count, chance)
    return [each for number, each in enumerate(mutants) if is_rejected(number, each)]


if __name__ == "__main__":
    answers = os.dup(1)
    os.dup2(2, 1)
    result = main()
    sys.stdout.flush()
    with os.fdopen(answers, "w") as out:
        json.dump(result, out)
        out.flush()
        os._exit(0)
