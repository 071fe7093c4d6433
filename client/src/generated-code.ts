/** The code that TVM generated: opened from a compile's message, or later by "Show generated code". */
import path from "node:path";
import * as vscode from "vscode";
import type { CompileSuccess, GeneratedSource } from "../../server/src/protocol";
import { type ChosenDefinition, chooseDefinition } from "./choose-definition";
import type { Services } from "./services";

/** What was compiled since the window opened, by definition. */
const compiled = new Map<string, CompileSuccess>();
const keyOf = ({ uri, path: name }: ChosenDefinition): string => `${uri}::${name}`;

/** How a format is called and coloured; of several ids the first that is installed is taken. */
const formats: Readonly<Record<string, { readonly title: string; readonly languages: readonly string[] }>> = {
  ll: { title: "LLVM", languages: ["llvm", "llvm-ir"] },
  asm: { title: "assembly", languages: ["asm-intel-x86-generic", "asm", "gas", "nasm"] },
  s: { title: "assembly", languages: ["asm-intel-x86-generic", "asm", "gas", "nasm"] },
  c: { title: "C", languages: ["c"] },
  cu: { title: "CUDA", languages: ["cuda-cpp", "cuda", "cpp"] },
  cuda: { title: "CUDA", languages: ["cuda-cpp", "cuda", "cpp"] },
  cl: { title: "OpenCL", languages: ["opencl", "c"] },
  metal: { title: "Metal", languages: ["metal", "cpp"] },
  wgsl: { title: "WGSL", languages: ["wgsl"] },
};

export function formatTitle({ format }: GeneratedSource): string {
  const { title = format } = formats[format] ?? {};
  // The others are names.
  return title === "assembly" ? vscode.l10n.t("assembly") : title;
}

/** What a button says that opens the text. */
export function showLabel(source: GeneratedSource): string {
  const title = formats[source.format]?.title;
  return title === "assembly" ? vscode.l10n.t("Show assembly") : vscode.l10n.t("Show {0}", formatTitle(source));
}

export function activate(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.commands.registerCommand("tvmscript.showGeneratedCode", (argument: unknown) =>
      showGeneratedCode(services, argument),
    ),
  );
}

export function rememberCompiled(definition: ChosenDefinition, result: CompileSuccess): void {
  compiled.set(keyOf(definition), result);
}

export function openGenerated({ generatedTexts }: Services, source: GeneratedSource): Promise<vscode.TextEditor> {
  return generatedTexts.open(
    path.basename(source.path),
    { file: source.path },
    formats[source.format]?.languages ?? [],
  );
}

async function showGeneratedCode(services: Services, argument: unknown): Promise<void> {
  const definition = await chooseDefinition(
    services,
    argument,
    vscode.l10n.t("Show the generated code of which definition?"),
  );
  if (!definition) return;
  const result = compiled.get(keyOf(definition)) ?? kin(definition);
  if (!result) {
    const compile = vscode.l10n.t("Compile…");
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t("{0} has not been compiled since this window opened.", definition.path),
      compile,
    );
    if (answer === compile) await vscode.commands.executeCommand("tvmscript.compile", definition);
    return;
  }
  const source = await pickSource(result.sources);
  if (source) await openGenerated(services, source);
}

/** A module's code holds that of its functions, and a function of a module may have been compiled alone. */
function kin({ uri, path: name }: ChosenDefinition): CompileSuccess | undefined {
  const own = `${uri}::${name}`;
  for (const [key, result] of compiled) if (key.startsWith(`${own}.`) || own.startsWith(`${key}.`)) return result;
  return undefined;
}

async function pickSource(sources: readonly GeneratedSource[]): Promise<GeneratedSource | undefined> {
  if (sources.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("TVM gave no source text for this target."));
    return undefined;
  }
  if (sources.length === 1) return sources[0];
  const items = sources.map((source) => ({ label: formatTitle(source), description: source.module, source }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Which text?") });
  return picked?.source;
}
