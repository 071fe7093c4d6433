import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { tvmscript } from "./run";

let folder: string;
const at = (name: string) => path.join(folder, name);
const read = (name: string) => readFileSync(at(name), "utf8");
function write(name: string, text: string): void {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
}
const migrate = (...args: string[]) => tvmscript(["migrate", ...args], { cwd: folder });
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: folder });

const old = `from tvm.script import tir as T
import tvm


@T.prim_func
def scale(A: T.Buffer((8,), "float32")):
    for i in range(8):
        with T.block("scale"):  # one
            vi = T.axis.spatial(8, i)
            A[vi] = A[vi] * T.float32(2)
`;
const today = old
  .replace("tir as T", "tirx as T")
  .replace("@T.prim_func", "@T.prim_func(s_tir=True)")
  .replace("T.block", "T.sblock");
const left = "from tvm import relay\nimport tvm\n\na = tvm.nd.array([1])\nnet = relay.var('x')\n";

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tvmscript-migrate-"));
});

interface Report {
  readonly to: string;
  readonly from: { readonly since: string; readonly until: string } | null;
  readonly read: number;
  readonly changes: readonly { readonly code: string; readonly count: number }[];
  readonly files: readonly {
    readonly file: string;
    readonly changed: boolean;
    readonly written: boolean;
    readonly left: readonly {
      readonly code: string;
      readonly range: { readonly start: { readonly line: number } };
      readonly page: string;
    }[];
  }[];
}

