/** The tests that need no editor. Those in an editor, a browser and Neovim have their own folders and runners. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/{unit,rules,grammar,worker,cli,lsp}/**/*.test.ts"],
    // a worker's first answer waits for `import tvm`, on a machine that runs other tests meanwhile
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
