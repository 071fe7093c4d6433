/** Where TVM's complaints are shown: test/fixtures/worker/rejected.md. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { WorkerError } from "../../server/src/protocol";
import { pythonFor, type Release } from "../tvm";
import { engineAt, inFile, root, spelled } from "./support";

interface Expected {
  readonly line: number;
  /** UTF-16 columns of the mark; null: anywhere on the line. */
  readonly columns: readonly [number, number] | null;
  readonly text: string;
}

/** The program without its marks, and what they say. */
function marked(block: string): { readonly text: string; readonly expected: Expected } {
  const lines: string[] = [];
  let expected: Expected | undefined;
  for (const line of block.split("\n")) {
    const mark = /^#(?=\s{3,}\S|\s*\^)\s*(\^*)\s*(.*)$/.exec(line);
    if (!mark) {
      lines.push(line);
      continue;
    }
    const start = line.indexOf("^");
    const about = lines.length - 1;
    // A mark at the beginning of a line that is shorter than "# " means the whole line.
    const columns = start < 0 || start < 3 ? null : ([start, start + (mark[1] ?? "").length] as const);
    expected = { line: about, columns, text: mark[2] ?? "" };
  }
  if (!expected) throw new Error(`there is no mark in\n${block}`);
  return { text: lines.join("\n"), expected };
}

const document = readFileSync(path.join(root, "test/fixtures/worker/rejected.md"), "utf8");
const cases = [...document.matchAll(/^## (.*)\n((?:```py[^`]*```\n)+)/gm)].flatMap(([, title = "", blocks = ""]) =>
  [...blocks.matchAll(/```py ?([\d.]*)\n([^`]*)```/g)].map(([, release = "", block = ""], i) => ({
    title: `${title} (${i + 1})`,
    release,
    block,
  })),
);

describe.each(["0.27", "0.17"] as const)("TVM %s", (release: Release) => {
  const tvm = engineAt(pythonFor(release));
  afterAll(() => tvm.dispose());

  const own = cases.filter((each) => each.release === "" || each.release === release);
  it.each(own)("$title", async ({ block }) => {
    const { text, expected } = marked(spelled(block, release));
    const result = await tvm.check(inFile(text, "变.py"));
    const error: WorkerError | null = result.ok
      ? (result.definitions.find((each) => each.error)?.error ?? null)
      : result.error;
    expect(error?.message).toContain(expected.text);
    expect(error?.range?.start.line).toBe(expected.line);
    if (expected.columns)
      expect([error?.range?.start.character, error?.range?.end.character]).toEqual(expected.columns);
  });
});
