import type { ReadText } from "./read-text";
import { type ShellCommand, shellCommands } from "./shell";

/** A fence's first line: its indentation, its ticks or tildes, and the language. */
const OPENING = /^([ \t>]*)(`{3,}|~{3,})[ \t]*\{?\.?([\w+-]*)[^`\n]*$/;
const PYTHON = /^(?:py|python|python3|pycon)$/i;
const SHELL = /^(?:sh|bash|zsh|shell|console|shell-session|terminal)$/i;
/** What a fence begins with that is called Python and holds commands: so notes of learners have them. */
const COMMAND =
  /^\s*(?:\$\s+)?(?:pip3?|python3?|mlc_chat|mlc_llm|git|cd|mkdir|conda|sudo|apt(?:-get)?|curl|wget|export)[ \t]+[\w./~"'-]/;

interface Fence {
  readonly mark: string;
  readonly language: string;
  readonly lines: { readonly text: string; readonly start: number }[];
}

/**
 * A Markdown text of which only the code in Python fences is left, everything else blanked out: offsets, lines and columns
 * stay what they were, and the fences are one program, as the cells of a notebook are. A fence with a Python prompt (`>>>`)
 * is a record of a session and no program: it is blanked out, too. With it go the commands in fences of a shell.
 */
export function readMarkdown(markdown: string): ReadText {
  let code = "";
  const commands: ShellCommand[] = [];
  let fence: Fence | null = null;
  const close = ({ language, lines }: Fence): void => {
    const isPython = PYTHON.test(language) && isProgram(lines.map(({ text }) => text));
    code += lines.map(({ text }) => (isPython ? text : blank(text))).join("");
    if (SHELL.test(language) || (PYTHON.test(language) && isOfShell(lines.map(({ text }) => text)))) {
      commands.push(...(lines.length === 0 ? [] : commandsIn(markdown, lines)));
    }
  };
  let at = 0;
  for (const line of markdown.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []) {
    const body = line.replace(/[\r\n]+$/, "");
    if (fence === null) {
      const [, , mark, language] = OPENING.exec(body) ?? [];
      if (mark !== undefined) fence = { mark, language: language ?? "", lines: [] };
      code += blank(line);
    } else if (closes(body, fence.mark)) {
      close(fence);
      fence = null;
      code += blank(line);
    } else fence.lines.push({ text: line, start: at });
    at += line.length;
  }
  if (fence) close(fence);
  return { code, shell: { text: markdown, commands } };
}

function commandsIn(markdown: string, lines: Fence["lines"]): ShellCommand[] {
  const start = lines[0]?.start ?? 0;
  const last = lines.at(-1);
  return shellCommands(markdown, { start, end: last ? last.start + last.text.length : start });
}

function isProgram(lines: readonly string[]): boolean {
  return !lines.some((line) => /^\s*(?:>>>|\.\.\.) /.test(line)) && !isOfShell(lines);
}

/** Whether the first line that is no comment is a command. */
function isOfShell(lines: readonly string[]): boolean {
  const first = lines.find((line) => !/^\s*(?:#.*)?$/.test(line.replace(/[\r\n]+$/, "")));
  return first !== undefined && COMMAND.test(first);
}

function closes(line: string, mark: string): boolean {
  const text = line.replace(/^[ \t>]*/, "").trimEnd();
  return text.length >= mark.length && text === (mark[0] ?? "").repeat(text.length);
}

/** As long as it was, with its line end. */
function blank(line: string): string {
  return line.replace(/[^\r\n]/g, " ");
}
