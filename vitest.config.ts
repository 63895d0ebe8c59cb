import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Not package.json: each new rule is in its settings, and what a test reads of it the tidy tests look at anyway.
    forceRerunTriggers: ["**/vitest.config.ts"],
    projects: [
      {
        test: {
          name: "unit",
          // Tests are not timed; this only ends what hangs, on a busy machine too.
          testTimeout: 60_000,
          setupFiles: ["test/support/fixedSeed.ts"],
          include: [
            "test/unit/**/*.test.ts",
            "test/engine/**/*.test.ts",
            "test/lint/**/*.test.ts",
            "test/tidy/**/*.test.ts",
            "test/fixtures/**/*.test.ts",
          ],
        },
      },
      { test: { name: "protocol", include: ["test/protocol/**/*.test.ts"], testTimeout: 30_000 } },
    ],
  },
});
