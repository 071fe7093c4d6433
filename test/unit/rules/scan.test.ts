import { describe, expect, it } from "vitest";
import { memberPattern } from "../../../server/src/rules/scan";

describe("patterns over a unit's text", () => {
  it("find a member after comments and broken lines", () => {
    const pattern = memberPattern(["get_block"]);
    expect(pattern.test("x = sch.get_block('B')")).toBe(true);
    expect(pattern.test("x = (sch.  # a schedule\n  # of it\n  get_block('B'))")).toBe(true);
    expect(pattern.test("x = sch.\\\n  get_block('B')")).toBe(true);
    expect(pattern.test("# sch.\nget_blocks()")).toBe(false);
  });

  it("take no longer over rows of number signs", () => {
    const rows = `# Ends with a point.\n${"#".repeat(120)}\n`.repeat(50);
    const start = process.cpuUsage();
    expect(memberPattern(["get_block"]).test(rows)).toBe(false);
    expect(process.cpuUsage(start).user).toBeLessThan(500_000);
  });
});
