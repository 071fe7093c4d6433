import { expect, it } from "vitest";
import { modelOf, type Source } from "../../../server/src/cli/source";
import { fixAll } from "../../../server/src/rules/fix-all";
import { parser } from "../../parser";

const TEXT = `from tvm.script import tirx as T

@T.prim_func
def f(A: T.Buffer((8,), "float32")):
    A[0] = T.float32(1)
`;

function migrated(from: string | undefined): string {
  const source: Source = { name: "f.py", texts: [{ cell: null, text: TEXT }], write: ([text = ""]) => text };
  const options = from === undefined ? { release: "0.27" } : { release: "0.27", from };
  const [part] = fixAll(modelOf(parser, source), options, (texts) => modelOf(parser, source, texts));
  return part?.text ?? TEXT;
}

it("leaves a function alone that may be TIRx's, as the release takes it", () => {
  expect(migrated(undefined)).toBe(TEXT);
  expect(migrated("0.25")).toBe(TEXT);
});

it("keeps what a function was where a person says that it is from before TIRx", () => {
  expect(migrated("0.24")).toBe(TEXT.replace("@T.prim_func", "@T.prim_func(s_tir=True)"));
});
