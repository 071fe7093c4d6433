import { describe, expect, it } from "vitest";
import { readCell } from "../../../server/src/syntax/magics";
import { programWords, shellCommands } from "../../../server/src/syntax/shell";

const words = (text: string) =>
  shellCommands(text, { start: 0, end: text.length }).map(({ words: all }) => all.map(({ value }) => value));

describe("commands of a shell", () => {
  it("end at operators, lines and comments, and go on after a backslash", () => {
    expect(words("cd a && ls -l; pwd # ls\n# a comment\na \\\n  b\n")).toEqual([
      ["cd", "a"],
      ["ls", "-l"],
      ["pwd"],
      ["a", "b"],
    ]);
  });

  it("have words without their quotes, and say where a value stands as it is", () => {
    const text = `python -c "print('a')" 'b c' d\\ e f"g"`;
    const [command] = shellCommands(text, { start: 0, end: text.length });
    expect(command?.words.map(({ value }) => value)).toEqual(["python", "-c", "print('a')", "b c", "d e", "fg"]);
    const insides = command?.words.map(({ inner, value }) => inner !== null && text.startsWith(value, inner));
    expect(insides).toEqual([true, true, true, true, false, false]);
  });

  it("start with their program", () => {
    const [command] = shellCommands("$ FOO=1 sudo mlc_llm chat x", { start: 0, end: 27 });
    expect(command && programWords(command).map(({ value }) => value)).toEqual(["mlc_llm", "chat", "x"]);
  });

  it("do not end where a quote is left open, nor at any other text", () => {
    for (const text of [
      'echo "a',
      "echo 'b\nc",
      "\\",
      "a\\",
      "$(",
      "((",
      "`a`",
      "\r\n\r",
      "a\r\nb",
      "\u0000",
      "é 汉字",
    ]) {
      expect(() => words(text)).not.toThrow();
    }
  });
});

describe("a cell", () => {
  it("has commands after ! and %pip, and in cells of a shell", () => {
    const commands = (cell: string) =>
      readCell(cell).shell?.commands.map(({ words: all }) => all.map(({ value }) => value));
    expect(commands("!a b \\\n  c\nx = 1\n%pip install d\n%matplotlib inline\n  !e")).toEqual([
      ["a", "b", "c"],
      ["pip", "install", "d"],
      ["e"],
    ]);
    expect(commands("%%bash\na b\nc")).toEqual([["a", "b"], ["c"]]);
    expect(commands("%%html\n!a")).toEqual([]);
    expect(readCell("x = 1 != 2").shell).toBeNull();
  });
});
