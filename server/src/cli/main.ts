import { Command, CommanderError } from "commander";
import { foldersOf } from "../folders";
import { t, useLocale } from "../l10n";
import { version } from "../version";
import { astCommand } from "./ast";
import { checkCommand } from "./check";
import { compileCommand } from "./compile";
import { doctorCommand } from "./doctor";
import { CannotDo, exitCodes } from "./exit";
import { lspCommand } from "./lsp";
import { runCommand } from "./run";

/** `tvmscript VERB …`: one file a verb, in this folder. */
async function main(argv: readonly string[]): Promise<number> {
  const folders = foldersOf(__dirname);
  useLocale(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG, folders.messages);
  let status: number = exitCodes.clean;
  const program = new Command("tvmscript")
    .description(t("Reads, checks, shows, compiles and runs TVMScript (TIR, TensorIR, TIRx) and Relax."))
    .version(version)
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
    .showHelpAfterError(t("(tvmscript --help says what there is)"));
  const context = {
    folders,
    /** The highest status wins: a verb that could not do part of its work says so whatever else it found. */
    exit: (code: number) => {
      status = Math.max(status, code);
    },
  };
  for (const add of [checkCommand, astCommand, compileCommand, runCommand, doctorCommand, lspCommand])
    add(program, context);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(argv as string[]);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.failed;
    if (!(error instanceof CannotDo)) throw error;
    process.stderr.write(`tvmscript: ${error.message}\n`);
    return exitCodes.failed;
  }
  return status;
}

main(process.argv).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`tvmscript: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = exitCodes.failed;
  },
);
