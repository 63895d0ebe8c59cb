import { beforeAll, describe, expect, test } from "vitest";
import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { analyzeConfig } from "../../server/src/core/analyze.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import { loadDocumentContext } from "../../server/src/core/context/loadDocumentContext.js";
import type { RuleLevels } from "../../server/src/core/lint/runRules.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import type { PolicyEdit } from "../../server/src/core/syntax/policyEdit.js";
import { unindent, writeCarets } from "../support/markedText.js";
import type { MemoryFile } from "../support/memoryFiles.js";
import { allow, catalogOfProject, configName, workspace } from "../unit/context/workspace.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await catalogOfProject();
});

interface Found {
  /** The config with carets under what is flagged, each with its rule. */
  readonly marked: string;
  readonly messages: readonly string[];
  readonly related: readonly string[];
  /** The config after the first fix of each finding that has one. */
  readonly fixed: readonly string[];
}

async function found(files: { readonly [path: string]: MemoryFile | object }, levels: RuleLevels = {}): Promise<Found> {
  const memory = workspace(files);
  const uri = memory.uri(configName);
  const text = memory.text(configName);
  const context = await loadDocumentContext(uri, text, memory, catalog);
  const input = { regions: jsonRegions(text), context, engine: new AccessEngine(catalog), levels };
  const { findings } = analyzeConfig(input, (document) => jsonRegions(document.text));
  return {
    marked: writeCarets(
      text,
      findings.map(({ span, rule, severity }) => ({ span, label: `${severity} ${rule}` })),
    ),
    messages: findings.map(({ message }) => message),
    fixed: findings.flatMap(({ fixes: [fix] }) => (fix === undefined ? [] : [afterEdits(text, fix.edits)])),
    related: findings.flatMap(({ related }) =>
      related.map(({ uri: other, path }) => `${other?.split("/").at(-1)} ${path.join(".")}`),
    ),
  };
}

function afterEdits(text: string, edits: readonly PolicyEdit[]): string {
  const changes = jsonRegions(text)[0]!.write(edits);
  return changes.reduceRight(
    (left, { span, newText }) => left.slice(0, span.start) + newText + left.slice(span.end),
    text,
  );
}

const config = (rest: string) =>
  unindent(`
    {
      "version": 1,
      "roles": { "R": { "identityPolicies": ["r.json"] } },
      ${rest}
    }`);
const oneSession = `"sessions": [{ "name": "S", "files": ["s.json"], "role": "R" }]`;

describe("what a session needs and doesn't get", () => {
  const needing = (needs: string) =>
    config(`"sessions": [{ "name": "S", "files": ["s.json"], "role": "R",
        "requires": [{ "actions": ["s3:GetObject", "s3:PutObject"], "resources": ["${needs}"] }] }]`);

  test("is told at the requirement, with the place in the policy", async () => {
    const { marked, messages, related } = await found({ [configName]: needing("arn:aws:s3:::b/*") });
    expect(marked).toContain(`["s3:GetObject", "s3:PutObject"]`);
    expect(marked.split("\n").filter((line) => line.includes("^"))).toEqual([
      expect.stringMatching(/\^{14} error required-action-blocked$/),
    ]);
    expect(messages).toEqual([
      unindent(`
        The session S needs "s3:PutObject" on "arn:aws:s3:::b/*", but the session policy does not allow it.

        Blocked is, for example:
            s3:PutObject
            on arn:aws:s3:::b/some-key

        Allow it in the session policy, or take it out of the session's "requires". A resource policy that names the session itself could still allow it; none is given that does.`),
    ]);
    expect(related).toEqual(["s.json "]);
  });

  test("is told once of several files alike, and of none where it is met", async () => {
    const several = needing("arn:aws:s3:::b/*").replace('["s.json"]', '["s.json", "t.json"]');
    const { messages, related } = await found({ [configName]: several, "t.json": allow("s3:GetObject") });
    expect(messages).toHaveLength(1);
    expect(related).toEqual(["s.json ", "t.json "]);
    expect(await found({ [configName]: needing("arn:aws:s3:::b/*"), "s.json": allow("s3:*") })).toMatchObject({
      messages: [],
    });
  });

  test("is not told where it is accepted, or the rule off", async () => {
    const accepted = needing("arn:aws:s3:::b/*").replace(
      '"version": 1',
      '"version": 1, "ignore": [{ "rule": "required-action-blocked", "reason": "soon" }]',
    );
    expect((await found({ [configName]: accepted })).messages).toEqual([]);
    const off = needing("arn:aws:s3:::b/*").replace(
      '"version": 1',
      '"version": 1, "rules": { "required-action-blocked": "off" }',
    );
    expect((await found({ [configName]: off })).messages).toEqual([]);
  });
});

