import { describe, expect, it } from "vitest";
import { readTasks } from "../../../server/src/syntax/tasks";

const commands = (json: string) => readTasks(json).shell?.commands.map(({ words }) => words.map(({ value }) => value));

describe("tasks.json", () => {
  it("has a command with its arguments in each task of a shell or process", () => {
    const json = `{ // tasks
      "tasks": [
        { "label": "compile", "type": "shell", "command": "cd dist && mlc_chat compile", "args": ["x.json", "--opt", 3] },
        { "type": "process", "command": "mlc_llm", "args": ["chat", "a \\"b\\""], },
        { "type": "npm", "command": "mlc_chat" },
        { "type": "shell", "command": "echo \\"a\\"" },
      ],
    }`;
    expect(commands(json)).toEqual([
      ["cd", "dist"],
      ["mlc_chat", "compile", "x.json", "--opt"],
      ["mlc_llm", "chat", 'a "b"'],
    ]);
    const text = readTasks(json).shell?.text ?? "";
    const words = readTasks(json).shell?.commands.flatMap((each) => each.words) ?? [];
    for (const { inner, value } of words) if (inner !== null) expect(text.startsWith(value, inner)).toBe(true);
  });

  it("may be anything", () => {
    for (const json of ["", "[]", "{", '{"tasks": 1}', '{"tasks": [1, {"command": 2}]}'])
      expect(commands(json)).toEqual([]);
  });
});
