import { pathToFileURL } from "node:url";
import { knownApi } from "../server/src/semantic/known-api";
import { Model } from "../server/src/semantic/model";
import { SyntaxDocument } from "../server/src/syntax/document";
import { parser } from "./parser";

/** The model of one file's text. */
export function modelOf(text: string, fileName = "/test.py"): Model {
  return new Model(
    [{ uri: pathToFileURL(fileName).href, cell: null, syntax: new SyntaxDocument(parser, text).syntax }],
    knownApi,
  );
}
