/** A path as a person writes it in a setting, made whole. Pure: what the machine is like comes in. */
export interface Surroundings {
  readonly home: string;
  readonly workspaceFolder: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Replaces `~`, `${workspaceFolder}`, `${userHome}` and `${env:NAME}`; a relative path counts from the workspace's
 * folder. A bare name (`python3`) is left to be found on PATH.
 * @returns null for an empty setting.
 */
export function wholePath(written: string, { home, workspaceFolder, env }: Surroundings): string | null {
  const trimmed = written.trim();
  if (trimmed === "") return null;
  const filled = trimmed
    .replace(/^~(?=$|[\\/])/, () => home)
    .replace(/\$\{(workspaceFolder|userHome|env:([^}]*))\}/g, (whole, name: string, variable: string | undefined) => {
      if (variable !== undefined) return env[variable] ?? "";
      return name === "userHome" ? home : (workspaceFolder ?? whole);
    });
  const isBare = !/[\\/]/.test(filled);
  const isAbsolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(filled);
  if (isBare || isAbsolute || workspaceFolder === undefined) return filled;
  return `${workspaceFolder.replace(/[\\/]$/, "")}/${filled.replace(/^\.[\\/]/, "")}`;
}
