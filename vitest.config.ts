import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
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
