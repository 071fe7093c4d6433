import { Worker } from "node:worker_threads";
import { type Shares, takeAll, takeItem } from "./shares";

/** What a worker is given at its start. It takes items until there are none, and posts `{ index, outcome }` of each. */
export interface WorkerData<Data> {
  readonly data: Data;
  readonly shares: Shares;
  /** Of one 32-bit number for each worker: the index that it has in hand. */
  readonly inHand: SharedArrayBuffer;
  readonly worker: number;
}

export interface Posted<Outcome> {
  readonly index: number;
  readonly outcome: Outcome;
}

export interface PoolOptions<Data, Outcome> {
  readonly script: string;
  readonly data: Data;
  /** One for each worker, and before them one for this thread. */
  readonly shares: Shares;
  onOutcome(index: number, outcome: Outcome): void;
  /** What becomes of the item at which a worker died. */
  lost(index: number, reason: string): Outcome;
  readonly signal?: AbortSignal;
}

/** Other threads of this process that take items one by one; this one may take its own beside them. */
export class Pool<Data, Outcome> {
  private readonly inHand: SharedArrayBuffer;
  private readonly running = new Set<Worker>();
  private readonly ends: Promise<void>[] = [];

  constructor(private readonly options: PoolOptions<Data, Outcome>) {
    const workers = options.shares.ends.length - 1;
    this.inHand = new SharedArrayBuffer(4 * workers);
    for (let i = 0; i < workers; i++) this.ends.push(this.start(i));
    options.signal?.addEventListener("abort", () => this.stop(), { once: true });
  }

  async end(): Promise<void> {
    await Promise.all(this.ends);
  }

  private stop(): void {
    takeAll(this.options.shares);
    for (const worker of this.running) void worker.terminate();
  }

  /** Runs a worker, and another in its place where it dies, until nothing is left to take. */
  private start(number: number): Promise<void> {
    const { script, data, shares, onOutcome, lost, signal } = this.options;
    const inHand = new Int32Array(this.inHand);
    Atomics.store(inHand, number, -1);
    const workerData: WorkerData<Data> = { data, shares, inHand: this.inHand, worker: number };
    return new Promise((resolve) => {
      const worker = new Worker(script, { workerData });
      let reason = "";
      this.running.add(worker);
      worker.on("message", ({ index, outcome }: Posted<Outcome>) => {
        if (Atomics.load(inHand, number) === index) Atomics.store(inHand, number, -1);
        onOutcome(index, outcome);
      });
      worker.on("error", (error: NodeJS.ErrnoException) => {
        reason = error.code ?? error.message;
      });
      worker.on("exit", (code) => {
        this.running.delete(worker);
        const index = Atomics.load(inHand, number);
        if (signal?.aborted || (code === 0 && index < 0)) return resolve();
        if (index >= 0) onOutcome(index, lost(index, reason || `exit ${code}`));
        // One that dies before it has taken anything would die again.
        if (index < 0) return resolve();
        this.start(number).then(resolve);
      });
    });
  }
}

/** The worker's side: takes items until there are none. */
export async function takeFrom<Data>(
  { shares, inHand, worker }: WorkerData<Data>,
  handle: (index: number) => Promise<void>,
): Promise<void> {
  const mine = new Int32Array(inHand);
  for (let index = takeItem(shares, worker + 1); index !== null; index = takeItem(shares, worker + 1)) {
    Atomics.store(mine, worker, index);
    await handle(index);
  }
  Atomics.store(mine, worker, -1);
}
