/** What the tree view and the extension say to each other. Only types: both sides are bundled apart. */
import type { AstResult, DefinitionKind, Range } from "../../../server/src/protocol";

/** One entry of the view's list of definitions. */
export interface DefinitionChoice {
  readonly path: string;
  readonly kind: DefinitionKind;
  /** The notebook cell's number as people count, from 1; null in a file. */
  readonly cell: number | null;
}

/** From the extension to the view. */
export type ToView =
  | {
      readonly type: "tree";
      readonly result: Omit<AstResult, "definitions">;
      /** The file or notebook, whichever cell the tree is from. */
      readonly document: string;
      readonly choices: readonly DefinitionChoice[];
      /** The name of the file or notebook, for the heading. */
      readonly file: string;
      /** The explanation of what a tree is has been read and put away before. */
      readonly helpSeen: boolean;
      readonly followCursor: boolean;
    }
  /** There is nothing to show, and why. An old tree stays on the screen. */
  | { readonly type: "failed"; readonly message: string; readonly choices: readonly DefinitionChoice[] }
  /** The cursor or selection in the editor, in the same document as the tree. */
  | { readonly type: "cursor"; readonly selection: Range };

/** From the view to the extension. */
export type FromView =
  | { readonly type: "ready" }
  /** Select this in the editor that holds the tree's source. */
  | { readonly type: "reveal"; readonly span: Range; readonly focusEditor: boolean }
  | { readonly type: "choose"; readonly path: string }
  | { readonly type: "followCursor"; readonly on: boolean }
  | { readonly type: "helpSeen" };

/** What the view remembers over a reload of the window, through the webview's state. */
export interface ViewState {
  /** Of the file or notebook. */
  readonly uri: string;
  readonly path: string;
  /** See `foldingChanges`. */
  readonly folding: readonly string[];
  readonly selected: string | null;
  /** Pixels. */
  readonly scrollTop: number;
}
