import { readJsonData } from "./folder";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

interface GoneDevice {
  readonly name: string;
  readonly since: Release;
  readonly device: string;
}

/** server/data/reviewed/devices.json */
const gone = lazy(
  () =>
    new Map(
      readJsonData<{ readonly gone: readonly GoneDevice[] }>("reviewed/devices.json").gone.map((each) => [
        each.name,
        each,
      ]),
    ),
);

/** All such names. */
export function goneDevices(release: Release): string[] {
  return [...gone().keys()].filter((name) => goneDevice(name, release) !== null);
}

/** What a name that `tvm.device` took in older releases meant: the device to name in its place, and since when. Null elsewhere. */
export function goneDevice(name: string, release: Release): { device: string; since: Release } | null {
  // `llvm -mcpu=x` and `cuda:0`: what comes before counts.
  const entry = gone().get(/^[\w.]+/.exec(name)?.[0] ?? "");
  return entry && releaseIndex(entry.since) <= releaseIndex(release) ? entry : null;
}
