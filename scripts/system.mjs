/**
 * What comes from the system's own packages: found if it is there; installed where that is allowed (root on Debian and
 * its relatives); else named in the one command that installs it.
 */
import { existsSync } from "node:fs";
import { onPath, run } from "./command.mjs";

/**
 * @typedef {"chromium" | "neovim" | "chinese-font" | "c-compiler" | "venv"} Need
 * @type {Readonly<Record<Need, { debian: string, why: string, isThere: () => boolean | Promise<boolean> }>>}
 */
const needs = {
  chromium: {
    debian: "chromium",
    why: "the browser that shows the editor to the tests",
    isThere: () => findChromium() !== null,
  },
  neovim: {
    debian: "neovim",
    why: "the second editor that the language server is tested in",
    isThere: () => onPath("nvim") !== null,
  },
  "chinese-font": { debian: "fonts-noto-cjk", why: "pictures of the Chinese user interface", isThere: hasChineseFont },
  "c-compiler": {
    debian: "g++",
    why: "the linker that TVM makes libraries with",
    isThere: () => onPath("g++", "gcc", "clang++", "clang", "c++", "cc") !== null,
  },
  venv: { debian: "python3-venv", why: "Python's virtual environments", isThere: hasVenv },
};

/** The Chromium to use: the one that CHROMIUM names, else one that is installed. */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? named : onPath(named);
  return onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
}

/**
 * @param {readonly Need[]} wanted
 * @returns {Promise<ReadonlyMap<Need, string>>} what is still missing, each with a sentence that says what to do
 */
export async function ensureSystem(wanted) {
  const missing = await missingOf(wanted);
  if (missing.length === 0) return new Map();
  const packages = missing.map((need) => needs[need].debian);
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...packages];
  if (process.getuid?.() === 0 && onPath("apt-get")) {
    console.log(`Installing from Debian: ${packages.join(", ")}…`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    try {
      await run("apt-get", ["update"], { env, quiet: true });
      await run(install[0], install.slice(1), { env, quiet: true });
    } catch (error) {
      console.log(error.message);
    }
  }
  const command = `sudo apt-get update && sudo ${install.join(" ")}`;
  const sentence = (need) => `${needs[need].debian} (${needs[need].why}) is not installed; run: ${command}`;
  return new Map((await missingOf(missing)).map((need) => [need, sentence(need)]));
}

async function missingOf(wanted) {
  const there = await Promise.all(wanted.map((need) => needs[need].isThere()));
  return wanted.filter((_, index) => !there[index]);
}

/** Debian's python3 comes without `ensurepip`, and a virtual environment without pip is of no use. */
async function hasVenv() {
  return succeeds("python3", ["-c", "import ensurepip, venv"]);
}

async function hasChineseFont() {
  if (!onPath("fc-list")) return existsSync("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc");
  return (await run("fc-list", [":lang=zh-cn", "family"], { quiet: true })).trim() !== "";
}

async function succeeds(command, args) {
  try {
    await run(command, args, { quiet: true });
    return true;
  } catch {
    return false;
  }
}
