/** Parts that need no process: what is kept of a program's output, and which packages go together. */
import { describe, expect, it } from "vitest";
import { PrintedText } from "../../server/src/tvm/output";
import { badPair } from "../../server/src/tvm/pairs";

describe("what a program printed", () => {
  const said = (...parts: string[]) => {
    const text = new PrintedText();
    for (const part of parts) text.add(part);
    return text;
  };

  it("is what stands between the marks of its request", () => {
    const text = said("warning of an import\n", "\x1e3:begin\n", "from ", "the program\n", "\x1e3:end\n");
    expect(text.ofProgram(3)).toBe("from the program\n");
    expect(text.all()).toBe("warning of an import\nfrom the program\n");
    expect(text.hasEnded(3)).toBe(true);
    expect(text.ofProgram(4)).toBe("");
  });

  it("goes on over several definitions", () => {
    expect(said("\x1e1:begin\none\n\x1e1:begin\ntwo\n\x1e1:end\n").ofProgram(1)).toBe("one\ntwo\n");
  });

  it("loses its middle where it is long", () => {
    const text = said("\x1e1:begin\nfirst\n");
    for (let i = 0; i < 1000; i++) text.add("x".repeat(1000));
    text.add("last\n\x1e1:end\n");
    const kept = text.ofProgram(1);
    expect(kept.startsWith("first\nxxx")).toBe(true);
    expect(kept.endsWith("xxxlast\n")).toBe(true);
    expect(kept.length).toBeLessThan(250_000);
  });
});

describe("TVM and apache-tvm-ffi", () => {
  it.each([
    ["0.25.0.post1", "0.1.12", null],
    ["0.25.0.post1", "0.1.14.post0", "error"],
    ["0.26.0", "0.1.14.post0", null],
    ["0.26.0", "0.1.15.post2", "warning"],
    ["0.27.0.post1", "0.1.15.post2", "warning"],
    ["0.17.dev0", null, null],
    ["0.28.0", "0.1.15.post2", null],
  ])("%s with %s: %s", (tvm, ffi, status) => {
    expect(badPair(tvm, ffi)?.status ?? null).toBe(status);
  });
});
