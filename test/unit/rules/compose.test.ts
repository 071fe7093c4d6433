import { describe, expect, it } from "vitest";
import type { TextEdit } from "../../../server/src/position";
import { compose, offsetBefore } from "../../../server/src/rules/compose";
import { applyEdits } from "../../../server/src/rules/fix-all";

/** The same numbers in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

function edits(length: number, next: () => number): TextEdit[] {
  const made: TextEdit[] = [];
  let at = 0;
  while (made.length < 5) {
    const start = at + Math.floor(next() * 6);
    const end = start + Math.floor(next() * 4);
    if (end > length) break;
    made.push({ start, end, newText: "xyzw".slice(0, Math.floor(next() * 4)) });
    at = end + 1;
  }
  return made;
}

describe("compose", () => {
  it("does in one step what two rounds do", () => {
    const next = random(7);
    for (let run = 0; run < 2000; run++) {
      const text = "abcdefghijklmnopqrst".slice(0, Math.floor(next() * 21));
      const first = edits(text.length, next);
      const between = applyEdits(text, first);
      const second = edits(between.length, next);
      const both = compose(first, second, text.length);
      expect(applyEdits(text, both)).toBe(applyEdits(between, second));
      for (const [i, edit] of both.entries()) expect(edit.start).toBeGreaterThanOrEqual(both[i - 1]?.end ?? 0);
    }
  });

  it("leaves alone what no round touched", () => {
    const first = [{ start: 0, end: 1, newText: "AA" }];
    const second = [{ start: 9, end: 10, newText: "Z" }];
    expect(compose(first, second, 10)).toEqual([
      { start: 0, end: 1, newText: "AA" },
      { start: 8, end: 9, newText: "Z" },
    ]);
  });
});

describe("offsetBefore", () => {
  const text = "one two three";
  const changes = [
    { start: 0, end: 3, newText: "first" },
    { start: 4, end: 4, newText: "more " },
    { start: 8, end: 13, newText: "3" },
  ];

  it("finds what was kept where it was, and new text where it was put", () => {
    expect(applyEdits(text, changes)).toBe("first more two 3");
    expect(offsetBefore(changes, 2)).toBe(0);
    expect(offsetBefore(changes, 7)).toBe(4);
    expect(offsetBefore(changes, 11)).toBe(text.indexOf("two"));
    expect(offsetBefore(changes, 15)).toBe(text.indexOf("three"));
  });
});
