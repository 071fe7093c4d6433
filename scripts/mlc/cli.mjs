// Writes server/data/mlc/cli.json: the commands of mlc_llm with their flags, and which commands and flags went when.
//   node scripts/mlc/cli.mjs CLI-HISTORY.json
// The history is a list of dated events, read off mlc-llm's sources commit by commit (docs/api-data.md).

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const [source] = process.argv.slice(2);
if (!source) throw new Error("usage: cli.mjs CLI-HISTORY.json");
const { current, events } = JSON.parse(readFileSync(source, "utf8"));
const { dates } = JSON.parse(readFileSync(path.join(root, "server/data/reviewed/mlc.json"), "utf8"));

/** The first TVM release after a day: mlc-llm has no releases of its own to go by. */
const releaseAfter = (day) => Object.entries(dates).find(([, date]) => date >= day)?.[0];

const MODULE = /^python -m mlc_(?:llm|chat)/;
/** A command by the name that it has today's program under: `mlc_chat compile` is `mlc_llm compile`. */
const today = (command) => command.replace(MODULE, "python -m mlc_llm").replace(/^mlc_chat\b/, "mlc_llm");

const commands = {};
for (const { command, positionals, flags } of current) {
  commands[command] = {
    positionals: positionals.map(({ names }) => names[0]),
    flags: flags.map(({ names }) => names).sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
const isThere = (command, flag) => commands[command]?.flags.some((names) => names.includes(flag));

const gone = [];
for (const { date, commit, change, command, flags } of events) {
  const evidence = { since: releaseAfter(date), date, commit };
  const name = today(command);
  if (change === "command_removed" && !commands[name]) gone.push({ command: name, ...evidence });
  if (change !== "flags_removed") continue;
  for (const flag of flags) {
    if (flag.startsWith("--") && !isThere(name, flag)) gone.push({ command: name, flag, ...evidence });
  }
}
// Of a command or flag that came back and went again the last word counts.
const key = ({ command, flag = "" }) => `${command} ${flag}`;
const last = new Map(gone.map((each) => [key(each), each]));
const sorted = [...last.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
const { commit, date } = current[0];
const line = (value) => `  ${JSON.stringify(value)}`;
const text = `{
 "commit": ${JSON.stringify(commit)},
 "date": ${JSON.stringify(date)},
 "commands": {
${Object.entries(commands)
  .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  .join(",\n")}
 },
 "gone": [
${sorted.map(line).join(",\n")}
 ]
}
`;
writeFileSync(path.join(root, "server/data/mlc/cli.json"), text);
