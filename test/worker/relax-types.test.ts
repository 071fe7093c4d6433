/** Types of operators without a rule, as real TVMs tell them, back in the static engine. */
import { afterAll, describe, expect, it } from "vitest";
import { modelOf } from "../../server/src/cli/source";
import { Answers } from "../../server/src/relax/answers";
import { check } from "../../server/src/rules/engine";
import { parser } from "../parser";
import { pythonFor, type Release } from "../tvm";
import { engineAt, inFile, succeeded } from "./support";

const TEXT = `from tvm.script import relax as R
from tvm.script import {tir} as T

@R.function
def secret(confidential: R.Tensor(("rows", 5), "float32")):
    rows = T.int64()
    padded = R.nn.pad(confidential, (1, 1, 0, 0))
    open = R.matmul(padded, padded)
    right = R.matmul(R.permute_dims(padded), padded)
    summed = R.einsum((right, right), "ij,ij->i")
    wider = R.concat((summed, right), axis=0)
    pair = R.nn.nothing(confidential)
    return (open, right, wider, pair)
`;

const releases: readonly Release[] = ["0.27", "0.26", "0.22", "0.17"];

describe.each(releases)("TVM %s", (release) => {
  const tvm = engineAt(pythonFor(release));
  afterAll(() => tvm.dispose());
  const text = TEXT.replace("{tir}", release >= "0.25" ? "tirx" : "tir");
  const source = { name: "types.py", texts: [{ cell: null, text }], write: ([one = ""]: readonly string[]) => one };

  it("tells what is then compared, of the operator alone", async () => {
    const answers = new Answers();
    const found = () =>
      check(modelOf(parser, source), { release, answers, remember: true })
        .filter(({ severity, rule }) => severity === "error" && rule.code === "TVM311")
        .map(({ start, message }) => `${text.slice(0, start).split("\n").length}: ${message}`);
    expect(found()).toEqual([]);
    const asked: string[] = [];
    for (let questions = answers.take(); questions.length > 0; questions = answers.take()) {
      asked.push(...questions);
      const { types } = succeeded(await tvm.relaxTypes(questions));
      questions.forEach((each, i) => {
        answers.learn(each, types[i] ?? null);
      });
      found();
    }
    expect(asked[0]).toBe(
      [
        "@R.function(private=True)",
        'def f(sizes: R.Shape(["n0"]), a0: R.Tensor(("n0", 5), dtype="float32")):',
        "    n0 = T.int64()",
        "    result = R.nn.pad(a0, (1, 1, 0, 0))",
        "    return result",
        "",
      ].join("\n"),
    );
    expect(asked.join()).not.toMatch(/secret|confidential|rows/);
    expect(found()).toEqual(["11: R.concat: the tensors have 1 and 2 dimensions."]);
  });

  it("tells it out of a process that has run no code of the user's", async () => {
    const spoiling = `import tvm
from tvm.script import relax as R

spoil = lambda: setattr(tvm.script, "from_source", None) or 4

@R.function
def spoiled(x: R.Tensor((spoil(),), "float32")):
    return x
`;
    const { definitions } = succeeded(await tvm.check(inFile(spoiling)));
    expect(definitions.map(({ accepted }) => accepted)).toEqual([true]);
    const question = `@R.function(private=True)
def f(a0: R.Tensor((3, 5), dtype="float32")):
    result = R.nn.relu(a0)
    return result
`;
    const { types } = succeeded(await tvm.relaxTypes([question]));
    expect(types).toEqual([{ kind: "tensor", ndim: 2, dtype: "float32", shape: [3, 5] }]);
  });
});
