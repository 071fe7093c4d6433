import { expect, test } from "vitest";
import { compareReleases, newestRelease, releaseOf, releases } from "../../../server/src/api/releases";

test("the releases are known without a gap, and the nightly line of 2023 stands before 0.16", () => {
  const numbered = releases().filter((release) => release !== "unity");
  const first = Number(numbered[0]?.split(".")[1]);
  expect(numbered).toEqual(numbered.map((_, at) => `0.${first + at}`));
  expect(numbered[0]).toBe("0.8");
  expect(newestRelease()).toBe(numbered.at(-1));
  expect(releases().indexOf("unity")).toBe(releases().indexOf("0.16") - 1);
  expect(compareReleases("0.9", "0.10")).toBeLessThan(0);
});

test.each([
  ["0.27.0.post1", "0.27"],
  ["0.17.dev0", "0.17"],
  ["0.22.dev0", "0.22"],
  ["v0.12.dev1234+gabcdef", "0.12"],
  ["0.26.0rc0", "0.26"],
  ["0.10", "0.10"],
  ["unity", "unity"],
])("%s belongs to %s", (version, release) => {
  expect(releaseOf(version)).toEqual({ release, newer: false });
});

test.each(["0.28.dev1", "0.99", "1.0.0"])("%s is newer than the data", (version) => {
  expect(releaseOf(version)).toEqual({ release: newestRelease(), newer: true });
});

test.each(["", "main", "0", "0.x", "0.7.1", "tvm 0.17", "0.17 0.18"])("%j is no release", (version) => {
  expect(releaseOf(version)).toBeNull();
});