describe("tvmscript migrate", () => {
  it("takes functions that don't tell for what those beside them are", () => {
    const plain = `from tvm.script import tirx as T


@T.prim_func
def zero(A: T.Buffer((8,), "float32")):
    for i in range(8):
        A[i] = T.float32(0)
`;
    const blocks = today.replace("(s_tir=True)", "");
    write("plain.py", plain);
    write("blocks.py", blocks);
    const { stdout } = migrate("--to", "0.27");
    expect(stdout).toContain("from TVM 0.24:");
    migrate("--to", "0.27", "--write");
    expect(read("plain.py")).toBe(plain.replace("@T.prim_func", "@T.prim_func(s_tir=True)"));
    // With one that says that it is of today, it may be of today too.
    write("plain.py", plain);
    write("blocks.py", blocks);
    write("today.py", today);
    migrate("--to", "0.27", "--write");
    expect([read("plain.py"), read("blocks.py")]).toEqual([plain, today]);
  });

  it("says what would change and what is left, and changes nothing", () => {
    write("old.py", old);
    write("sub/left.py", left);
    write("today.py", today);
    const { status, stdout } = migrate("--to", "0.27");
    expect(status).toBe(1);
    expect(stdout).toContain("To TVM 0.27, from TVM ");
    expect(stdout).toMatch(/^ {2}TVM105 +missing-s-tir +1 +in 1 file$/m);
    expect(stdout).toMatch(/^ {2}old\.py +\d to rewrite$/m);
    expect(stdout).toMatch(/^sub[\\/]left\.py:1:17: error TVM101 .*Relay is gone.*\(docs\/gone\/relay\.md\)$/m);
    expect(stdout).not.toContain("today.py");
    expect([read("old.py"), read("sub/left.py")]).toEqual([old, left]);
  });

  it("prints a patch that git applies", () => {
    write("old.py", old);
    const { status, stdout, stderr } = migrate("--to", "0.27", "--diff");
    expect(status).toBe(1);
    expect(stderr).toContain("can be rewritten");
    expect(read("old.py")).toBe(old);
    git("init", "-q");
    write("change.patch", stdout);
    git("apply", "-p0", "change.patch");
    expect(read("old.py")).toBe(today);
  });

  it("writes files that change, keeps their modes and links, and finds nothing to do the second time", () => {
    write("old.py", old);
    chmodSync(at("old.py"), 0o755);
    symlinkSync("old.py", at("link.py"));
    const once = migrate("link.py", "old.py", "--to", "0.27");
    expect(once.stdout).toContain(": 1 file read.");
    expect(migrate("link.py", "--to", "0.27", "--write")).toMatchObject({ status: 0, stderr: "" });
    expect(read("old.py")).toBe(today);
    expect(statSync(at("old.py")).mode & 0o777).toBe(0o755);
    const again = migrate("--to", "0.27", "--write");
    expect(again.status).toBe(0);
    expect(again.stdout).toContain("Nothing to change.");
  });

  it("goes back to an older release", () => {
    write("today.py", today);
    expect(migrate("--to", "0.17", "--write").status).toBe(0);
    expect(read("today.py")).toBe(old);
  });

  it("leaves alone what git has not committed, unless it is told not to care", () => {
    git("init", "-q");
    write("a.py", old);
    write("b.py", old);
    git("add", ".");
    git("commit", "-qm", "all");
    write("a.py", `# mine\n${old}`);
    const first = migrate("--to", "0.27", "--write");
    expect(first.status).toBe(2);
    expect(first.stderr).toBe(
      "tvmscript: a.py: not written, it has changes that git has not committed (--allow-dirty writes it).\n",
    );
    expect([read("a.py"), read("b.py")]).toEqual([`# mine\n${old}`, today]);
    expect(migrate("a.py", "--to", "0.27", "--write", "--allow-dirty").status).toBe(0);
    expect(read("a.py")).toBe(`# mine\n${today}`);
  });

  it("counts as rewritten what was written", () => {
    git("init", "-q");
    write("a.py", old);
    write("b.py", old);
    git("add", ".");
    git("commit", "-qm", "all");
    write("a.py", `# mine\n${old}`);
    const { stdout } = migrate("--to", "0.27", "--write");
    expect(stdout).toMatch(/^ {2}a\.py +(\d) not written\n {2}b\.py +\1 rewritten$/m);
    expect(stdout).toMatch(/^(\d) places rewritten; 1 file written; 0 places left\. Not written: 1 file\.$/m);
  });

  it("says in Chinese what the parser of the command line says, too, in columns that stand below each other", () => {
    write("old.py", old);
    write("left.py", left);
    const chinese = (...args: string[]) => tvmscript(args, { cwd: folder, env: { LC_ALL: "zh_CN.UTF-8" } });
    expect(chinese("migrate").stderr).toBe(
      "tvmscript: 缺少选项：--to <version>。\n（tvmscript --help 列出所有用法）\n",
    );
    expect(chinese("doctor", "more").stderr).toContain("参数过多（1 个）。");
    expect(chinese("migrat").stderr).toContain("没有命令 migrat。\n（是不是 migrate？）");
    const { stdout } = chinese("migrate", "--help");
    expect(stdout).toMatch(/^用法：.*^参数：$.*^选项：$.*（可选：text, json, sarif；默认：text）/ms);
    expect(stdout).not.toMatch(/Usage|Options|display|choices/);
    const report = chinese("migrate", "--to", "0.27").stdout;
    expect(report).toContain("\n  left.py  可改写 1 处  留下 1 处\n  old.py   可改写 ");
    expect(report).toContain("(docs/gone/relay.zh-cn.md)");
  });

  it("prints JSON: what the code was written for, changes, files, what is left where", () => {
    write("old.py", old);
    write("left.py", left);
    const { stdout } = migrate("--to", "0.27", "--format", "json", "--write");
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ to: "0.27", read: 2, from: { until: expect.stringMatching(/^0\.\d+$/) } });
    expect(report.changes.map(({ code }) => code)).toContain("TVM105");
    expect(report.files.map(({ file, written }) => [file, written])).toEqual([
      ["left.py", true],
      ["old.py", true],
    ]);
    expect(report.files[0]?.left).toMatchObject([{ code: "TVM101", page: "docs/gone/relay.md" }]);
  });

  it("counts what is left in the text as it is, until that is written", () => {
    const text =
      "from tvm.script import tir as T, relax as R\nimport tvm\nfrom tvm import nd, relay\n\nnet = relay.var('x')\n";
    write("a.py", text);
    const line = (...args: string[]) => {
      const report = JSON.parse(migrate("--to", "0.27", "--format", "json", ...args).stdout) as Report;
      return report.files[0]?.left[0]?.range.start.line ?? -1;
    };
    expect(line()).toBe(2);
    const written = line("--write");
    expect(read("a.py").split("\n")[written]).toContain("relay");
  });

  it("tells SARIF readers what is left", () => {
    write("left.py", left);
    const { runs } = JSON.parse(migrate("--to", "0.27", "--format", "sarif").stdout) as {
      runs: { results: { ruleId: string }[] }[];
    };
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(["TVM101"]);
  });

  it("rewrites what is merely called old only when it is asked to", () => {
    write("a.py", "import tvm\n\nlib = tvm.build(mod, 'llvm')\n");
    const plain = migrate("--to", "0.27", "--write");
    expect(plain).toMatchObject({ status: 0, stderr: "" });
    expect(plain.stdout).toContain("--modernize");
    expect(read("a.py")).toContain("tvm.build(");
    expect(migrate("--to", "0.27", "--write", "--modernize", "--unsafe-fixes").status).toBe(0);
    expect(read("a.py")).toContain("tvm.compile(");
  });

  it("takes a person's word for what the code was written for", () => {
    const code = `from tvm.script import tirx as T\n\n\n@T.prim_func(s_tir=True)\ndef f(A: T.Buffer((8,), "int32")):\n    x: T.int32 = 1\n    A[0] = x\n`;
    write("a.py", code);
    migrate("--to", "0.27", "--write");
    expect(read("a.py")).toBe(code);
    migrate("--to", "0.27", "--from", "0.20", "--write");
    expect(read("a.py")).toContain("x: T.let[T.int32] = 1");
  });

  it("leaves a cell that is no Python as it is, says which, and rewrites the others", () => {
    const cell = (source: string) => ({ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source });
    const cells = ["import tvm", "a = tvm.nd.array([1", "b = tvm.nd.array([2])"].map(cell);
    write("a.ipynb", JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1));
    const { status, stderr } = migrate("--to", "0.27", "--write");
    expect(status).toBe(2);
    expect(stderr).toMatch(/^tvmscript: a\.ipynb\[1\]:1:\d+: this is no Python; nothing in the cell is rewritten\.\n$/);
    expect(read("a.ipynb")).toContain("tvm.nd.array([1");
    expect(read("a.ipynb")).toContain("tvm.runtime.tensor([2])");
  });

  it("rewrites Python fences in Markdown, and nothing else there", () => {
    const text = `# tir\n\nUse \`tvm.nd.array\`:\n\n\`\`\`python\nimport tvm\n\na = tvm.nd.array([1])\n\`\`\`\n\n\`\`\`\ntvm.nd.array\n\`\`\`\n`;
    write("a.md", text);
    expect(migrate("a.md", "--to", "0.27", "--write").status).toBe(0);
    expect(read("a.md")).toBe(text.replace("a = tvm.nd.array", "a = tvm.runtime.tensor"));
  });

  it("keeps a fence's own imports, which an earlier fence of the page has, too", () => {
    const fence = (...lines: string[]) => ["```python", ...lines, "```", ""].join("\n");
    const text = fence("from tvm.script import tirx as T") + fence("from tvm.script import tir as T", "print(T.int32)");
    write("own.md", text);
    expect(migrate("own.md", "--to", "0.27", "--write").status).toBe(0);
    expect(read("own.md")).toBe(text.replace("tir as", "tirx as"));
  });

  it("says in one sentence what it cannot do", () => {
    write("bad.ipynb", "{");
    for (const [args, words] of [
      [["--to", "9.x"], "9.x is no TVM release that is known"],
      [["--to", "0.27", "nowhere"], "nowhere: there is no such file or folder"],
      [["--to", "0.27", "bad.ipynb"], "bad.ipynb: not a notebook that can be read"],
    ] as const) {
      const { status, stderr } = migrate(...args);
      expect([status, stderr.startsWith(`tvmscript: ${words}`)], stderr).toEqual([2, true]);
    }
    expect(migrate("x.py").status).toBe(2);
    expect(migrate("--to", "0.27", "--diff", "--write").status).toBe(2);
  });
});
