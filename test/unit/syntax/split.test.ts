import { describe, expect, it } from "vitest";
import { type Piece, split } from "../../../server/src/syntax/split";

/** The statements of a text, members of a class below its header. */
function pieces(text: string): unknown[] {
  const show = (piece: Piece): unknown => {
    const own = text.slice(piece.start, piece.body ? piece.body.start : piece.end);
    return piece.body ? [own, piece.body.pieces.map(show)] : own;
  };
  return split(text, 0, text.length, 0).map(show);
}

describe("split", () => {
  it("cuts at statements, with what belongs to them", () => {
    expect(
      pieces("import a\n\nx = 1  # comment\nif x:\n    y\nelse:\n    z\n\n@d\n@e(\n  1)\ndef f():\n    pass\n"),
    ).toEqual(["import a", "x = 1", "if x:\n    y\nelse:\n    z", "@d\n@e(\n  1)\ndef f():\n    pass"]);
  });

  it("goes on through brackets, long strings and backslashes", () => {
    expect(pieces('a = [\n1,\n]\nb = """\ndef x():\n"""\nc = 1 + \\\n2\nd = "(" # (\ne = 1')).toEqual([
      "a = [\n1,\n]",
      'b = """\ndef x():\n"""',
      "c = 1 + \\\n2",
      'd = "("',
      "e = 1",
    ]);
  });

  it("counts columns anew behind a form feed", () => {
    expect(pieces("import a\n\f@d\ndef f():\n    x\n \f\f y = 1\n\f\nclass A:\n\f    z = 1\n")).toEqual([
      "import a",
      "@d\ndef f():\n    x\n \f\f y = 1",
      ["class A:", ["z = 1"]],
    ]);
  });

  it("cuts a class into header and members", () => {
    expect(
      pieces(
        "@I.ir_module\nclass A(B):\n    # first\n    @T.prim_func\n    def f():\n        pass\n\n    x = 1\n\ny = 2\n",
      ),
    ).toEqual([["@I.ir_module\nclass A(B):", ["@T.prim_func\n    def f():\n        pass", "x = 1"]], "y = 2"]);
    expect(pieces("class A: pass\nclass B:\n    pass\n")).toEqual(["class A: pass", ["class B:", ["pass"]]]);
  });

  it("keeps an open bracket to the function that it was left in", () => {
    expect(pieces("def f():\n    x = g(\n\ndef h():\n    pass\nimport a\n")).toEqual([
      "def f():\n    x = g(",
      "def h():\n    pass",
      "import a",
    ]);
    expect(pieces("class A:\n    def f(self):\n        x = [\n    def g(self):\n        pass\n")).toEqual([
      ["class A:", ["def f(self):\n        x = [", "def g(self):\n        pass"]],
    ]);
  });

  it("takes all line ends, tabs, and no text at all", () => {
    expect(pieces("a\r\nif b:\r\n\tc\r\nd\re")).toEqual(["a", "if b:\r\n\tc", "d", "e"]);
    expect(pieces("")).toEqual([]);
    expect(pieces("\n  \n# only\n")).toEqual([]);
  });
});
