import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { modelOf, type Source } from "../../server/src/cli/source";
import { check, type RuleSettings } from "../../server/src/rules/engine";
import { applyEdits, fixAll } from "../../server/src/rules/fix-all";
import { rules } from "../../server/src/rules/registry";
import { groups } from "../../server/src/rules/selection";
import { readCell } from "../../server/src/syntax/magics";
import { parser } from "../parser";
import { type Case, readFixture } from "./fixture";

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith(".md"));
const cases = new Map(files.map((file) => [file, readFixture(readFileSync(path.join(folder, file), "utf8"))]));

function sourceOf(text: string, isCell = false): Source {
  return {
    name: "fixture.py",
    texts: [isCell ? { cell: 0, text, reader: readCell } : { cell: null, text }],
    write: ([changed = ""]) => changed,
  };
}

/** Lints are only looked at in their own fixtures: those of other rules are full of names that nothing uses. */
function settingsFor(file: string): RuleSettings {
  return file.startsWith(groups.lint) ? {} : { lint: "off" };
}

function findings({ source, release, cell }: Case, settings: RuleSettings): string[] {
  return check(modelOf(parser, sourceOf(source, cell)), { release, rules: settings }).map(
    ({ rule, part, start, end }) => {
      const range = part.syntax.lines.range({ start, end });
      return `${range.start.line}:${range.start.character}-${range.end.line}:${range.end.character} ${rule.code}`;
    },
  );
}

function fixedText(text: string, { release, unsafe, modernize, cell }: Case): string {
  const source = sourceOf(text, cell);
  const model = modelOf(parser, source);
  const [fixed] = fixAll(model, { release, unsafe, modernize }, (texts) => modelOf(parser, source, texts));
  return fixed ? applyEdits(text, fixed.edits) : text;
}

for (const [file, all] of cases) {
  describe(file, () => {
    for (const each of all) {
      it(each.title, () => {
        const marks = each.marks.map(({ line, start, end, code }) => `${line}:${start}-${line}:${end} ${code}`);
        expect(findings(each, settingsFor(file)).sort()).toEqual(marks.sort());
        if (each.fixed === null) return;
        const fixed = fixedText(each.source, each);
        expect(fixed).toBe(each.fixed);
        // The same fix twice changes nothing.
        expect(fixedText(fixed, each)).toBe(fixed);
      });
    }
  });
}

describe("every rule", () => {
  const all = [...cases.values()].flat();
  for (const { code } of rules) {
    it(`${code} fires in a fixture, and a page explains it in both languages`, () => {
      expect(all.some((each) => each.marks.some((mark) => mark.code === code))).toBe(true);
      for (const page of [`${code}.md`, `${code}.zh-cn.md`]) {
        const text = readFileSync(path.join(folder, "../../docs/rules", page), "utf8");
        expect(text).toContain(rules.find((rule) => rule.code === code)?.name);
      }
    });
  }
  it("has a fixture in which it is silent", () => {
    const silent = new Set(
      [...cases].filter(([, own]) => own.some((each) => each.marks.length === 0)).map(([file]) => file.slice(0, 6)),
    );
    expect([...silent].sort()).toEqual(rules.map((rule) => rule.code).sort());
  });
});
