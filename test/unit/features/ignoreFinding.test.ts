import { describe, expect, test } from "vitest";
import { readConfig } from "../../../server/src/core/context/readConfig.js";
import { configIgnoring, ignoreFinding } from "../../../server/src/core/features/ignoreFinding.js";
import { unindent } from "../../support/markedText.js";

const uri = "file:///w/session-policy.config.json";
const findings = { rule: "exceeds-base-role", path: "sessions/a.json" };

/** The config after the edit; undefined where there is none. */
function ignored(config: string): string | undefined {
  const changes = [...ignoreFinding(uri, config, findings)].sort((a, b) => b.span.start - a.span.start);
  if (changes.length === 0) return undefined;
  return changes.reduce(
    (text, { span, newText }) => text.slice(0, span.start) + newText + text.slice(span.end),
    config,
  );
}

describe("ignoring a rule's findings in a file", () => {
  test("adds the list where there is none, and keeps comments", () => {
    expect(
      ignored(
        unindent(`
          {
            // ours
            "version": 1
          }`),
      ),
    ).toBe(
      unindent(`
        {
          // ours
          "version": 1,
          "ignore": [
            {
              "rule": "exceeds-base-role",
              "files": ["sessions/a.json"],
              "reason": ""
            }
          ]
        }`),
    );
  });

  test("adds to the list", () => {
    const after = ignored(
      unindent(`
        {
          "version": 1,
          "ignore": [
            { "rule": "duplicate-sid", "reason": "known" } // once
          ]
        }`),
    );
    expect(after).toContain(`{ "rule": "duplicate-sid", "reason": "known" }`);
    expect(after).toContain("// once");
    expect(
      readConfig(uri, after!).config.ignore.map(({ rule, files }) => [rule, files.map(({ text }) => text)]),
    ).toEqual([
      ["duplicate-sid", []],
      ["exceeds-base-role", ["sessions/a.json"]],
    ]);
  });

  test("leaves it to the user to say why, and the config says so", () => {
    const { config, problems } = readConfig(uri, ignored(`{ "version": 1 }`)!);
    expect(config.ignore).toMatchObject([{ rule: "exceeds-base-role", reason: "" }]);
    expect(problems.map(({ severity, path, message }) => [severity, path.join("."), message])).toEqual([
      [
        "warning",
        "ignore.0.reason",
        'The "reason" is empty, so nobody will know later why the finding was accepted. Fill it in.',
      ],
    ]);
  });

  test.each([
    ["a config that can't be read", `{ "version": 1, `],
    ["a list that is none", `{ "version": 1, "ignore": {} }`],
    [
      "what is ignored already",
      `{ "version": 1, "ignore": [{ "rule": "exceeds-base-role", "files": ["sessions/a.json"], "reason": "" }] }`,
    ],
  ])("changes nothing in %s", (_, config) => {
    expect(ignored(config)).toBeUndefined();
  });

  test("begins a config", () => {
    expect(readConfig(uri, configIgnoring(findings))).toMatchObject({
      config: { wellFormed: true, ignore: [{ rule: "exceeds-base-role", reason: "" }] },
    });
  });
});
