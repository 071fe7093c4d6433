import { type Command, Option } from "commander";
import { t } from "../l10n";
import type { DoctorCheck, DoctorReport } from "../protocol";
import { withEngine } from "./definition";
import { type CliContext, exitCodes } from "./exit";

interface DoctorOptions {
  readonly python?: string;
  readonly format: "text" | "json";
}

export function doctorCommand(program: Command, context: CliContext): void {
  program
    .command("doctor")
    .description(t("Says what is right and wrong with a Python and its TVM, and what to do."))
    .option("--python <path>", t("the interpreter to look at, or its virtual environment (default: python3 on PATH)"))
    .addOption(
      new Option("--format <format>", t("how the report is printed")).choices(["text", "json"]).default("text"),
    )
    .action((options: DoctorOptions) => doctor(options, context));
}

async function doctor({ python, format }: DoctorOptions, { folders, exit }: CliContext): Promise<void> {
  const report = await withEngine(python, folders, (engine, call) => engine.doctor(call));
  process.stdout.write(format === "json" ? `${JSON.stringify(report, null, 2)}\n` : text(report));
  if (report.ok) return;
  const unusable = report.checks.find(({ id, status }) => status === "error" && UNUSABLE.has(id));
  if (unusable) process.stderr.write(`tvmscript: ${unusable.detail.split("\n")[0]}\n`);
  exit(unusable ? exitCodes.failed : exitCodes.findings);
}

/** Without these there is no TVM to work with. */
const UNUSABLE = new Set(["interpreter", "tvm", "import"]);

function text(report: DoctorReport): string {
  const last = report.ok ? t("Nothing is in the way.") : t("Something is in the way: see the lines marked ✗.");
  return `${report.checks.map(shown).join("")}${last}\n`;
}

const MARKS: Readonly<Record<DoctorCheck["status"], string>> = { ok: "✓", info: "·", warning: "!", error: "✗" };

function shown({ status, title, detail, advice }: DoctorCheck): string {
  const more = advice === undefined ? "" : `    → ${advice}\n`;
  return `${MARKS[status]} ${title}: ${detail.replaceAll("\n", "\n    ")}\n${more}`;
}
