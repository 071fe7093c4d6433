/**
 * The rules' fixtures, laid out in ways that people and formatters lay code out: whatever the layout, what is found without parsing
 * is what is found with it, and what fixes write is Python that they leave alone the next time, with all comments.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { modelOf, type Source } from "../../../server/src/cli/source";
import { check } from "../../../server/src/rules/engine";
import { applyEdits, fixAll } from "../../../server/src/rules/fix-all";
import { parser } from "../../parser";
import { readFixture } from "../../rules/fixture";

interface Token {
  readonly text: string;
  /** What stands before it: blanks, comments, line ends. */
  readonly gap: string;
  /** How many brackets are open around it. */
  readonly depth: number;
  /** It opens the arguments of a call. */
  readonly calls: boolean;
}

const TOKEN =
  /((?:\s|\\\n|#[^\n]*)*)((?:[A-Za-z]{1,2}(?=["']))?(?:("""|''')[\s\S]*?\3|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\d(?:[\w.]|(?<=[eE])[-+])*|\w+|\.{3}|[-+*/%@<>=!|&^:~]+|[^\s\w])/g;

function tokensOf(text: string): Token[] {
  let depth = 0;
  let last = "";
  return Array.from(text.matchAll(TOKEN), ([, gap = "", token = ""]) => {
    if (/^[)\]}]/.test(token)) depth--;
    const found = { text: token, gap, depth, calls: token === "(" && /\w$/.test(last) };
    last = token;
    if (/^[([{]/.test(token)) depth++;
    return found;
  });
}

/** The text with other gaps between tokens of one logical line. */
function withGaps(text: string, gapOf: (before: Token, after: Token) => string): string {
  const tokens = tokensOf(text);
  const end = text.slice(tokens.reduce((length, { gap, text: own }) => length + gap.length + own.length, 0));
  const gaps = tokens.map((token, i) => {
    const before = tokens[i - 1];
    const isLine = token.depth === 0 && /\n/.test(token.gap.replaceAll("\\\n", "")) && !/^[)\]}]/.test(token.text);
    return !before || isLine || token.gap.includes("#") ? token.gap : gapOf(before, token);
  });
  return tokens.map((token, i) => gaps[i] + token.text).join("") + end;
}

const isOpening = ({ text }: Token) => /^[([{]$/.test(text);
const isClosing = ({ text }: Token) => /^[)\]}]$/.test(text);
const indented = (text: string, by: string) => text.replace(/^(?=.*\S)/gm, by);
const inBrackets = (before: Token, after: Token) => isOpening(before) || (after.depth > 0 && before.depth > 0);

const layouts: Readonly<Record<string, (text: string) => string>> = {
  "lines of Windows": (text) => text.replaceAll("\n", "\r\n"),
  "a line for each argument": (text) =>
    withGaps(text, (before, after) =>
      inBrackets(before, after) && (isOpening(before) || before.text === "," || isClosing(after))
        ? "\n      "
        : after.gap,
    ),
  "comments on arguments": (text) =>
    withGaps(text, (before, after) =>
      inBrackets(before, after) && (before.calls || before.text === ",") ? "  # why\n        " : after.gap,
    ),
  "chains over lines": (text) =>
    withGaps(text, (before, after) => {
      if (after.text !== "." || after.gap !== "" || !/[\w)\]]$/.test(before.text)) return after.gap;
      return after.depth > 0 ? "\n        " : " \\\n        ";
    }),
  "lines that go on": (text) =>
    withGaps(text, (before, after) => (/^[=.,]$/.test(before.text) ? `${after.gap} \\\n  ` : after.gap)),
  "much space": (text) =>
    withGaps(text, (before, after) => (/\w/.test(before.text + after.text) ? `${after.gap} \t` : after.gap)),
  "form feeds": (text) => text.replace(/^(?=[@\w])/gm, "\f"),
  "in a function": (text) => `def outer():\n${indented(text, "    ")}`,
  "in a method": (text) => `class Outer:\n  async def method(self):\n${indented(text, "\t")}`,
  "in a condition": (text) => `if __name__ == "__main__":\n${indented(text, "  ")}`,
  "behind other characters": (text) => text.replace(/^(?=[a-z]\w* = )/gm, '数 = "😀é"; '),
};

const sourceOf = (text: string): Source => ({
  name: "laid-out.py",
  texts: [{ cell: null, text }],
  write: ([changed = ""]) => changed,
});

const comments = (text: string) => tokensOf(`${text}\nend`).flatMap(({ gap }) => gap.match(/#.*/g) ?? []);

const folder = path.resolve(import.meta.dirname, "../../rules");
const fixtures = readdirSync(folder)
  .filter((name) => /^TVM1\d\d-.*\.md$/.test(name))
  .flatMap((name) => readFixture(readFileSync(path.join(folder, name), "utf8")).map((each) => ({ ...each, name })))
  .filter(({ cell, source }) => !cell && !modelOf(parser, sourceOf(source)).units.some(({ unit }) => unit.hasError));

describe("in every layout", () => {
  for (const [layout, lay] of Object.entries(layouts)) {
    it(layout, { timeout: 120_000 }, () => {
      let fixed = 0;
      for (const { name, source, release } of fixtures) {
        const text = lay(source);
        const model = (from = text) => modelOf(parser, sourceOf(from));
        if (model().units.some(({ unit }) => unit.hasError)) throw new Error(`${name}: ${layout} breaks\n${text}`);
        const found = (parseAll: boolean) =>
          check(model(), { release, parseAll, rules: { lint: "off" } }).map(
            ({ rule, start, message }) => `${rule.code} ${start} ${message}`,
          );
        expect(found(false), `${name}\n${text}`).toEqual(found(true));
        for (const unsafe of [false, true]) {
          const fix = (from: string) => {
            const source = sourceOf(from);
            const [part] = fixAll(modelOf(parser, source), { release, unsafe }, (texts) =>
              modelOf(parser, source, texts),
            );
            return part ? applyEdits(from, part.edits) : from;
          };
          const after = fix(text);
          if (after !== text) fixed++;
          expect(
            model(after).units.some(({ unit }) => unit.hasError),
            after,
          ).toBe(false);
          expect(fix(after), after).toBe(after);
          const lost = comments(text).filter((each) => !comments(after).includes(each));
          expect(lost, after).toEqual([]);
        }
      }
      expect(fixed).toBeGreaterThan(50);
    });
  }
});
