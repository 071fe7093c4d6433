import { describe, expect, it } from "vitest";
import { lineEdits } from "../../../server/src/lsp/line-edits";

/** Applies edits as an editor does: places count in the text as it was. */
function apply(text: string, edits: ReturnType<typeof lineEdits>): string {
  const lines = text.split("\n");
  const offset = ({ line, character }: { line: number; character: number }) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return [...edits]
    .reverse()
    .reduce(
      (made, { range, newText }) => made.slice(0, offset(range.start)) + newText + made.slice(offset(range.end)),
      text,
    );
}

describe("edits of lines", () => {
  it("change a line from its first difference to its last", () => {
    const before = 'a\n "import tir as T\\n",\n "q([0, 1])"\nz\n';
    const after = 'a\n "import tirx as T\\n",\n "q(0, 1)"\nz\n';
    expect(lineEdits(before, after)).toEqual([
      { range: { start: { line: 1, character: 12 }, end: { line: 1, character: 12 } }, newText: "x" },
      { range: { start: { line: 2, character: 4 }, end: { line: 2, character: 10 } }, newText: "0, 1" },
    ]);
    expect(apply(before, lineEdits(before, after))).toBe(after);
  });

  it("change a very long line word by word", () => {
    const filler = '{"cell": 1}, '.repeat(400);
    const before = `[${filler}"tir.x", ${filler}"nd.array", ${filler}]`;
    const after = before.replace("tir.x", "tirx.x").replace("nd.array", "runtime.tensor");
    const edits = lineEdits(before, after);
    expect(edits.length).toBeGreaterThan(1);
    expect(
      edits.every(({ range, newText }) => newText.length < 20 && range.end.character - range.start.character < 20),
    ).toBe(true);
    expect(apply(before, edits)).toBe(after);
  });

  it.each([
    ["", "a\n"],
    ["a\n", ""],
    ["a\nb\nc", "a\nc"],
    ["a\nc", "a\nb\nc"],
    ["a\nb\nc\n", "x\ny\nc\nd\n"],
    ["aa", "aaa"],
    ["aaa\n", "aa\n"],
    ["a\r\nb\r\n", "a\r\nbb\r\n"],
    ["a\nb", "a\nc"],
    ["a\nb\n", "a\nb"],
    ["a\nb\nc\nd\n", "a\nX\nd\ne\n"],
  ])("lead from %j to %j", (before, after) => {
    expect(apply(before, lineEdits(before, after))).toBe(after);
  });
});
