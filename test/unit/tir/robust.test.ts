import { describe, expect, test } from "vitest";
import { nodesOf, primFunc, primFuncSource, shape, sourceOf, treeOf } from "./trees";

describe("sources that are not right", () => {
  test.each([
    "B[0] = = 1.0",
    "for i in :\n    B[i] = 0.0",
    "with T.sblock(\n    B[0] = 0.0",
    "B[ = 0.0",
    "if\nB[0] = 1.0",
    "x: = 3",
    "T.evaluate(",
    "B[0] = T.float32('no')",
    "for i, j, k in T.grid(1):\n    B[i] = 0.0",
    "B[0] = A[0, 0, 0, 0]",
    "B[0] = 1 // 0",
    "return return",
    "lambda",
    "B[0] = T.Buffer",
    "vi = T.axis.remap('SX', [1, 2, 3])",
    "with T.init():\n    pass",
  ])("%j gives a tree", (body) => {
    for (const release of ["0.17", "0.27"] as const) expect(primFunc(body, release).kind).toBe("PrimFunc");
  });

  test("every prefix of a function", () => {
    const text = primFuncSource(
      'for i in T.serial(8):\n    with T.sblock("b"):\n        vi = T.axis.spatial(8, i)\n        B[vi] = T.max(B[vi], 0.0)',
    );
    const begin = text.indexOf("def f(A") + "def f(A".length;
    for (let end = begin; end < text.length; end++) {
      try {
        expect(nodesOf(treeOf(text.slice(0, end))).length).toBeGreaterThan(0);
      } catch (error) {
        // text that no longer holds a definition is no matter of the tree
        if (!/nothing to show/.test(String(error))) throw error;
      }
    }
  });
});

describe("deep sources", () => {
  test.each([
    ["parentheses", `B[0] = ${"(".repeat(3000)}1.0${")".repeat(3000)}`],
    ["sums", `B[0] = ${"n + ".repeat(5000)}1`],
    ["calls", `B[0] = ${"T.exp(".repeat(3000)}1.0${")".repeat(3000)}`],
    [
      "loops",
      Array.from({ length: 300 }, (_, at) => `${" ".repeat(at)}for i${at} in range(2):`).join("\n") +
        `\n${" ".repeat(300)}B[0] = 0.0`,
    ],
    ["many lines", Array.from({ length: 3000 }, (_, at) => `B[${at % 8}] = ${at}.0`).join("\n")],
    [
      "lets that nest",
      `${Array.from({ length: 3000 }, (_, at) => `x${at}: T.let = n + ${at}`).join("\n")}\nB[0] = 0.0`,
    ],
  ])("%s", (_, body) => {
    for (const release of ["0.17", "0.27"] as const) expect(nodesOf(primFunc(body, release)).length).toBeGreaterThan(1);
  });
});

describe("spans", () => {
  const BODY = "for i, j in T.grid(8, 8):\n    A[i, j] = T.max(A[i, j] + 1.0, B[i])";
  const text = primFuncSource(BODY);

  test("are of the node's own source", () => {
    const root = treeOf(text, "0.22");
    const find = (kind: string) => sourceOf(text, nodesOf(root).find((node) => node.kind === kind) ?? root);
    expect(find("BufferStore")).toBe("A[i, j] = T.max(A[i, j] + 1.0, B[i])");
    expect(find("Max")).toBe("T.max(A[i, j] + 1.0, B[i])");
    expect(find("Add")).toBe("A[i, j] + 1.0");
    expect(find("BufferLoad")).toBe("A[i, j]");
    expect(find("FloatImm")).toBe("1.0");
  });

  test("lie in those of the nodes around them", () => {
    for (const release of ["0.17", "0.22", "0.27"] as const) {
      for (const node of nodesOf(treeOf(text, release))) {
        for (const { node: inner } of node.children) {
          if (!node.span || !inner.span || inner.category === "other" || inner.kind === "Var") continue;
          expect(inner.span.start.line).toBeGreaterThanOrEqual(node.span.start.line);
          expect(inner.span.end.line).toBeLessThanOrEqual(node.span.end.line);
        }
      }
    }
  });

  test("every node of a source has one and a text", () => {
    for (const node of nodesOf(treeOf(text, "0.22"))) {
      expect(node.span, node.kind).not.toBeNull();
      expect(node.text ?? "", node.kind).not.toMatch(/\n/);
    }
  });

  test("a text says what the node is", () => {
    const texts = nodesOf(treeOf(text, "0.22")).map((node) => `${node.kind}: ${node.text}`);
    expect(texts).toContain("For: i in T.grid(8, 8)");
    expect(texts).toContain("BufferLoad: A[i, j]");
    expect(texts).toContain("Add: A[i, j] + 1.0");
  });
});

describe("sources as they come", () => {
  const plain = primFuncSource("for i in range(8):\n    if n > 0:\n        B[i] = A[i, i] + 1.0\nT.evaluate(n)");
  const shapeOf = (text: string) => shape(treeOf(text, "0.22"));

  test.each([
    ["Windows line ends", (text: string) => text.replaceAll("\n", "\r\n")],
    ["tabs", (text: string) => text.replaceAll("    ", "\t")],
    ["no line end at the end", (text: string) => text.trimEnd()],
    [
      "names and comments in other scripts",
      (text: string) => text.replaceAll(/\bi\b/g, "行").replaceAll(":\n", ":  # 😀\n"),
    ],
    ["form feeds and other spaces", (text: string) => text.replace("for i", "\f\n    for i")],
  ])("%s make no difference", (_, change) => {
    expect(shapeOf(change(plain))).toBe(shapeOf(plain));
  });

  test.each([
    ["a null byte in a comment", plain.replace("def f", "# \0\ndef f")],
    ["a null byte in a string", plain.replace('"float32"', '"flo\0at32"')],
    ["a null byte between statements", plain.replace("T.evaluate", "\0\n    T.evaluate")],
    ["half a surrogate pair", plain.replace("T.evaluate(n)", 'T.evaluate(T.call_extern("int32", "\ud83d"))')],
    ["a line of a megabyte", plain.replace("T.evaluate(n)", `T.evaluate(${Array(100_000).fill("n").join(" + ")})`)],
    [
      "thirty thousand parameters",
      plain.replace("n: T.int32", Array.from({ length: 30_000 }, (_, at) => `n${at}: T.int32`).join(", ")),
    ],
    [
      "ten thousand nested parentheses",
      plain.replace("T.evaluate(n)", `T.evaluate(${"(".repeat(10_000)}n${")".repeat(10_000)})`),
    ],
    ["twenty thousand statements", plain.replace("T.evaluate(n)", Array(20_000).fill("T.evaluate(n)").join("\n    "))],
    ["constants in a circle", `a = b\nb = c\nc = a\n${plain.replace("range(8)", "range(a)")}`],
    [
      "a constant that doubles two hundred times",
      `x0 = (1, 1)\n${Array.from({ length: 200 }, (_, at) => `x${at + 1} = (x${at}, x${at})`).join("\n")}\n${plain.replace("range(8)", "range(x200)")}`,
    ],
  ])(
    "%s neither crashes nor hangs",
    (_, text) => {
      const root = treeOf(text, "0.22");
      expect(root.kind).toBe("PrimFunc");
      for (const node of nodesOf(root)) expect(node.span).not.toBeNull();
    },
    20_000,
  );
});
