import type { AstNode } from "../ast";
import { astDot } from "./ast-dot";
import { astJson } from "./ast-json";
import { astOutline } from "./ast-outline";
import { astSvg } from "./ast-svg";

export const astFormats = ["json", "tree", "dot", "svg"] as const;
export type AstFormat = (typeof astFormats)[number];

/** A tree as text, ended by a line break. */
export function formatAst(root: AstNode, format: AstFormat): string {
  switch (format) {
    case "json":
      return astJson(root);
    case "tree":
      return astOutline(root);
    case "dot":
      return astDot(root);
    case "svg":
      return astSvg(root);
  }
}
