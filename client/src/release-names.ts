/** The TVM releases that the manifest names as values of `tvmscript.targetVersion`, newest first: written in one place. */
import * as vscode from "vscode";

interface Manifest {
  readonly contributes?: {
    readonly configuration?: readonly {
      readonly properties?: Readonly<Record<string, { readonly enum?: string[] }>>;
    }[];
  };
}

export function releaseNames(): string[] {
  const manifest = vscode.extensions.getExtension("tvmscript.tvmscript")?.packageJSON as Manifest | undefined;
  for (const group of manifest?.contributes?.configuration ?? []) {
    const values = group.properties?.["tvmscript.targetVersion"]?.enum;
    if (values) return values.filter((value) => value !== "auto");
  }
  return [];
}

/** What a release is whose name does not say it. */
export function releaseNote(release: string): string | null {
  return release === "unity" ? vscode.l10n.t("mlc-ai's wheels of 2023, before Relax was in a release") : null;
}
