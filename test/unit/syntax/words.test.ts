import { expect, it } from "vitest";
import { hashOf, Words } from "../../../server/src/syntax/words";

function wordsIn(text: string): string[] {
  const { count, starts, ends } = Words.of(text);
  return Array.from({ length: count }, (_, at) => text.slice(starts[at], ends[at]));
}

it("finds names and keywords, in strings and comments too", () => {
  expect(wordsIn("x_1 = T.grid(8)  # for 'größe'\n@f\ndef _():\n\treturn B2")).toEqual([
    "x_1",
    "T",
    "grid",
    "for",
    "größe",
    "f",
    "def",
    "_",
    "return",
    "B2",
  ]);
});

it("takes no number for a word", () => {
  expect(wordsIn("1e5 0x1f 16 8j 3a .5e2 a1")).toEqual(["a1"]);
});

it("has a hash for each, the same wherever the word stands", () => {
  const { hashes } = Words.of("dtype, x.dtype");
  expect(hashes[0]).toBe(hashes[2]);
  expect(hashes[0]).not.toBe(hashes[1]);
  expect(hashOf("dtype")).toBe(hashes[0]);
});

it("holds more words than the text before had, and fewer", () => {
  const many = Array.from({ length: 3000 }, (_, at) => `w${at}`);
  expect(wordsIn(many.join(" "))).toEqual(many);
  expect(wordsIn("a")).toEqual(["a"]);
  expect(wordsIn("")).toEqual([]);
});
