/** Pictures as inline SVG: they take the text's colour, in every theme, and need no font. */

import next from "@vscode/codicons/src/icons/arrow-down.svg";
import previous from "@vscode/codicons/src/icons/arrow-up.svg";
import chevronDown from "@vscode/codicons/src/icons/chevron-down.svg";
import chevronRight from "@vscode/codicons/src/icons/chevron-right.svg";
import close from "@vscode/codicons/src/icons/close.svg";
import collapseAll from "@vscode/codicons/src/icons/collapse-all.svg";
import copy from "@vscode/codicons/src/icons/copy.svg";
import error from "@vscode/codicons/src/icons/error.svg";
import expandAll from "@vscode/codicons/src/icons/expand-all.svg";
import filter from "@vscode/codicons/src/icons/filter.svg";
import info from "@vscode/codicons/src/icons/info.svg";
import pass from "@vscode/codicons/src/icons/pass.svg";
import question from "@vscode/codicons/src/icons/question.svg";
import refresh from "@vscode/codicons/src/icons/refresh.svg";
import search from "@vscode/codicons/src/icons/search.svg";
import type_ from "@vscode/codicons/src/icons/symbol-class.svg";
import other from "@vscode/codicons/src/icons/symbol-misc.svg";
import expression from "@vscode/codicons/src/icons/symbol-operator.svg";
import statement from "@vscode/codicons/src/icons/symbol-structure.svg";
import follow from "@vscode/codicons/src/icons/target.svg";
import warning from "@vscode/codicons/src/icons/warning.svg";
import { html, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";

const pictures = {
  "chevron-down": chevronDown,
  "chevron-right": chevronRight,
  close,
  "collapse-all": collapseAll,
  copy,
  error,
  "expand-all": expandAll,
  filter,
  follow,
  info,
  next,
  pass,
  previous,
  question,
  refresh,
  search,
  warning,
  stmt: statement,
  expr: expression,
  type: type_,
  other,
} as const;

export type IconName = keyof typeof pictures;

/** Decoration: what it means is always said in words too. */
export function icon(name: IconName): TemplateResult {
  return html`<span class="icon" aria-hidden="true">${unsafeHTML(pictures[name])}</span>`;
}
