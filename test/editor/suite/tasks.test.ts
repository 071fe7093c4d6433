/** Tasks of type `tvm`: offered for the file in front, run in a terminal, their errors are problems. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { closeAll, eventually, isThere, open, sample, write, wrong } from "./workspace";

/** Runs a task to its end. */
function run(task: vscode.Task): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const ended = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      ended.dispose();
      resolve(exitCode);
    });
    vscode.tasks.executeTask(task).then(undefined, reject);
  });
}

async function offered(): Promise<Map<string, vscode.Task>> {
  const tasks = await eventually("tasks", () => vscode.tasks.fetchTasks({ type: "tvm" }), isThere);
  return new Map(tasks.map((task) => [task.name, task]));
}

describe("tasks", () => {
  afterEach(closeAll);

  it("are offered for each definition of the file in front", async () => {
    await open("modern.py");
    const definitions = ["MatmulRelu", "MatmulRelu.matmul_relu", "MatmulRelu.main"];
    const expected = definitions.flatMap((name) => [`compile modern.py::${name}`, `run modern.py::${name}`]);
    assert.deepEqual([...(await offered()).keys()].sort(), expected.sort());
  });

  it("compile in a terminal", async () => {
    await open("modern.py");
    const task = (await offered()).get("compile modern.py::MatmulRelu.matmul_relu");
    assert(task);
    assert.equal(await run(task), 0);
    const files = (await vscode.workspace.fs.readDirectory(sample("."))).map(([name]) => name);
    const library = files.find((name) => name.endsWith(".so"));
    assert(library, `no library among ${files}`);
    await vscode.workspace.fs.delete(sample(library));
  });

  it("put an error of TVM on its line", async () => {
    const uri = await write("wrong.py", wrong);
    await open("wrong.py");
    const task = (await offered()).get("run wrong.py::wrong");
    assert(task);
    assert.notEqual(await run(task), 0);
    const [problem] = await eventually("a problem", () => vscode.languages.getDiagnostics(uri), isThere);
    assert.equal(problem?.range.start.line, 5);
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
    assert.match(problem?.message ?? "", /nobody/);
    await vscode.workspace.fs.delete(uri);
  });
});
