import { isMainThread } from "node:worker_threads";
import { Command, CommanderError } from "commander";
import { foldersOf } from "../folders";
import { t, useLocale } from "../l10n";
import { version } from "../version";
import { CannotDo, type CliContext, exitCodes } from "./exit";
import { localeOfTerminal } from "./locale";
import { wordCommand } from "./wording";
import { work } from "./work/worker";

type AddVerb = (program: Command, context: CliContext) => void;

/** One file a verb, in this folder, in the order in which help lists them. Only what is asked for is loaded. */
const verbs: Readonly<Record<string, () => Promise<AddVerb>>> = {
  check: async () => (await import("./check")).checkCommand,
  migrate: async () => (await import("./migrate")).migrateCommand,
  ast: async () => (await import("./ast")).astCommand,
  compile: async () => (await import("./compile")).compileCommand,
  run: async () => (await import("./run")).runCommand,
  doctor: async () => (await import("./doctor")).doctorCommand,
  lsp: async () => (await import("./lsp")).lspCommand,
};

function verbsFor(word: string | undefined): Promise<AddVerb[]> {
  const own = word === undefined ? undefined : verbs[word];
  return Promise.all((own ? [own] : Object.values(verbs)).map((load) => load()));
}

/** `tvmscript VERB …` */
async function main(argv: readonly string[]): Promise<number> {
  const folders = foldersOf(__dirname);
  useLocale(localeOfTerminal(process.env, process.platform), folders.messages);
  let status: number = exitCodes.clean;
  const program = new Command("tvmscript")
    .description(t("Reads, checks, shows, compiles and runs TVMScript (TIR, TensorIR, TIRx) and Relax."))
    .version(version, "-V, --version", t("says which version this is"))
    .exitOverride();
  wordCommand(program);
  const context = {
    folders,
    /** The highest status wins: a verb that could not do part of its work says so whatever else it found. */
    exit: (code: number) => {
      status = Math.max(status, code);
    },
  };
  for (const add of await verbsFor(argv[2])) add(program, context);
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

const run = isMainThread ? main(process.argv) : work().then(() => exitCodes.clean);
run.then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`tvmscript: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = exitCodes.failed;
  },
);
