import { describe, expect, it } from "vitest";
import { rules } from "../../../server/src/rules/registry";
import { groups, isSelected, nearness, rulesNamed, wishFor } from "../../../server/src/rules/selection";

const rule = (code: string) => {
  const found = rules.find((each) => each.code === code);
  if (!found) throw new Error(`there is no ${code}`);
  return found;
};

describe("a word names rules", () => {
  it("by code, name, beginning of codes, and group", () => {
    expect(nearness("TVM101", { code: "TVM101", name: "removed-name" })).toBeGreaterThan(6);
    expect(nearness("removed-name", { code: "TVM101", name: "removed-name" })).toBeGreaterThan(6);
    expect(nearness("TVM10", { code: "TVM101", name: "removed-name" })).toBe(5);
    expect(nearness("api", { code: "TVM101", name: "removed-name" })).toBe(4);
    expect(nearness("lint", { code: "TVM101", name: "removed-name" })).toBe(0);
    expect(nearness("removed", { code: "TVM101", name: "removed-name" })).toBe(0);
    expect(nearness("constructor", { code: "TVM101", name: "removed-name" })).toBe(0);
    expect(rulesNamed("nothing")).toEqual([]);
  });

  it("every code is in a group", () => {
    const starts = Object.values(groups);
    expect(rules.filter(({ code }) => !starts.some((start) => code.startsWith(start)))).toEqual([]);
  });
});

describe("the closest word counts", () => {
  it("in settings, whatever the order", () => {
    for (const settings of [
      { TVM1: "off", TVM10: "hint", "removed-name": "warning" } as const,
      { "removed-name": "warning", TVM10: "hint", TVM1: "off" } as const,
    ]) {
      expect(wishFor(rule("TVM101"), settings)).toBe("warning");
      expect(wishFor(rule("TVM103"), settings)).toBe("hint");
      expect(wishFor(rule("TVM112"), settings)).toBe("off");
    }
    expect(wishFor(rule("TVM101"), { lint: "off" })).toBeUndefined();
  });

  it("on the command line", () => {
    expect(isSelected(rule("TVM101"), null, [])).toBe(true);
    expect(isSelected(rule("TVM101"), null, ["api"])).toBe(false);
    expect(isSelected(rule("TVM101"), ["TVM1"], ["TVM103"])).toBe(true);
    expect(isSelected(rule("TVM103"), ["TVM1"], ["TVM103"])).toBe(false);
    expect(isSelected(rule("TVM103"), ["TVM103"], ["TVM1"])).toBe(true);
    expect(isSelected(rule("TVM103"), ["lint"], [])).toBe(false);
    expect(isSelected(rule("TVM103"), ["api"], ["api"])).toBe(false);
  });
});