describe("ignore", () => {
  const ignoring = (items: string) => config(`${oneSession},\n"ignore": [${items}]`);
  const exceeding = { "s.json": allow("ec2:DescribeInstances") };

  test("that accepts something is silent", async () => {
    const text = ignoring(`{ "rule": "exceeds-base-role", "files": ["s.json"], "reason": "known" }`);
    expect((await found({ ...exceeding, [configName]: text })).messages).toEqual([]);
  });

  test("that accepts nothing is told, at the rule", async () => {
    const text = ignoring(`{ "rule": "exceeds-base-role", "files": ["s.json"], "reason": "known" }`);
    const { marked, messages } = await found({ [configName]: text });
    expect(marked).toMatch(/\^{19} warning config-unused-ignore/);
    expect(messages).toEqual([
      'This item of "ignore" accepts nothing: "exceeds-base-role" finds nothing there. Remove it, so that a new finding is not overlooked.',
    ]);
  });

  test("that names no policy is told", async () => {
    const text = ignoring(`{ "rule": "exceeds-base-role", "files": ["gone.json"], "reason": "known" }`);
    expect((await found({ ...exceeding, [configName]: text })).messages[0]).toMatch(/names no policy/);
  });

  test("of which one path accepts nothing is told at that path", async () => {
    const text = ignoring(`{ "rule": "exceeds-base-role", "files": ["s.json", "r.json"], "reason": "known" }`);
    const { marked, messages } = await found({ ...exceeding, [configName]: text });
    expect(marked).toMatch(/\^{8} warning config-unused-ignore/);
    expect(messages).toHaveLength(1);
  });

  test("in every file counts those that nothing links", async () => {
    const text = ignoring(`{ "rule": "invalid-effect", "reason": "known" }`);
    const odd = { Version: "2012-10-17", Statement: [{ Effect: "allow", Action: "s3:*", Resource: "*" }] };
    expect((await found({ [configName]: text, "more/odd.json": odd })).messages).toEqual([]);
    expect((await found({ [configName]: text })).messages).toHaveLength(1);
  });

  test("of a rule that is off anyhow is told; of one that is off for one user only is not", async () => {
    const text = ignoring(`{ "rule": "exceeds-base-role", "reason": "known" }`);
    const off = text.replace('"version": 1', '"version": 1, "rules": { "exceeds-base-role": "off" }');
    expect((await found({ ...exceeding, [configName]: off })).messages[0]).toMatch(/is off in this config/);
    expect((await found({ ...exceeding, [configName]: text }, { "exceeds-base-role": "off" })).messages).toEqual([]);
  });

  test("is left alone while a policy is half-typed", async () => {
    const text = ignoring(`{ "rule": "exceeds-base-role", "reason": "known" }`);
    expect((await found({ "s.json": '{ "Statement": [', [configName]: text })).messages).toEqual([]);
  });
});

describe("a rule that does not exist", () => {
  test("is told in rules and in ignore, with the one that is meant", async () => {
    const text = config(`${oneSession},
      "rules": { "exceeds-base-rule": "off", "constructor": "off" },
      "ignore": [{ "rule": "duplicate-sids", "reason": "known" }]`);
    const { marked, messages } = await found({ [configName]: text });
    expect(marked.match(/\^+ warning config-unknown-rule/g)).toHaveLength(3);
    expect(messages).toEqual([
      'There is no rule "exceeds-base-rule", so this has no effect. Did you mean "exceeds-base-role"?',
      'There is no rule "constructor", so this has no effect. Take its id from a finding, or remove this.',
      'There is no rule "duplicate-sids", so this has no effect. Did you mean "duplicate-sid"?',
    ]);
  });

  test("is corrected in its place, unless the other one has a level already", async () => {
    const text = config(`${oneSession},
      "rules": { "empty-sids": "error", "exceeds-base-rule": "off", "exceeds-base-role": "warning" },
      "ignore": [{ "rule": "duplicate-sids", "reason": "known" }]`);
    const { messages, fixed } = await found({ [configName]: text });
    expect(messages).toHaveLength(3);
    expect(fixed).toEqual([
      text.replace(`"empty-sids": "error"`, `"empty-sid": "error"`),
      text.replace(`"duplicate-sids"`, `"duplicate-sid"`),
    ]);
  });
});
