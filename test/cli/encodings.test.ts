/** Files in other encodings than UTF-8. A real CPython says which it takes, and as what. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { encodingNamed } from "../../server/src/cli/encoding/encodings";
import { readTableText } from "../../server/src/cli/encoding/table-text";
import { pythonFor } from "../tvm";
import { tvmscript } from "./run";

const python = pythonFor("0.27");
const ask = (code: string): unknown =>
  JSON.parse(execFileSync(python, ["-c", code], { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 }));

let folder: string;
const at = (name: string) => path.join(folder, name);
const bytes = (name: string) => readFileSync(at(name));
const run = (...args: string[]) => tvmscript(args, { cwd: folder });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tvmscript-encodings-"));
});

/** What CPython has against the file as a program; null for nothing. */
function refusal(name: string): string | null {
  const code = "import ast, sys; ast.parse(open(sys.argv[1], 'rb').read())";
  const { status, stderr } = spawnSync(python, ["-c", code, at(name)], { encoding: "utf8" });
  return status === 0 ? null : stderr;
}

/** A text by CPython's codec of that name. */
function encode(text: string, codec: string): Buffer {
  const code = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().decode('utf-8').encode(sys.argv[1]))";
  return execFileSync(python, ["-c", code, codec], { input: text });
}

describe("names of encodings", () => {
  it("has every name that CPython has", () => {
    const names = ask(`
import codecs, encodings, encodings.aliases, json, pkgutil
def is_text(name):
    try: return codecs.lookup(name)._is_text_encoding
    except LookupError: return False
names = {*encodings.aliases.aliases, *(each.name for each in pkgutil.iter_modules(encodings.__path__))}
print(json.dumps({name: is_text(name) for name in names}))
`) as Record<string, boolean>;
    expect(Object.keys(names).length).toBeGreaterThan(300);
    const wrong = Object.entries(names).filter(
      ([name, isText]) => isText !== (encodingNamed(name).kind !== "unknown") && !/^(?:mbcs|ansi|dbcs|oem)$/.test(name),
    );
    expect(wrong).toEqual([]);
  });

  it.each(["GBK", "-gbk-", "Shift-JIS", "iso-8859-15", "utf-8-unix", "windows-1252", "ansi_x3.4_1968"])(
    "reads %s",
    (name) => {
      expect(["table", "utf-8", "ascii"]).toContain(encodingNamed(name).kind);
    },
  );
});

describe("characters of two bytes", () => {
  const read = (codec: string, sequence: Buffer) => {
    const named = encodingNamed(codec);
    return named.kind === "table" ? readTableText(sequence, named.encoding) : null;
  };
  const pairs: Buffer[] = [];
  for (let first = 0x80; first < 0x100; first++) {
    pairs.push(Buffer.from([first]));
    for (let second = 0x30; second < 0x100; second++) pairs.push(Buffer.from([first, second]));
  }
  const known = (codec: string) =>
    new Set(
      ask(`
import json
def is_one(pair):
    try: return len(pair.decode("${codec}")) == 1
    except UnicodeDecodeError: return False
pairs = [bytes([a, *b]) for a in range(0x80, 0x100) for b in [[], *([each] for each in range(0x30, 0x100))]]
print(json.dumps([pair.hex() for pair in pairs if is_one(pair)]))
`) as string[],
    );

  it.each(["gbk", "gb2312", "gb18030", "shift_jis", "euc_jp", "euc_kr", "cp949", "cp950"])(
    "are those of CPython's in %s, and come back as they were",
    (codec) => {
      const own = known(codec);
      expect(own.size).toBeGreaterThan(5000);
      for (const pair of pairs) {
        const text = read(codec, pair);
        const isOne = text !== null && [...text.text].length === 1;
        if (isOne !== own.has(pair.toString("hex"))) expect.fail(`${codec} ${pair.toString("hex")}: ${text?.text}`);
        if (text && !text.encode(text.text)?.equals(pair)) expect.fail(`${codec} ${pair.toString("hex")} changes`);
      }
    },
  );

  it.each(["big5", "big5hkscs", "cp932"])("come back as they were in %s", (codec) => {
    const own = known(codec);
    let count = 0;
    for (const pair of pairs) {
      const text = read(codec, pair);
      if (text && own.has(pair.toString("hex"))) count++;
      if (text && !text.encode(text.text)?.equals(pair)) expect.fail(`${codec} ${pair.toString("hex")} changes`);
    }
    // All but the areas for characters of one's own.
    expect(count).toBeGreaterThan(own.size - 200);
  });
});

