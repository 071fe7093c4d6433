/** Running other programs, so that a failure reads as one sentence and the program's own last words. */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { root } from "./place.mjs";

/** A program that could not be started, or did not end with status 0. */
export class CommandFailed extends Error {
  /** @param {string} message @param {string} output */
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

/**
 * Runs a program to its end. Its output goes to ours, or is kept and returned when `quiet`.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 * @returns {Promise<string>} what it printed (stdout and stderr together), empty unless `quiet`
 */
export function run(command, args, { cwd = root, env = process.env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.once("error", (error) => reject(new CommandFailed(`${command} could not be started: ${error.message}`, "")));
    child.once("close", (status, signal) => {
      if (status === 0) return resolve(output);
      const how = signal ? `was ended by ${signal}` : `ended with status ${status}`;
      const last = output.trim().split("\n").slice(-15).join("\n");
      reject(new CommandFailed(`${[command, ...args].join(" ")} ${how}${last ? `\n${last}` : ""}`, output));
    });
  });
}

/**
 * The first of the programs that is on PATH, with its full path.
 * @param {...string} names
 * @returns {string | null}
 */
export function onPath(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
      const file = path.resolve(folder, name);
      if (folder && isExecutable(file)) return file;
    }
  }
  return null;
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
