/** tree-sitter is loaded for a text that is not read without it, and not before. */
import { expect, it } from "vitest";
import { withParser } from "../../../server/src/syntax/parser";
import { noParser, type TextParser } from "../../../server/src/syntax/text-parser";
import { readUnit } from "../../../server/src/syntax/unit";
import { grammarFolder } from "../../parser";

it("begins work anew with the parser where a text needs it", async () => {
  const given: TextParser[] = [];
  const isBroken = (text: string) =>
    withParser(grammarFolder(), (parser) => {
      given.push(parser);
      return readUnit(parser, text, "", false).hasError;
    });
  expect(await isBroken("x = f(1)")).toBe(false);
  expect(given).toEqual([noParser]);
  expect(await isBroken("x = f(1")).toBe(true);
  expect(given.length).toBe(3);
  expect(given[1]).toBe(noParser);
  expect(given[2]).not.toBe(noParser);
  expect(await isBroken("y = (")).toBe(true);
  expect(given.length).toBe(4);
});

it("hands on what else goes wrong", async () => {
  const work = () => {
    throw new Error("of its own");
  };
  await expect(withParser(grammarFolder(), work)).rejects.toThrow("of its own");
});
