import { setImmediate as breathe } from "node:timers/promises";

/** Milliseconds between two drawings: a terminal is slower than the work. */
const EVERY = 100;

/** "12/635" on standard error while a terminal looks on; nothing anywhere else. */
export class Progress {
  private done = 0;
  private drawn = 0;
  private readonly isShown = process.stderr.isTTY === true;

  constructor(private readonly of: number) {}

  /** To be called before each file. Lets signals and timers have their turn now and then. */
  async step(): Promise<void> {
    this.done++;
    const now = Date.now();
    if (now - this.drawn < EVERY) return;
    this.drawn = now;
    if (this.isShown) process.stderr.write(`\r${this.done}/${this.of}`);
    await breathe();
  }

  end(): void {
    if (this.isShown && this.drawn > 0) process.stderr.write("\r\u001b[K");
  }
}
