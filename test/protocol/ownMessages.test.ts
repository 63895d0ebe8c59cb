import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const constantsOf = (file: string) => {
  const text = readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), "utf8");
  return [...text.matchAll(/^export const (\w+) = "([^"]+)";$/gm)].map(([, name, value]) => `${name} ${value}`).sort();
};

it("client and server have the same names for what they say to each other beyond LSP", () => {
  const server = constantsOf("server/src/lsp/ownMessages.ts");
  expect(server.length).toBeGreaterThan(0);
  expect(constantsOf("client/src/serverMessages.ts")).toEqual(server);
});
