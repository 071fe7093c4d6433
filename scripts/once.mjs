/**
 * Making a folder once, however many programs ask for it at the same time, and again when what is wanted in it changed.
 * A folder that was left half made (Ctrl-C, no network) has no stamp and is made anew.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** @param {string} folder @param {string} recipe */
export function isMade(folder, recipe) {
  const stamp = path.join(folder, ".made");
  return existsSync(stamp) && readFileSync(stamp, "utf8") === recipe;
}

/**
 * @param {string} folder
 * @param {string} recipe what the folder is made of, in one line: another recipe is another folder
 * @param {() => Promise<void>} make fills the folder, which is empty when it is called
 */
export async function once(folder, recipe, make) {
  if (isMade(folder, recipe)) return;
  mkdirSync(path.dirname(folder), { recursive: true });
  const release = await lock(`${folder}.lock`);
  try {
    if (isMade(folder, recipe)) return;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await make();
    writeFileSync(path.join(folder, ".made"), recipe);
  } finally {
    release();
  }
}

/** Takes a lock file that holds its owner's process number, so that a dead owner's lock is seen as such. */
async function lock(file) {
  const mine = `${process.pid}`;
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isAbandoned(file)) discard(file, mine);
    else await sleep(250);
  }
}

function isAbandoned(file) {
  try {
    const owner = Number(readFileSync(file, "utf8"));
    if (owner === 0) return false; // made this instant, not written yet
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** Moves the lock aside under a name of our own first: of two that find it abandoned, one succeeds. */
function discard(file, mine) {
  try {
    renameSync(file, `${file}.${mine}`);
    rmSync(`${file}.${mine}`, { force: true });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}