const program = (declared: string, comment: string) => `# -*- coding: ${declared} -*-
import tvm  # ${comment}

s = "${comment}"
a = tvm.nd.array([1])  # ${comment}
`;
const today = (text: string) => text.replace("nd.array", "runtime.tensor");

describe("files", () => {
  it.each([
    ["gbk", "矩阵乘法：中文，“引号”"],
    ["gb2312", "矩阵乘法"],
    ["gb18030", "矩阵 𠀀 ḿ 乘法"],
    ["big5", "矩陣乘法：許功蓋十"],
    ["Shift_JIS", "行列の積〜ソース表"],
    ["cp932", "行列の積 ①②"],
    ["euc-jp", "行列の積〜"],
    ["euc-kr", "행렬 곱셈"],
    ["cp1252", "“Größe” – €"],
    ["iso8859-15", "Größe €"],
  ])("in %s are written but for what changes", (declared, comment) => {
    const text = program(declared, comment);
    const old = encode(text, declared);
    writeFileSync(at("a.py"), old);
    expect(refusal("a.py")).toBeNull();
    const found = run("check", "--tvm", "0.27", "a.py");
    expect(found).toMatchObject({ status: 1, stderr: "" });
    expect(found.stdout).toContain("a.py:5:5: error TVM101");
    expect(bytes("a.py")).toEqual(old);
    expect(run("check", "--tvm", "0.27", "--fix", "a.py")).toMatchObject({ status: 0, stderr: "" });
    expect(bytes("a.py")).toEqual(encode(today(text), declared));
    expect(refusal("a.py")).toBeNull();
    writeFileSync(at("a.py"), old);
    expect(run("migrate", "--to", "0.27", "--write", "a.py")).toMatchObject({ status: 0, stderr: "" });
    expect(bytes("a.py")).toEqual(encode(today(text), declared));
  });

  it.each([
    ["check", "--tvm", "0.27", "--diff"],
    ["migrate", "--to", "0.27", "--diff"],
  ])("are patched in their own encoding by %s", (...args) => {
    writeFileSync(at("a.py"), encode(program("gbk", "矩阵"), "gbk"));
    const cli = path.resolve(import.meta.dirname, "../../dist/server/cli.js");
    const { stdout } = spawnSync(process.execPath, [cli, ...args, "a.py"], { cwd: folder });
    writeFileSync(at("change.patch"), stdout);
    execFileSync("git", ["init", "-q"], { cwd: folder });
    execFileSync("git", ["apply", "-p0", "change.patch"], { cwd: folder });
    expect(bytes("a.py")).toEqual(encode(today(program("gbk", "矩阵")), "gbk"));
  });

  it("show their trees", () => {
    const text = `# coding: gbk
from tvm.script import tirx as T


@T.prim_func
def 加一(A: T.Buffer((8,), "float32")):
    for i in range(8):
        A[i] = A[i] + T.float32(1)  # 加一
`;
    writeFileSync(at("a.py"), encode(text, "gbk"));
    expect(run("ast", "a.py")).toMatchObject({ status: 0, stdout: expect.stringContaining("加一") });
  });

  const gbk = (text: string) => encode(text, "gbk");
  const nd = "import tvm\na = tvm.nd.array([1])\n";
  const cases: readonly [what: string, content: () => Buffer, sentence: string, chinese: string][] = [
    [
      "bytes that are none of the encoding",
      () => Buffer.concat([gbk(`# coding: gbk\n${nd}# 中`), Buffer.from([0xff, 0x0a])]),
      "not all of it is text in the encoding that it declares, gbk.",
      "其内容不全是所声明的编码 gbk 的文本。",
    ],
    [
      "half a character at the end",
      () => Buffer.concat([gbk(`# coding: gbk\n${nd}# 中`), Buffer.from([0xd6])]),
      "not all of it is text in the encoding that it declares, gbk.",
      "其内容不全是所声明的编码 gbk 的文本。",
    ],
    [
      "GBK that calls itself GB2312",
      () => gbk(`# coding: gb2312\n${nd}# 镕\n`),
      "not all of it is text in the encoding that it declares, gb2312.",
      "其内容不全是所声明的编码 gb2312 的文本。",
    ],
    [
      "an encoding that there is not",
      () => Buffer.from(`# coding: foo\n${nd}`),
      "it declares an encoding that Python does not know, foo.",
      "它声明的编码 foo 是 Python 不认识的。",
    ],
    [
      "one below UTF-8's mark",
      () => Buffer.from(`\ufeff# coding: gbk\n${nd}`),
      "it declares the encoding gbk and begins with the mark of UTF-8, so Python does not read it.",
      "它声明的编码是 gbk，开头却有 UTF-8 的标记（BOM），因此 Python 不读取它。",
    ],
    [
      "other bytes without a declaration",
      () => gbk(`${nd}s = "中"\n`),
      "not UTF-8 text, and it declares no other encoding (# -*- coding: gbk -*-).",
      "不是 UTF-8 文本，也没有声明其他编码（# -*- coding: gbk -*-）。",
    ],
    [
      "characters beyond the ASCII that it declares",
      () => Buffer.from(`# coding: ascii\n${nd}# é\n`),
      "not all of it is text in the encoding that it declares, ascii.",
      "其内容不全是所声明的编码 ascii 的文本。",
    ],
    ["UTF-16", () => Buffer.from(nd, "utf16le"), "not a text (it holds zero bytes).", "不是文本（含有零字节）。"],
  ];
  it.each(cases)("with %s are told of and left alone, as CPython refuses them", (_what, content, sentence, chinese) => {
    writeFileSync(at("a.py"), content());
    expect(refusal("a.py")).not.toBeNull();
    for (const args of [["check", "--tvm", "0.27", "--fix"], ["migrate", "--to", "0.27", "--write"], ["ast"]]) {
      const { status, stderr } = run(...args, "a.py");
      expect([status, stderr]).toEqual([2, `tvmscript: a.py: ${sentence}\n`]);
      expect(bytes("a.py")).toEqual(content());
    }
    const { stderr } = tvmscript(["check", "a.py"], { cwd: folder, env: { LC_ALL: "zh_CN.UTF-8" } });
    expect(stderr).toBe(`tvmscript: a.py：${chinese}\n`);
  });

  it("says of what CPython reads and this program does not that it is so", () => {
    writeFileSync(at("a.py"), `# coding: utf-7\n${nd}`);
    expect(refusal("a.py")).toBeNull();
    expect(run("check", "a.py")).toMatchObject({
      status: 2,
      stderr: "tvmscript: a.py: its encoding, utf-7, is not read; save it as UTF-8 to have it checked.\n",
    });
  });

  it("leaves a file alone in which two kinds of bytes stand for one character", () => {
    const text = Buffer.from(`# coding: cp932\n${nd}# \x87\x90 \x81\xe0\n`, "latin1");
    writeFileSync(at("a.py"), text);
    expect(run("check", "--fix", "a.py").status).toBe(2);
    expect(bytes("a.py")).toEqual(text);
  });

  it.each([
    ["line two below code", `import sys\n# coding: foo\n${nd}`],
    ["line three", `\n\n# coding: foo\n${nd}`],
    ["a string", `'''\n# coding: foo\n'''\n${nd}`],
    ["line two below another", `# coding: utf-8\n# coding: foo\n${nd}`],
    ["a comment behind code", `x = 1  # coding: foo\n${nd}`],
  ])("takes no declaration from %s, as CPython does not", (_where, text) => {
    writeFileSync(at("a.py"), text);
    expect(refusal("a.py")).toBeNull();
    expect(run("check", "--tvm", "0.27", "a.py")).toMatchObject({ status: 1, stderr: "" });
  });

  it.each([
    ["line two", `#!/usr/bin/env python\n# coding: foo\n${nd}`],
    ["line two below nothing", `\n# vim: set fileencoding=foo :\n${nd}`],
    ["a line that ends as Macs' once did", `# x\r# coding: foo\r${nd}`],
  ])("takes a declaration from %s, as CPython does", (_where, text) => {
    writeFileSync(at("a.py"), text);
    expect(refusal("a.py")).toContain("unknown encoding: foo");
    expect(run("check", "--tvm", "0.27", "a.py").status).toBe(2);
  });
});
