/** A task of type `tvm` as tasks.json writes it, and the command line that does it. Pure. */
export interface TvmTaskDefinition {
  readonly verb: "compile" | "run";
  /** A Python file, from the workspace's folder. */
  readonly file: string;
  /** The function or module in it; without one the command line takes the only one, or says which there are. */
  readonly name?: string;
  readonly target?: string | Readonly<Record<string, unknown>>;
  readonly python?: string;
  readonly output?: string;
  readonly emit?: string;
}

/** What the task does not say itself. */
export interface TaskDefaults {
  readonly python: string | null;
  readonly target: string;
}

export function taskArguments(task: TvmTaskDefinition, defaults: TaskDefaults): string[] {
  // VS Code fills what tasks.json leaves out with empty strings.
  const target = task.target || defaults.target;
  const python = task.python || defaults.python;
  const option = (flag: string, value: string | null | undefined): string[] => (value ? [flag, value] : []);
  return [
    task.verb,
    task.name ? `${task.file}::${task.name}` : task.file,
    ...option("--python", python),
    ...option("--target", typeof target === "string" ? target : JSON.stringify(target)),
    ...(task.verb === "compile" ? [...option("-o", task.output), ...option("--emit", task.emit)] : []),
  ];
}
