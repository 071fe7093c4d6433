import { describe, expect, it } from "vitest";
import { readMarkdown } from "../../../server/src/syntax/markdown";

const seen = (markdown: string) =>
  readMarkdown(markdown)
    .code.split("\n")
    .flatMap((line, i) => (line.trim() === "" ? [] : [`${i}: ${line}`]));

describe("readMarkdown", () => {
  it("leaves the code of Python fences where it was", () => {
    const text = '# T\nuse `tvm`\n```python\nimport tvm\n\nx = 1\n```\nand\n~~~ py title="a"\ny = 2\n~~~\n';
    expect(seen(text)).toEqual(["3: import tvm", "5: x = 1", "9: y = 2"]);
    expect(readMarkdown(text).code).toHaveLength(text.length);
  });

  it("leaves out other languages, sessions, and fences in longer fences", () => {
    expect(seen("```bash\npip install x\n```\n```\nimport tvm\n```\n")).toEqual([]);
    expect(seen("```py\n>>> import tvm\n>>> tvm\n```\n")).toEqual([]);
    expect(seen("````md\n```py\nimport tvm\n```\n````\n")).toEqual([]);
  });

  it("takes the end of the text for the end of a fence, and fences in lists", () => {
    expect(seen("- a\n  ```{.python}\n  import tvm\n  ```\n```py\nimport te")).toEqual([
      "2:   import tvm",
      "5: import te",
    ]);
  });

  it("keeps the line ends", () => {
    const text = "a\r\n```py\r\nx = 1\r\n```\r\n";
    expect(readMarkdown(text).code).toBe(" \r\n     \r\nx = 1\r\n   \r\n");
  });
});

describe("commands in Markdown", () => {
  const commands = (text: string) =>
    readMarkdown(text).shell?.commands.map(({ words }) => words.map(({ value }) => value));

  it("are those in fences of a shell, and in fences that are called Python and begin with one", () => {
    const text = [
      "Call `mlc_chat`:",
      "```shell",
      "$ mlc_chat compile \\",
      "    x",
      "```",
      "```python",
      "# a comment",
      "pip install xgboost",
      "```",
      "```c",
      "mlc_chat",
      "```",
    ].join("\n");
    expect(commands(text)).toEqual([
      ["$", "mlc_chat", "compile", "x"],
      ["pip", "install", "xgboost"],
    ]);
    expect(readMarkdown(text).code.trim()).toBe("");
  });

  it("are not what Python says", () => {
    const text = "```py\nexport = 1\ncd.x()\ngit(1)\nimport pip\n```\n";
    expect(commands(text)).toEqual([]);
    expect(readMarkdown(text).code).toContain("export = 1");
  });
});
