import { createRequire } from "node:module";
import path from "node:path";
import type { Command } from "commander";
import { t } from "../l10n";
import type { CliContext } from "./exit";

export function lspCommand(program: Command, { folders }: CliContext): void {
  program
    .command("lsp")
    .description(t("Starts the language server, for any editor that speaks LSP."))
    .option("--stdio", t("talk over standard input and output (the only way there is, and the default)"))
    .action(() => {
      // The server is a bundle of its own beside this one, so that the other verbs need not load it. It looks for the flag.
      if (!process.argv.includes("--stdio")) process.argv.push("--stdio");
      createRequire(import.meta.url)(path.join(folders.bundle, "main.js"));
    });
}
