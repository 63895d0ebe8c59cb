import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { type CompareInput, compare } from "../../../server/src/core/access/compare.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { boundary, identity, rcp, scp, session } from "../../support/policyNotation.js";

const engine = new AccessEngine(fakeCatalog());
const unknown = { state: "unknown", why: "it is not given" } as const;

function verdict(own: string, base: string, more: Partial<CompareInput> = {}): string {
  return compare({ session: [session(own)], base: [identity(base)], ...more }, engine).verdict;
}

describe("a layer that is not known", () => {
  test.each([
    ["serviceControlPolicies", { serviceControlPolicies: unknown }],
    ["resourceControlPolicies", { resourceControlPolicies: unknown }],
    ["boundary", { boundary: unknown }],
  ] as const)("%s: what exceeds the others exceeds, the rest cannot be told", (_, more) => {
    expect(verdict("+s3:GetObject @ b/*", "+ec2:*", more)).toBe("exceeds");
    expect(verdict("+s3:GetObject @ b/*", "+s3:*", more)).toBe("unknown");
    expect(verdict("+s3:GetObject @ b/*", "+s3:* ? Bool aws:SecureTransport=true", more)).toBe("unknown");
  });

  test("the base: what exceeds the limits exceeds", () => {
    expect(verdict("+s3:GetObject @ b/*", "+s3:*", { base: unknown })).toBe("unknown");
    expect(verdict("+s3:GetObject @ b/*", "+s3:*", { base: unknown, boundary: boundary("+ec2:*") })).toBe("exceeds");
    expect(verdict("+s3:GetObject @ b/*", "+s3:*", { base: unknown, boundary: boundary("+s3:*") })).toBe("unknown");
  });

  test("the session policies", () => {
    expect(verdict("+s3:*", "+s3:*", { session: unknown })).toBe("unknown");
  });

  test("says why", () => {
    const { statements } = compare(
      { session: [session("+s3:GetObject @ b/*")], base: [identity("+*")], boundary: unknown },
      engine,
    );
    expect(statements[0]!.unknown).toEqual({ why: "layer-not-given", detail: "it is not given", rules: [] });
  });
});

describe("layers as lists and as layers", () => {
  test("are the same", () => {
    const given = <T>(value: T) => ({ state: "given", value }) as const;
    const documents = { session: [session("+s3:* @ b/*")], base: [identity("+*")], levels: [[scp("+s3:Get*")]] };
    const limit = boundary("+s3:*");
    const asLists = compare(
      {
        session: documents.session,
        base: documents.base,
        boundary: limit,
        serviceControlPolicies: documents.levels,
        resourceControlPolicies: [],
      },
      engine,
    );
    const asLayers = compare(
      {
        session: given(documents.session),
        base: given(documents.base),
        boundary: given(limit),
        serviceControlPolicies: given(documents.levels),
        resourceControlPolicies: { state: "none" },
      },
      engine,
    );
    expect(asLayers).toEqual(asLists);
    expect(asLists.verdict).toBe("exceeds");
  });
});

describe("RCPs", () => {
  const resourceControlPolicies = [[rcp("-s3:* @ secret/* > *")]];

  test("allow what they do not deny: RCPFullAWSAccess is always there (table 3)", () => {
    expect(verdict("+s3:GetObject @ b/*", "+*", { resourceControlPolicies })).toBe("within");
    expect(verdict("+s3:GetObject @ *", "+*", { resourceControlPolicies })).toBe("exceeds");
    expect(verdict("+s3:GetObject @ b/*", "+*", { resourceControlPolicies: [[]] })).toBe("exceeds");
  });

  test("have no say where a service has none (D2)", () => {
    const everything = { resourceControlPolicies: [[rcp("-* @ * > *")]] };
    expect(verdict("+ec2:DescribeInstances", "+*", everything)).toBe("within");
    expect(verdict("+s3:GetObject @ b/*", "+*", everything)).toBe("exceeds");
  });
});
