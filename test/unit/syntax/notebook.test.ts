import { describe, expect, it } from "vitest";
import { withoutMagics } from "../../../server/src/syntax/magics";
import { NotebookError, readNotebook } from "../../../server/src/syntax/notebook";

const notebook = `{
 "cells": [
  {"cell_type": "markdown", "metadata": {}, "source": ["# Title"]},
  {
   "cell_type": "code",
   "metadata": {"tags": [1.50, "a\\u00e9"]},
   "outputs": [],
   "source": [
    "import tvm\\n",
    "x = \\"\\u4f60\\"\\n",
    "y = 1"
   ]
  },
  {"cell_type": "code", "source": "a = 1\\nb = 2"}
 ],
 "metadata": {"kernelspec": {"language": "python"}},
 "nbformat": 4
}
`;

describe("a notebook's JSON", () => {
  it("gives the code cells, by their index among all", () => {
    expect(readNotebook(notebook).cells).toEqual([
      { index: 1, text: 'import tvm\nx = "你"\ny = 1' },
      { index: 2, text: "a = 1\nb = 2" },
    ]);
  });

  it("comes back byte for byte where nothing changed", () => {
    const read = readNotebook(notebook);
    expect(read.write(read.cells.map(({ text }) => text))).toBe(notebook);
  });

  it("differs in the changed lines alone", () => {
    const written = readNotebook(notebook).write(['import tvm\nx = "你"\ny = 2\nz = "好"', "a = 1\nb = 3"]);
    expect(written).toBe(
      notebook
        .replace('"y = 1"\n', '"y = 2\\n",\n    "z = \\"\\u597d\\""\n')
        .replace('"a = 1\\nb = 2"', '"a = 1\\nb = 3"'),
    );
  });

  it("says what is wrong with it", () => {
    expect(() => readNotebook("{")).toThrow(NotebookError);
    expect(() => readNotebook("[]")).toThrow(NotebookError);
    expect(() => readNotebook("{}")).toThrow(NotebookError);
  });
});

describe("magics", () => {
  it("are blanked out, and nothing moves", () => {
    const cell = "%matplotlib inline\n!pip install x\nimport tvm\ntvm.build?\nx = 5 % 2\ny != 1";
    const read = withoutMagics(cell);
    expect(read).toHaveLength(cell.length);
    expect(read.split("\n").map((line) => line.trim())).toEqual(["", "", "import tvm", "", "x = 5 % 2", "y != 1"]);
  });

  it("of another language take their cell with them", () => {
    expect(withoutMagics("%%bash\nls (").trim()).toBe("");
    expect(withoutMagics("%%time\nx = 1").trim()).toBe("x = 1");
  });
});
