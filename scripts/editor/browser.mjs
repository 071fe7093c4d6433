/** The Chromium that shows the editor to the tests. */
import { chromium } from "playwright-core";
import { findChromium } from "../system.mjs";

/** Without its sandbox, which a container does not allow: it shows nothing but this machine's own editor. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function launch() {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("No Chromium is on PATH; CHROMIUM may name one.");
  return chromium.launch({ executablePath, headless: true, args: flags });
}
