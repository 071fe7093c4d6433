import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

let folder: string | undefined;

/**
 * The folder of the API data. It is used in place, by the bundled programs and by the sources under test alike: the
 * nearest `server/data` at or above this file.
 */
function dataFolder(): string {
  if (folder !== undefined) return folder;
  for (let at = __dirname; ; at = path.dirname(at)) {
    const candidate = path.join(at, "server", "data");
    if (existsSync(path.join(candidate, "api", "releases.json"))) {
      folder = candidate;
      return candidate;
    }
    if (path.dirname(at) === at) throw new Error(`TVM's API data (server/data/api) is missing above ${__dirname}`);
  }
}

/** Bytes of a data file; `name` is relative to `server/data`. This file and no other of `api/` touches the disk. */
export function readData(name: string): Buffer {
  return readFileSync(path.join(dataFolder(), name));
}

/** A JSON data file. The caller vouches for the shape: the files are ours, and a test checks them. */
export function readJsonData<T>(name: string): T {
  return JSON.parse(readData(name).toString("utf8")) as T;
}
