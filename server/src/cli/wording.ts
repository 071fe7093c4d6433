/** What the parser of the command line says by itself, in the words and the language of this program. */
import type { Command, Option } from "commander";
import { t } from "../l10n";
import { displayWidth } from "./columns";

export function wordCommand(program: Command): void {
  const titles: Readonly<Record<string, string>> = {
    "Usage:": t("Usage:"),
    "Options:": t("Options:"),
    "Commands:": t("Commands:"),
    "Arguments:": t("Arguments:"),
  };
  program
    .helpOption("-h, --help", t("says what there is"))
    .helpCommand("help [command]", t("says what there is"))
    .showHelpAfterError(t("(tvmscript --help says what there is)"))
    .configureHelp({
      sortSubcommands: false,
      displayWidth,
      styleTitle: (title) => titles[title] ?? title,
      optionDescription,
    })
    .configureOutput({ outputError: (text, write) => write(`tvmscript: ${worded(text)}`) });
}

function optionDescription({ description, argChoices, defaultValue, negate }: Option): string {
  const more: string[] = [];
  if (argChoices) more.push(t("choices: {0}", argChoices.join(", ")));
  if (defaultValue !== undefined && !negate) more.push(t("default: {0}", String(defaultValue)));
  const [first, second] = more;
  if (first === undefined) return description;
  return t("{0} ({1})", description, second === undefined ? first : t("{0}; {1}", first, second));
}

/** Commander's messages have no other form than their English text (its lib/command.js). */
const messages: readonly (readonly [RegExp, (first: string, second: string, third: string) => string])[] = [
  [/^missing required argument '(.*)'$/, (name) => t("an argument is missing: {0}.", name)],
  [/^option '(.*)' argument missing$/, (flags) => t("a value is missing: {0}.", flags)],
  [/^required option '(.*)' not specified$/, (flags) => t("an option is missing: {0}.", flags)],
  [
    /^option '(.*)' cannot be used with option '(.*)'$/,
    (one, other) => t("{0} and {1} exclude each other.", one, other),
  ],
  [
    /^option '(\S+).*' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/,
    (flag, value, choices) => t("{0} takes no {1}; there are {2}.", flag, value, choices),
  ],
  [/^unknown option '(.*)'$/, (flag) => t("there is no option {0}.", flag)],
  [/^unknown command '(.*)'$/, (name) => t("there is no command {0}.", name)],
  [/^too many arguments.* but got (\d+)\.$/, (count) => t("too many arguments: {0}.", count)],
];

function worded(text: string): string {
  const [said = "", suggestion = ""] = text
    .replace(/^error: /, "")
    .trimEnd()
    .split("\n");
  const [, meant] = /^\(Did you mean (?:one of )?(.*)\?\)$/.exec(suggestion) ?? [];
  for (const [pattern, word] of messages) {
    const found = pattern.exec(said);
    if (!found) continue;
    const [, first = "", second = "", third = ""] = found;
    return `${word(first, second, third)}${meant ? `\n${t("(Did you mean {0}?)", meant)}` : ""}\n`;
  }
  return text.replace(/^error: /, "");
}
