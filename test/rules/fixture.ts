/**
 * A rule's fixture is a Markdown page: prose, and fences of code.
 *
 *     ```py tvm=0.27
 *     from tvm.script import tir as T
 *     #                      ^^^ TVM101
 *     ```
 *     ```py fixed
 *     from tvm.script import tirx as T
 *     ```
 *
 * A line of marks names the findings of the line above it, each by the place of its carets and its code; a fence without
 * marks says that nothing is to be found. `fixed` is the text after all safe fixes (`fixed unsafe`: after all fixes but
 * those of hints; `fixed modernize`: after those, too). `py tvm=0.27 cell` is a notebook's cell.
 */
export interface Case {
  readonly title: string;
  readonly release: string;
  readonly source: string;
  readonly marks: readonly Mark[];
  readonly fixed: string | null;
  readonly unsafe: boolean;
  readonly modernize: boolean;
  /** It is a notebook's cell, where lines may be a shell's. */
  readonly cell: boolean;
}

export interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly code: string;
}

const FENCE = /^```(py[^\n]*)\n([\s\S]*?)^```$/gm;
const MARKS = /^\s*#\s*\^/;

export function readFixture(markdown: string): Case[] {
  const cases: Case[] = [];
  for (const { 1: info = "", 2: body = "", index } of markdown.matchAll(FENCE)) {
    const words = info.split(/\s+/);
    const last = cases.at(-1);
    if (words.includes("fixed")) {
      if (!last) throw new Error("a fixed text without the text before it");
      const modernize = words.includes("modernize");
      cases[cases.length - 1] = { ...last, fixed: body, unsafe: words.includes("unsafe"), modernize };
      continue;
    }
    const release = words.find((word) => word.startsWith("tvm="))?.slice(4);
    if (!release) throw new Error(`\`\`\`${info}: which release? (tvm=0.27)`);
    cases.push({
      ...readMarks(body),
      title: titleOf(markdown, index),
      release,
      fixed: null,
      unsafe: false,
      modernize: false,
      cell: words.includes("cell"),
    });
  }
  return cases;
}

function readMarks(body: string): { source: string; marks: Mark[] } {
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const line of body.split("\n")) {
    if (!MARKS.test(line)) {
      lines.push(line);
      continue;
    }
    const found = [...line.matchAll(/\^+/g)];
    const codes = line.match(/\b[A-Z]{3}\d{3}\b/g) ?? [];
    found.forEach((carets, i) => {
      const code = codes[i] ?? codes[0];
      if (!code) throw new Error(`a mark without a code: ${line}`);
      marks.push({ line: lines.length - 1, start: carets.index, end: carets.index + carets[0].length, code });
    });
  }
  return { source: lines.join("\n"), marks };
}

/** The closest heading above a fence, and which fence below that heading it is. */
function titleOf(markdown: string, at: number): string {
  const before = markdown.slice(0, at).replace(/^```[\s\S]*?^```$/gm, (fence) => fence.split("\n", 1)[0] ?? "");
  const heading = before.match(/^# .*$/gm)?.at(-1) ?? "";
  const number = before.slice(before.lastIndexOf(heading)).match(/^```py tvm=/gm)?.length ?? 0;
  return `${heading.slice(2)} ${number + 1}`;
}
