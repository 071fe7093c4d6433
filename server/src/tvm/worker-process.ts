import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Socket } from "node:net";
import path from "node:path";
import { StringDecoder } from "node:string_decoder";
import { t } from "../l10n";
import { type FaultReason, WorkerFault } from "./fault";
import { PrintedText } from "./output";

/** A line longer than this is no answer. */
const LONGEST_LINE = 256 * 1024 * 1024;
/** What an interpreter may print before the worker says hello (banners of wrappers). */
const LONGEST_BANNER = 64 * 1024;
/** The text that a program prints comes through another pipe than the answer, and may be a little later. */
const LATE_OUTPUT_MS = 300;

/** What the worker makes of a request; see server/python/tvmscript_worker/failure.py. */
export interface RawFailure {
  readonly kind: string;
  readonly code: string;
  readonly values: readonly string[];
  readonly detail: string | null;
  readonly range: unknown;
  /** The process that answers so can do nothing more. */
  readonly spent?: boolean;
}

export type Reply =
  | { readonly result: unknown; readonly printed: string }
  | { readonly failure: RawFailure; readonly printed: string };

export interface Request {
  readonly method: string;
  readonly params: unknown;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((code: string, values: readonly string[]) => void) | undefined;
}

interface Pending {
  readonly id: number;
  readonly printed: PrintedText;
  readonly onProgress: Request["onProgress"];
  stage: string | null;
  resolve(reply: Reply): void;
  reject(fault: WorkerFault): void;
}

const living = new Set<WorkerProcess>();
process.on("exit", () => {
  for (const worker of living) worker.kill();
});

