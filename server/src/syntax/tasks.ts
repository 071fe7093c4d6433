import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { ReadText } from "./read-text";
import { type ShellCommand, type ShellWord, shellCommands } from "./shell";

/** VS Code's tasks.json: the commands of its tasks. */
export function readTasks(json: string): ReadText {
  const root = parseTree(json, [], { allowTrailingComma: true });
  const tasks = root ? findNodeAtLocation(root, ["tasks"]) : undefined;
  const commands = (tasks?.children ?? []).flatMap((task) => commandsOf(task, json));
  return { code: json.replace(/[^\r\n]/g, " "), shell: { text: json, commands } };
}

function commandsOf(task: Node, json: string): ShellCommand[] {
  const type = findNodeAtLocation(task, ["type"])?.value;
  const command = findNodeAtLocation(task, ["command"]);
  if ((type !== undefined && type !== "shell" && type !== "process") || command?.type !== "string") return [];
  const args = findNodeAtLocation(task, ["args"])?.children ?? [];
  const inside = { start: command.offset + 1, end: command.offset + command.length - 1 };
  // What JSON writes in another way stands somewhere else in the text than in the command.
  if (json.slice(inside.start, inside.end).includes("\\")) return [];
  const found = shellCommands(json, inside);
  const last = found.at(-1);
  if (!last || args.length === 0) return found;
  return [...found.slice(0, -1), { words: [...last.words, ...args.flatMap((arg) => wordOf(arg, json))] }];
}

function wordOf(node: Node, json: string): ShellWord[] {
  if (node.type !== "string") return [];
  const start = node.offset + 1;
  const end = node.offset + node.length - 1;
  const isPlain = !json.slice(start, end).includes("\\");
  return [{ start, end, value: node.value as string, inner: isPlain ? start : null }];
}
