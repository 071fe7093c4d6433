import { expect, it } from "vitest";
import { check } from "../../../server/src/rules/engine";
import { knownApi } from "../../../server/src/semantic/known-api";
import { Model } from "../../../server/src/semantic/model";
import { SyntaxDocument } from "../../../server/src/syntax/document";
import { parser } from "../../parser";

function findings(document: SyntaxDocument): string[] {
  const model = new Model([{ uri: "file:///order.py", cell: null, syntax: document.syntax }], knownApi);
  return check(model, { release: "0.27", remember: true }).map(({ rule, start }) => `${rule.code} ${start}`);
}

const USE = "\nx = T.block\n";
const [OLD, NEW] = ["from tvm.script import tir as T\n", "from tvm.script import relax as T\n"];

it("tells a statement from the same one further down, where its names mean something else", () => {
  const text = `${OLD}${USE}${NEW}${USE}`;
  const here = findings(new SyntaxDocument(parser, text));
  const swapped = findings(new SyntaxDocument(parser, `${NEW}${USE}${OLD}${USE}`));
  expect(here).not.toEqual(swapped);
});

it("reads a statement anew that an edit moves below another import", () => {
  const document = new SyntaxDocument(parser, `${OLD}${USE}${NEW}`);
  findings(document);
  document.edit([
    { start: OLD.length, end: OLD.length + USE.length, newText: "" },
    { start: OLD.length + NEW.length, end: OLD.length + NEW.length, newText: USE },
  ]);
  expect(findings(document)).toEqual(findings(new SyntaxDocument(parser, document.syntax.text)));
});
