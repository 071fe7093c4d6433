import { WorkerFault } from "./fault";
import { type Reply, type Request, WorkerProcess } from "./worker-process";

export interface PoolOptions {
  readonly interpreter: string;
  /** The folder of worker.py. */
  readonly folder: string;
  readonly cwd: string;
  /** An interpreter that hasn't said hello after this time is none. */
  readonly startMs: number;
  /** A worker that had nothing to do for this time is ended: an imported TVM takes 200 MB. */
  readonly idleMs: number;
}

/** What a request does to the process that answers it, or asks of it. */
export type RequestKind = "user-code" | "plain" | "clean";

/** A long compilation must not keep others from asking; more than two fill the memory. */
const MOST_WORKERS = 2;
/** Code that was run leaves things behind. */
const MOST_REQUESTS = 100;
/** A second run of the same program in one process finds what the first registered with TVM. */
const ALREADY = /already (?:been )?(?:registered|exists|defined)|is already registered/i;

/** The workers of one interpreter. Any of them may die at any time: the next request gets a new one. */
export class WorkerPool {
  private readonly idle: WorkerProcess[] = [];
  private readonly timers = new Map<WorkerProcess, NodeJS.Timeout>();
  private readonly busy = new Set<WorkerProcess>();
  private readonly waiting: (() => void)[] = [];
  private disposed = false;

  constructor(private readonly options: PoolOptions) {}

  /**
   * @param kind one that runs the user's code is asked once more of a new process where the old one's state made it fail; a clean
   * one is asked of a process that has run none
   * @throws WorkerFault where no answer came
   */
  async ask(request: Request, kind: RequestKind): Promise<Reply> {
    const runsUserCode = kind === "user-code";
    const worker = await this.acquire(request.signal, kind === "clean");
    const before = worker.used;
    let reply: Reply;
    try {
      if (runsUserCode) worker.used++;
      reply = await worker.ask(request);
    } finally {
      this.release(worker);
    }
    if (!("failure" in reply)) return reply;
    const { kind: failure, values, detail, spent = false } = reply.failure;
    const stale = runsUserCode && before > 0 && ALREADY.test(`${values.join(" ")} ${detail ?? ""}`);
    if (failure === "tvm-import" || stale || spent) this.end(worker);
    return stale ? this.ask(request, kind) : reply;
  }

  /** Ends all workers. Requests that wait fail as cancelled. */
  dispose(): void {
    this.disposed = true;
    for (const worker of [...this.idle, ...this.busy]) this.end(worker);
    for (const next of this.waiting.splice(0)) next();
  }

  private async acquire(signal: AbortSignal | undefined, clean: boolean): Promise<WorkerProcess> {
    for (;;) {
      if (this.disposed || signal?.aborted) throw new WorkerFault({ type: "cancelled" });
      const free = this.takeIdle(clean);
      if (free) this.wake(free);
      if (free?.alive) {
        this.busy.add(free);
        return free;
      }
      if (free) continue;
      if (this.busy.size < MOST_WORKERS) break;
      await this.turn(signal);
    }
    const { interpreter, folder, cwd, startMs } = this.options;
    const worker = new WorkerProcess(interpreter, folder, cwd, startMs);
    this.busy.add(worker);
    return worker;
  }

  /** Where a clean one is wanted and there is none, a used one makes place for a new one. */
  private takeIdle(clean: boolean): WorkerProcess | undefined {
    if (!clean) return this.idle.pop();
    const at = this.idle.findLastIndex(({ used }) => used === 0);
    if (at >= 0) return this.idle.splice(at, 1)[0];
    const [used] = this.idle;
    if (used && this.idle.length + this.busy.size >= MOST_WORKERS) this.end(used);
    return undefined;
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const next = () => {
        signal?.removeEventListener("abort", next);
        const at = this.waiting.indexOf(next);
        if (at >= 0) this.waiting.splice(at, 1);
        resolve();
      };
      signal?.addEventListener("abort", next, { once: true });
      this.waiting.push(next);
    });
  }

  private release(worker: WorkerProcess): void {
    this.busy.delete(worker);
    if (this.disposed || worker.used >= MOST_REQUESTS) this.end(worker);
    if (worker.alive) {
      this.idle.push(worker);
      const timer = setTimeout(() => this.end(worker), this.options.idleMs);
      timer.unref();
      this.timers.set(worker, timer);
    }
    this.waiting[0]?.();
  }

  private wake(worker: WorkerProcess): void {
    clearTimeout(this.timers.get(worker));
    this.timers.delete(worker);
  }

  private end(worker: WorkerProcess): void {
    this.wake(worker);
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
    worker.end();
  }
}
