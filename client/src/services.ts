import type * as vscode from "vscode";
import type { EngineDiagnostics } from "./engine-diagnostics";
import type { GeneratedTexts } from "./generated-texts";
import type { Interpreter } from "./interpreter";
import type { Server } from "./server";

/** What the features share. Made once, before the first feature is activated. */
export interface Services {
  readonly log: vscode.LogOutputChannel;
  readonly server: Server;
  readonly interpreter: Interpreter;
  readonly engineDiagnostics: EngineDiagnostics;
  readonly generatedTexts: GeneratedTexts;
}

/** One feature: a file with an `activate`, and a line in the table of extension.ts. */
export interface Feature {
  readonly name: string;
  readonly activate: (context: vscode.ExtensionContext, services: Services) => void | Promise<void>;
}
