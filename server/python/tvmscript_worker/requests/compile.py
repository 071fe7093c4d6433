"""Compiles a definition, links it, and writes down the generated text."""
import os
import tempfile
import time

from .. import building, generated, modules, targets, tvm_import
from ..evaluate import Program, evaluate
from ..failure import Failure

_LIBRARIES = (".so", ".dylib", ".dll", ".tar")


def answer(params, progress):
    program = Program(params["source"])
    definition = program.definition(params.get("path"))
    tvm = tvm_import.load(progress)
    progress("parsing", definition.path)
    progress("user")
    module, name = module_of(tvm, program, definition)
    title = params["target"]
    target = targets.make(tvm, title)
    progress("compiling", definition.path, title)
    start = time.perf_counter()
    build = building.build(tvm, module, target, program, definition, title)
    seconds = time.perf_counter() - start
    folder = params.get("folder") or tempfile.mkdtemp(prefix="tvmscript-")
    sources, missing = generated.write(build, definition.path, folder, params.get("emit"))
    notes = build.notes + [["no-format", wanted, title, ", ".join(generated.available(build))] for wanted in missing]
    output = params.get("output")
    artifact = None
    if params.get("link", True):
        progress("linking", definition.path)
        if output:
            building.fail_without_binary(build, definition, title, definition.name_range(program.text))
        artifact = _link(build, output or os.path.join(folder, definition.path + ".so"), bool(output), notes)
        if artifact and build.has_device_text():
            notes.append(["device-text", "CUDA"])
    return {
        "artifact": artifact,
        "sources": sources,
        "seconds": round(seconds, 6),
        "tvm": tvm.__version__,
        "notes": notes,
        "path": definition.path,
    }


def module_of(tvm, program, definition):
    value, whole = evaluate(program, definition)
    return modules.module_for(tvm, program, definition, value, whole)


def _link(build, path, asked, notes):
    """The path of the library, or None with a note; where the user named the file, failing to write it is an error."""
    if not build.has_device_binary:
        return None
    if not path.endswith(_LIBRARIES):
        raise Failure("unsupported", "output-ending", [path, ", ".join(_LIBRARIES)])
    try:
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        build.executable.export_library(path)
    except BaseException as error:
        reason = building.reason(error)
        if asked:
            raise Failure("unsupported", "no-artifact", [path, reason], str(error))
        notes.append(["not-linked", reason])
        return None
    return os.path.abspath(path)
