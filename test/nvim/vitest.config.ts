/** The language server in Neovim. `npm test -- --only neovim` sets up what it needs. */
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["test/nvim/**/*.test.ts"], testTimeout: 60_000 } });
