import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { t } from "../l10n";
import type { CompileSuccess } from "../protocol";
import { namedDefinition, reportFailure, withEngine } from "./definition";
import { CannotDo, type CliContext } from "./exit";

interface CompileOptions {
  readonly python?: string;
  readonly target: string;
  readonly output?: string;
  readonly emit?: string;
  readonly verbose?: boolean;
}

/** What is written: a library, or texts; texts into a file or to standard output. */
interface Plan {
  readonly library: string | undefined;
  readonly text: string | undefined;
  readonly emit: readonly string[] | undefined;
}

const LIBRARY = /\.(?:so|dylib|dll|tar)$/;
/** The format that a file's ending asks for. */
const FORMATS: Readonly<Record<string, string>> = {
  ".ll": "ll",
  ".s": "asm",
  ".asm": "asm",
  ".c": "c",
  ".cu": "cuda",
  ".cl": "cl",
  ".metal": "metal",
  ".wgsl": "wgsl",
};

export function compileCommand(program: Command, context: CliContext): void {
  program
    .command("compile")
    .description(t("Compiles a PrimFunc, Relax function or IRModule with your TVM."))
    .argument("<file::name>", t("what to compile; ::name may be left out where the file holds only one"))
    .option("--python <path>", t("the interpreter that has TVM, or its virtual environment (default: python3 on PATH)"))
    .option("--target <target>", t("a target: llvm, c, cuda …, or its JSON form"), "llvm")
    .option("-o, --output <file>", t("the library to write, or with another ending the text; default: NAME.so"))
    .option("--emit <formats>", t("print generated text: ll, asm, c, cuda, cl, metal, wgsl (with commas)"))
    .option("--verbose", t("print all that TVM says about a failure"))
    .action((argument: string, options: CompileOptions) => compile(argument, options, context));
}

async function compile(argument: string, options: CompileOptions, context: CliContext): Promise<void> {
  const named = namedDefinition(argument);
  const plan = planOf(options);
  await withEngine(options.python, context.folders, async (engine, call) => {
    const writesDefault = plan.library === undefined && plan.text === undefined && plan.emit === undefined;
    const asked = {
      target: options.target,
      emit: plan.emit,
      output: plan.library,
      link: plan.library !== undefined || writesDefault,
    };
    const result = await engine.compile(named.engineSource, named.name, asked, call);
    call.endProgress();
    if (!result.ok) {
      reportFailure(named, result.error, context, options.verbose ?? false);
      return;
    }
    for (const note of result.notes) process.stderr.write(`${t("note: {0}", note)}\n`);
    if (plan.text !== undefined || plan.emit !== undefined) writeTexts(result, plan);
    if (writesDefault) copyLibrary(result);
    else if (result.artifact) done(result.artifact, result);
  });
}

function planOf({ output, emit }: CompileOptions): Plan {
  const formats = emit
    ?.split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
  if (output === undefined) return { library: undefined, text: undefined, emit: formats };
  if (LIBRARY.test(output)) return { library: output, text: undefined, emit: formats };
  const format = FORMATS[path.extname(output)];
  if (!formats && !format) {
    throw new CannotDo(
      t("{0}: say what to write by --emit, or by an ending: .so, {1}.", output, Object.keys(FORMATS).join(", ")),
    );
  }
  return { library: undefined, text: output, emit: formats ?? (format ? [format] : []) };
}

/** Without -o a library goes where the compiler was called, as C compilers do. */
function copyLibrary(result: CompileSuccess): void {
  const { artifact } = result;
  if (!artifact) throw new CannotDo(t("No library was made. --emit prints the generated text."));
  const file = path.basename(artifact);
  write(file, readFileSync(artifact));
  done(file, result);
}

function writeTexts({ sources }: CompileSuccess, { text }: Plan): void {
  const texts = sources.map(({ path: file }) => readFileSync(file, "utf8"));
  if (texts.length === 0) throw new CannotDo(t("There is no such text."));
  if (text === undefined) process.stdout.write(texts.join("\n"));
  else write(text, Buffer.from(texts.join("\n")));
}

function write(file: string, content: Buffer): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new CannotDo(
      t("{0}: cannot be written ({1}).", file, (error as NodeJS.ErrnoException).code ?? String(error)),
    );
  }
}

function done(file: string, { seconds, tvm }: CompileSuccess): void {
  process.stdout.write(`${t("{0}  (TVM {1}, {2} s)", file, tvm, seconds.toFixed(3))}\n`);
}
