/** Tests in a real workbench, in Chromium. `npm test -- --only browser` sets up what they need. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    // one editor at a time: each has an extension host, a language server and a Python
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