/**
 * One interpreter that runs the worker, in a process group of its own. It answers one request at a time; after any
 * fault it is gone. While it has nothing to do it doesn't keep this program alive.
 */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private readonly ready: Promise<void>;
  private greeted = false;
  private settleReady: { resolve(): void; reject(fault: WorkerFault): void } | null = null;
  private pending: Pending | null = null;
  /** The beginning of a line whose end hasn't come yet. */
  private answers = "";
  private banner = 0;
  private readonly startText = new PrintedText();
  private lastId = 0;
  private gone: FaultReason | null = null;
  /** How many requests that run the user's code it has answered. */
  used = 0;

  /** @param cwd where relative paths of the user's code start */
  constructor(
    private readonly interpreter: string,
    folder: string,
    cwd: string,
    private readonly startMs: number,
  ) {
    this.child = spawn(interpreter, ["-u", path.join(folder, "worker.py")], {
      // Node reports a folder that isn't there as if the program were missing.
      cwd: existsSync(cwd) ? cwd : folder,
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
      env: { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONDONTWRITEBYTECODE: "1" },
    });
    this.ready = new Promise((resolve, reject) => {
      this.settleReady = { resolve, reject };
    });
    this.ready.catch(() => {});
    this.listen();
    living.add(this);
  }

  get alive(): boolean {
    return this.gone === null;
  }

  /** @throws WorkerFault where no answer comes; the process is then dead */
  async ask(request: Request): Promise<Reply> {
    if (request.signal?.aborted) throw this.fail({ type: "cancelled" });
    this.hold(true);
    const onAbort = () => this.fail({ type: "cancelled" });
    request.signal?.addEventListener("abort", onAbort, { once: true });
    const start = setTimeout(
      () => this.greeted || this.fail({ type: "silent", path: this.interpreter, seconds: this.startMs / 1000 }),
      this.startMs,
    );
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.ready;
      timer = setTimeout(() => this.fail({ type: "timeout", seconds: request.timeoutMs / 1000 }), request.timeoutMs);
      return await this.send(request);
    } finally {
      clearTimeout(start);
      clearTimeout(timer);
      request.signal?.removeEventListener("abort", onAbort);
      this.hold(false);
    }
  }

  /** No more questions: whoever still waits hears that it was cancelled. */
  end(): void {
    this.fail({ type: "cancelled" });
  }

  /** Ends the process and all that it started. */
  kill(): void {
    living.delete(this);
    const { pid } = this.child;
    if (pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    try {
      if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true });
      else process.kill(-pid, "SIGKILL");
    } catch {
      this.child.kill("SIGKILL");
    }
  }

  private async send(request: Request): Promise<Reply> {
    if (this.gone) throw new WorkerFault(this.gone);
    const id = ++this.lastId;
    const printed = new PrintedText();
    // The worker's own last resort, should this program no longer be there to end it.
    const deadline = Math.ceil(request.timeoutMs / 1000) + 30;
    const reply = await new Promise<Reply>((resolve, reject) => {
      this.pending = { id, printed, onProgress: request.onProgress, stage: null, resolve, reject };
      this.child.stdin?.write(`${JSON.stringify({ id, method: request.method, params: request.params, deadline })}\n`);
    });
    for (let waited = 0; waited < LATE_OUTPUT_MS && this.alive && !printed.hasEnded(id); waited += 10) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.pending = null;
    return { ...reply, printed: printed.ofProgram(id) };
  }

  private listen(): void {
    const { child } = this;
    child.on("error", (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.message;
      const type = code === "ENOENT" ? "missing" : "not-executable";
      this.fail({ type, path: this.interpreter, code });
    });
    child.on("exit", (code, signal) => {
      // Its pipes may still hold what it said last.
      setTimeout(() => this.fail(this.exitReason(signal ?? String(code))), 20);
    });
    child.stdin?.on("error", () => {});
    const text = new StringDecoder("utf8");
    child.stdout?.on("data", (data: Buffer) => this.hear(text.write(data)));
    const said = new StringDecoder("utf8");
    child.stderr?.on("data", (data: Buffer) => (this.pending?.printed ?? this.startText).add(said.write(data)));
  }

  private exitReason(status: string): FaultReason {
    return this.greeted ? { type: "ended", status } : { type: "not-python", path: this.interpreter, status };
  }

  private hear(text: string): void {
    if (this.gone) return;
    if (!this.greeted) this.banner += text.length;
    const lines = text.split("\n");
    lines[0] = this.answers + (lines[0] ?? "");
    this.answers = lines.pop() ?? "";
    for (const line of lines) {
      if (this.gone) return;
      if (this.greeted) this.hearMessage(line);
      else this.hearHello(line);
    }
    if (!this.greeted && this.banner > LONGEST_BANNER) {
      this.fail({ type: "not-python", path: this.interpreter, status: t("endless output") });
    } else if (this.answers.length > LONGEST_LINE) {
      this.fail({ type: "garbled" });
    }
  }

  private hearHello(line: string): void {
    const hello = parsed(line);
    if (hello?.hello !== 1) {
      this.startText.add(`${line}\n`);
      return;
    }
    if (hello.tooOld) {
      this.fail({ type: "too-old", path: this.interpreter, version: String(hello.python) });
      return;
    }
    this.greeted = true;
    this.settleReady?.resolve();
  }

  private hearMessage(line: string): void {
    const message = parsed(line);
    const { pending } = this;
    if (!message || !pending || message.id !== pending.id) {
      pending?.printed.add(`${line.slice(0, 1000)}\n`);
      this.fail({ type: "garbled" });
      return;
    }
    if (typeof message.progress === "string") {
      pending.stage = message.progress;
      pending.onProgress?.(pending.stage, message.values as string[]);
    } else if (message.error) {
      pending.resolve({ failure: message.error as RawFailure, printed: "" });
    } else {
      pending.resolve({ result: message.result, printed: "" });
    }
  }

  /** Ends the process for that reason; whoever waits hears of it. */
  private fail(reason: FaultReason): WorkerFault {
    const fault = new WorkerFault(reason, this.pending?.stage ?? null, (this.pending?.printed ?? this.startText).all());
    if (this.gone) return fault;
    this.gone = reason;
    this.kill();
    this.settleReady?.reject(fault);
    this.pending?.reject(fault);
    return fault;
  }

  private hold(wanted: boolean): void {
    const handles = [this.child, this.child.stdin, this.child.stdout, this.child.stderr] as (
      | ChildProcess
      | Socket
      | null
    )[];
    for (const handle of handles) wanted ? handle?.ref() : handle?.unref();
  }
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
