import { type Command, Option } from "commander";
import { newestRelease, releaseOf } from "../api/releases";
import type { AstNode } from "../ast";
import { type AstFormat, astFormats, formatAst } from "../features/ast-format";
import { definitionNamed, definitionsOf, type TvmDefinition } from "../features/definitions";
import { placedTree } from "../features/placed-tree";
import { staticTree } from "../features/static-tree";
import type { Folders } from "../folders";
import { t } from "../l10n";
import { type JoinedText, joinTexts, splitRange } from "../syntax/joined";
import { withoutMagics } from "../syntax/magics";
import { pythonParser } from "../syntax/parser";
import { Engine } from "../tvm/engine";
import { findInterpreter } from "../tvm/interpreter";
import { CannotDo, type CliContext } from "./exit";
import { chooseRelease } from "./release";
import { modelOf, readSource, type Source, Unreadable } from "./source";

interface AstOptions {
  readonly engine: "static" | "tvm";
  readonly tvm?: string;
  readonly python?: string;
  readonly format: AstFormat;
}

export function astCommand(program: Command, { folders }: CliContext): void {
  program
    .command("ast")
    .description(t("Prints the tree of a PrimFunc, a Relax function or an IRModule."))
    .argument(
      "<file[::function]>",
      t("a file (.py, .ipynb) and what of it to show: main, Module.main; default: the only definition"),
    )
    .addOption(
      new Option(
        "--engine <engine>",
        t("static: from the source alone; tvm: what TVM itself builds (runs code of the file)"),
      )
        .choices(["static", "tvm"])
        .default("static"),
    )
    .option(
      "--tvm <version>",
      t("the TVM release whose names the tree takes (default: the newest known, {0})", newestRelease()),
    )
    .option("--python <path>", t("the interpreter with TVM: for --engine tvm, else for its release"))
    .addOption(new Option("--format <format>", t("how the tree is printed")).choices(astFormats).default("tree"))
    .action(async (target: string, options: AstOptions) => {
      const { file, name } = splitTarget(target);
      const source = readOrFail(file);
      const root =
        options.engine === "tvm"
          ? await engineTree(source, name, options, folders)
          : await sourceTree(source, name, options, folders);
      process.stdout.write(formatAst(root, options.format));
    });
}

/** `file.py::Module.main`: the last `::` parts the two, since a path may hold colons. */
function splitTarget(target: string): { file: string; name: string | undefined } {
  const at = target.lastIndexOf("::");
  return at < 0 ? { file: target, name: undefined } : { file: target.slice(0, at), name: target.slice(at + 2) };
}

function readOrFail(file: string): Source {
  try {
    return readSource(file);
  } catch (error) {
    if (error instanceof Unreadable) throw new CannotDo(error.message);
    throw error;
  }
}

async function sourceTree(
  source: Source,
  name: string | undefined,
  options: AstOptions,
  folders: Folders,
): Promise<AstNode> {
  const release = await chooseRelease(options, folders);
  const parser = await pythonParser(folders.grammar);
  const model = modelOf(parser, source);
  const { root } = staticTree(chosen(definitionsOf(model), source.name, name), model, release, parser);
  if (!root) throw new CannotDo(t("{0}: no tree can be made of it.", source.name));
  return root;
}

async function engineTree(
  source: Source,
  name: string | undefined,
  options: AstOptions,
  folders: Folders,
): Promise<AstNode> {
  if (options.tvm)
    throw new CannotDo(t("--tvm is for --engine static: with --engine tvm the release is that of the interpreter."));
  const found = await findInterpreter(options.python);
  if (!found.ok) throw new CannotDo(found.error.message);
  const parser = await pythonParser(folders.grammar);
  const model = modelOf(parser, source);
  const definition = chosen(definitionsOf(model), source.name, name);
  const engine = new Engine({ interpreter: found.interpreter, workerDir: folders.worker });
  try {
    const texts = source.texts.map(({ text, cell }) => (cell === null ? text : withoutMagics(text)));
    const joined = joinTexts(texts);
    const answer = await engine.ast({ fileName: source.name, text: joined.text }, definition.path);
    if (!answer.ok) throw new CannotDo([answer.error.message, answer.error.detail].filter(Boolean).join("\n"));
    const root = texts.length > 1 ? inCells(answer.root, joined) : answer.root;
    const release = releaseOf(answer.tvm)?.release ?? newestRelease();
    return placedTree(root, staticTree(definition, model, release, parser).root);
  } finally {
    engine.dispose();
  }
}

/** TVM counted in the joined text of all cells: each node's range in its own. */
function inCells(node: AstNode, joined: JoinedText): AstNode {
  const children = node.children.map(({ role, node: inner }) => ({ role, node: inCells(inner, joined) }));
  return { ...node, span: node.span && splitRange(joined, node.span).range, children };
}

/** The definition of that path, or the only one whose path ends so; without a name the only one at the top. */
function chosen(definitions: readonly TvmDefinition[], file: string, name: string | undefined): TvmDefinition {
  const all = definitions.flatMap(withInner);
  if (all.length === 0) throw new CannotDo(t("{0}: there is no PrimFunc, Relax function or IRModule in it.", file));
  const paths = [...new Set(all.map(({ path }) => path))].join(", ");
  if (name === undefined) {
    const [only, ...others] = definitions;
    if (!only || others.length > 0)
      throw new CannotDo(t("{0}: there are several definitions; choose one with ::NAME: {1}.", file, paths));
    return only;
  }
  const exact = definitionNamed(definitions, name);
  if (exact) return exact;
  const ending = all.filter(({ path }) => path.endsWith(`.${name}`));
  const [first] = ending;
  if (!first) throw new CannotDo(t("{0}: there is no {1} in it; there are {2}.", file, name, paths));
  if (new Set(ending.map(({ path }) => path)).size > 1) {
    throw new CannotDo(t("{0}: there are several {1}: {2}.", file, name, ending.map(({ path }) => path).join(", ")));
  }
  return ending.at(-1) ?? first;
}

function withInner(definition: TvmDefinition): TvmDefinition[] {
  return [definition, ...definition.children.flatMap(withInner)];
}
