import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import path from "node:path";

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
}

export interface TerminalOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Presses ctrl-c after that time. */
  readonly interruptAfterMs?: number;
}

/** Runs programs as in a terminal that speaks English; all that they say goes to the log. */
export class Terminal {
  constructor(
    private readonly folder: string,
    private readonly log: string | null,
  ) {}

  run(command: string, args: readonly string[], { env, interruptAfterMs }: TerminalOptions = {}): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const began = performance.now();
      const child = spawn(command, args, { cwd: this.folder, env: { ...process.env, LC_ALL: "C", ...env } });
      const timer = interruptAfterMs === undefined ? null : setTimeout(() => child.kill("SIGINT"), interruptAfterMs);
      let out = "";
      let err = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        out += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        err += text;
      });
      child.once("error", reject);
      child.once("close", (status) => {
        if (timer) clearTimeout(timer);
        const ended = { status, out, err, ms: performance.now() - began };
        this.write(`$ ${[path.basename(command), ...args].join(" ")}\n${out}${err}[status ${status}]\n`);
        resolve(ended);
      });
    });
  }

  /** Starts something that is to go on meanwhile. */
  start(command: string, args: readonly string[]): { said(wanted: RegExp): Promise<void>; end(): void } {
    const child = spawn(command, args, { cwd: this.folder });
    let out = "";
    const both = (text: string) => {
      out += text;
    };
    child.stdout.setEncoding("utf8").on("data", both);
    child.stderr.setEncoding("utf8").on("data", both);
    return {
      said: async (wanted) => {
        for (let waited = 0; !wanted.test(out); waited += 100) {
          if (waited > 60_000 || child.exitCode !== null) throw new Error(`it did not say ${wanted}: ${out}`);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      },
      end: () => child.kill("SIGKILL"),
    };
  }

  write(text: string): void {
    if (this.log) appendFileSync(path.join(this.log, "said.txt"), `${text}\n`);
  }
}
