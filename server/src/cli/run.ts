import { type Command, InvalidArgumentError, Option } from "commander";
import { t } from "../l10n";
import type { RunSuccess, TensorValue } from "../protocol";
import { namedDefinition, reportFailure, withEngine } from "./definition";
import type { CliContext } from "./exit";

interface RunOptions {
  readonly python?: string;
  readonly target: string;
  readonly seed: number;
  readonly format: "text" | "json";
  readonly verbose?: boolean;
}

export function runCommand(program: Command, context: CliContext): void {
  program
    .command("run")
    .description(t("Compiles a function and calls it once with random arguments that fit its signature."))
    .argument("<file::name>", t("what to run; ::name may be left out where the file holds only one"))
    .option("--python <path>", t("the interpreter that has TVM, or its virtual environment (default: python3 on PATH)"))
    .option("--target <target>", t("a target that this machine can run: llvm, c …, or its JSON form"), "llvm")
    .option("--seed <number>", t("another seed, other arguments"), seedOf, 0)
    .addOption(
      new Option("--format <format>", t("how the result is printed")).choices(["text", "json"]).default("text"),
    )
    .option("--verbose", t("print all that TVM says about a failure"))
    .action((argument: string, options: RunOptions) => run(argument, options, context));
}

async function run(
  argument: string,
  { python, target, seed, format, verbose }: RunOptions,
  context: CliContext,
): Promise<void> {
  const named = namedDefinition(argument);
  await withEngine(python, context.folders, async (engine, call) => {
    const result = await engine.run(named.engineSource, named.name, { target, seed }, call);
    call.endProgress();
    if (!result.ok) {
      reportFailure(named, result.error, context, verbose ?? false);
      return;
    }
    for (const note of result.notes) process.stderr.write(`${t("note: {0}", note)}\n`);
    process.stdout.write(format === "json" ? `${JSON.stringify(result, null, 2)}\n` : text(result, target));
  });
}

function text(result: RunSuccess, target: string): string {
  const head = t(
    "{0}: {1} ms (TVM {2}, {3})",
    result.function,
    (result.seconds * 1000).toPrecision(3),
    result.tvm,
    target,
  );
  const values = [...result.arguments, ...(result.result ? [result.result] : [])];
  return `${result.output}${head}\n${values.map(shown).join("")}`;
}

function shown({ name, role, shape, dtype, preview, before, min, max }: TensorValue): string {
  const words = { input: t("input"), output: t("output"), inout: t("input and output") };
  const type = shape.length > 0 ? `${dtype}[${shape.join(", ")}]` : dtype;
  const span = min === undefined || max === undefined ? "" : `  ${t("from {0} to {1}", rounded(min), rounded(max))}`;
  const was = before === undefined ? "" : `${t("before:")}\n${indented(before)}${t("after:")}\n`;
  return `\n${name}  ${type}  ${words[role]}${span}\n${was}${indented(preview)}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function indented(text: string): string {
  return `${text.replace(/^/gm, "  ")}\n`;
}

function seedOf(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError(t("A seed is a whole number from 0 to 999999999."));
  return Number(value);
}
