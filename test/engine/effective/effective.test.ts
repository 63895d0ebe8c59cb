import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { type EffectiveInput, effective } from "../../../server/src/core/access/effective.js";
import type { EffectiveAccess } from "../../../server/src/core/access/effectiveAccess.js";
import type { PolicyDocument } from "../../../server/src/core/access/layers.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { boundary, documentOf, identity, policyOf, rcp, scp, session } from "../../support/policyNotation.js";

const engine = new AccessEngine(fakeCatalog());

function access(own: readonly string[], base: readonly string[], more: Partial<EffectiveInput> = {}) {
  return shown(effective({ session: [session(...own)], base: [identity(...base)], ...more }, engine));
}

/** A row on a line, ARNs of S3 without their beginning. */
function shown({ allowed, removed, unknown }: EffectiveAccess) {
  const short = (texts: readonly string[]) => texts.map((text) => text.replace("arn:aws:s3:::", "")).join(",");
  const row = ({
    actions,
    resources,
    except,
  }: EffectiveAccess["removed"][number] | EffectiveAccess["unknown"][number]) =>
    `${actions.join(",")} @ ${short(resources)}${except.length === 0 ? "" : ` ! ${short(except)}`}`;
  const place = (ref: object) => Object.values(ref).join(".");
  return {
    allowed: allowed.map((each) => {
      const conditions = each.conditions.map(({ unless, tests, statement: { layer } }) => {
        const all = tests.map(({ operator, key, values }) => `${operator} ${key}=${values.join(",")}`).join(" & ");
        return ` ${unless ? "unless" : "if"} ${layer} ${all}`;
      });
      const by = each.grantedBy.map(({ policy, statement }) => `${policy}.${statement}`).join(" ");
      return `${row({ ...each, why: "", rules: [] })}${conditions.join("")} < ${by}`;
    }),
    removed: removed.map((each) => `${row(each)} by ${place(each.by)}`),
    unknown: unknown.map((each) => `${row(each)} ? ${each.rules.join(" ")}`),
  };
}

const nothing = { allowed: [], removed: [], unknown: [] };

describe("what session and base share", () => {
  test("what both name", () => {
    expect(access(["+s3:GetObject,s3:PutObject @ b/*"], ["+s3:Get* @ *", "+ec2:* @ *"])).toEqual({
      ...nothing,
      allowed: ["s3:GetObject @ b/* < 0.0"],
      removed: ["s3:PutObject @ b/* by identity"],
    });
  });

  test("what each layer allows under a condition that excludes the other's is taken away", () => {
    const tag = (value: string) => `StringEquals aws:PrincipalTag/t=${value}`;
    const base = [`+s3:* @ * ? ${tag("a")}`, `+s3:PutObject @ b/x ? ${tag("b")}`];
    const under = (...statements: readonly string[]) =>
      access(["+s3:GetObject,s3:PutObject @ b/x"], base, { boundary: boundary(...statements) });
    expect(under(`+s3:* @ * ? ${tag("b")}`)).toEqual({
      ...nothing,
      allowed: ["s3:PutObject @ b/x if identity StringEquals aws:PrincipalTag/t=b < 0.1"],
      removed: ["s3:GetObject @ b/x by boundary"],
    });
    expect(under(`+s3:* @ * ? ${tag("b")}`, `+s3:* @ * ? ${tag("a")}`).removed).toEqual([]);
  });

  test("what is taken from a statement with a condition is not said of what another statement is allowed", () => {
    const secure = "Bool aws:SecureTransport=true";
    const own = [`+s3:PutObject @ * ? ${secure}`, "+s3:* @ b/*"];
    const denying = { boundary: boundary("+* @ *", `-s3:PutObject @ * ? ${secure}`) };
    expect(access(own.slice(0, 1), ["+s3:* @ *"], denying)).toEqual({
      ...nothing,
      removed: ["s3:PutObject @ * by boundary.0.1.Deny"],
    });
    const both = access(own, ["+s3:PutObject @ *"], denying);
    expect(both.allowed).toEqual([`s3:PutObject @ b/* unless boundary ${secure} < 0.0`]);
    expect(both.removed.filter((row) => row.startsWith("s3:PutObject"))).toEqual([]);
  });

  test("resources as patterns of both", () => {
    expect(access(["+s3:GetObject @ logs-*"], ["+s3:* @ *-eu/*,x/*"])).toEqual({
      ...nothing,
      allowed: ["s3:GetObject @ logs-*-eu/*,logs-eu/* < 0.0"],
      removed: ["s3:GetObject @ logs-* ! *-eu/* by identity"],
    });
  });

  test("a union of grants is one row where the statements are", () => {
    expect(
      access(["+s3:GetObject,s3:PutObject @ b/*"], ["+s3:GetObject @ b/*", "+s3:PutObject @ b/*"]).allowed,
    ).toEqual(["s3:GetObject @ b/* < 0.0", "s3:PutObject @ b/* < 0.1"]);
    expect(access(["+s3:GetObject @ b/*"], ["+s3:* @ b/*", "+s3:Get* @ *"]).allowed).toEqual([
      "s3:GetObject @ b/* < 0.0 0.1",
    ]);
  });

  test("actions are folded where that says the same", () => {
    expect(access(["+s3:*"], ["+s3:* @ *"]).allowed).toEqual(["s3:* @ * < 0.0"]);
    expect(access(["+s3:* @ b,b/*"], ["+s3:* @ *"])).toEqual({
      ...nothing,
      allowed: ["s3:* @ b,b/* < 0.0"],
      unknown: ["s3:ListAllMyBuckets @ * ? M2 Q5"],
    });
    // GetObject is not called on a bucket; not because it is left out here.
    expect(access(["+s3:GetObject,s3:DeleteObject @ b/*"], ["+s3:* @ *"]).allowed).toEqual([
      "s3:DeleteObject,s3:GetObject @ b/* < 0.0",
    ]);
  });

  test("requests that cannot occur are left out (M3)", () => {
    expect(access(["+s3:ListBucket @ b/*"], ["+s3:* @ *"])).toEqual(nothing);
    expect(access(["+ec2:DescribeInstances @ b/*"], ["+* @ *"])).toEqual(nothing);
  });

  test("NotResource and NotAction", () => {
    expect(access(["+!iam:*,sts:*,kms:*,ec2:*,dynamodb:*,sqs:*,lambda:* @ !b/*"], ["+s3:Get* @ *"]).allowed).toEqual([
      "s3:GetObject @ * ! b/* < 0.0",
    ]);
    expect(access(["+s3:GetObject @ *"], ["+s3:* @ !b/*"])).toEqual({
      ...nothing,
      allowed: ["s3:GetObject @ * ! b/* < 0.0"],
      removed: ["s3:GetObject @ b/* by identity"],
    });
  });

  test("a variable of unknown value", () => {
    const base = ["+s3:* @ b/${aws:PrincipalTag/team}/*"];
    expect(access(["+s3:GetObject @ b/*"], base)).toEqual({
      ...nothing,
      allowed: ["s3:GetObject @ b/${aws:PrincipalTag/team}/* < 0.0"],
      removed: ["s3:GetObject @ b/* ! b/*/* by identity"],
    });
    expect(access(["+s3:GetObject @ b/red/*"], base)).toEqual({
      ...nothing,
      unknown: ["s3:GetObject @ b/red/* ? V4"],
    });
  });
});

describe("what is taken away", () => {
  test("by a Deny in part: an exception, with the statement", () => {
    expect(access(["+s3:GetObject @ *"], ["+s3:*", "-s3:* @ secret/*"])).toEqual({
      ...nothing,
      allowed: ["s3:GetObject @ * ! secret/* < 0.0"],
      removed: ["s3:GetObject @ secret/* by identity.0.1.Deny"],
    });
  });

  test("by the session's own Deny (E5)", () => {
    expect(access(["+s3:* @ b/*", "-s3:PutObject"], ["+*"])).toEqual({
      ...nothing,
      allowed: ["s3:DeleteObject,s3:GetObject @ b/* < 0.0"],
      removed: ["s3:PutObject @ b/* by session.0.1.Deny"],
      unknown: ["s3:ListAllMyBuckets @ * ? M2 Q5"],
    });
  });

  test("by each layer, level by level", () => {
    const layers = {
      boundary: boundary("+s3:* @ *"),
      serviceControlPolicies: [[scp("+*")], [scp("+* @ *", "-s3:PutObject @ *")]],
    };
    expect(access(["+s3:*Object,ec2:DescribeInstances @ *"], ["+*"], layers)).toEqual({
      ...nothing,
      allowed: ["s3:DeleteObject,s3:GetObject @ * < 0.0"],
      removed: ["ec2:DescribeInstances @ * by boundary", "s3:PutObject @ * by scp.1.0.1.Deny"],
    });
    expect(access(["+s3:GetObject @ b/*"], ["+*"], { serviceControlPolicies: [[]] })).toEqual({
      ...nothing,
      removed: ["s3:GetObject @ b/* by scp.0"],
    });
  });

  test("by RCPs, which allow all that they do not deny, in the services that have them", () => {
    const layers = { resourceControlPolicies: [[rcp("-* @ !b/* > *")]] };
    expect(access(["+s3:GetObject,lambda:InvokeFunction @ *"], ["+*"], layers)).toEqual({
      ...nothing,
      allowed: ["lambda:InvokeFunction @ * < 0.0", "s3:GetObject @ b/* < 0.0"],
      removed: ["s3:GetObject @ * ! b/* by rcp.0.0.0.Deny"],
    });
  });
});

describe("conditions", () => {
  const secure = "Bool aws:SecureTransport=true";

  test("of both are there, but what follows from others", () => {
    expect(access([`+s3:GetObject @ b/* ? ${secure}`], ["+s3:* ? StringEquals aws:PrincipalTag/t=a"]).allowed).toEqual([
      `s3:GetObject @ b/* if session ${secure} if identity StringEquals aws:PrincipalTag/t=a < 0.0`,
    ]);
    expect(access([`+s3:GetObject @ b/* ? ${secure}`], [`+s3:* ? ${secure}`]).allowed).toEqual([
      `s3:GetObject @ b/* if session ${secure} < 0.0`,
    ]);
    expect(
      access(["+s3:GetObject @ b/* ? StringEquals aws:PrincipalTag/t=a"], ["+s3:* ? StringLike aws:PrincipalTag/t=a*"])
        .allowed,
    ).toEqual(["s3:GetObject @ b/* if session StringEquals aws:PrincipalTag/t=a < 0.0"]);
  });

  test("that exclude each other leave nothing", () => {
    expect(access([`+s3:GetObject @ b/* ? ${secure}`], ["+s3:* ? Bool aws:SecureTransport=false"])).toEqual({
      ...nothing,
      removed: ["s3:GetObject @ b/* by identity"],
    });
  });

  test("of a Deny are exceptions to what is allowed", () => {
    const deny = "-* ? Bool aws:SecureTransport=false";
    expect(access(["+s3:GetObject @ b/*"], ["+s3:*", deny])).toEqual({
      ...nothing,
      allowed: ["s3:GetObject @ b/* unless identity Bool aws:SecureTransport=false < 0.0"],
    });
    expect(access([`+s3:GetObject @ b/* ? ${secure}`], ["+s3:*", deny]).allowed).toEqual([
      `s3:GetObject @ b/* if session ${secure} < 0.0`,
    ]);
    expect(access(["+s3:GetObject @ b/* ? Bool aws:SecureTransport=false"], ["+s3:*", deny])).toEqual({
      ...nothing,
      removed: ["s3:GetObject @ b/* by identity.0.1.Deny"],
    });
  });

  test("of a Deny on a part are told of that part", () => {
    expect(access(["+s3:GetObject @ *"], ["+s3:*", `-s3:* @ x/* ? ${secure}`]).allowed).toEqual([
      "s3:GetObject @ * ! x/* < 0.0",
      `s3:GetObject @ x/* unless identity ${secure} < 0.0`,
    ]);
  });

  test("that nobody can tell", () => {
    expect(access(["+s3:GetObject @ b/*"], ["+s3:* ? StringResembles aws:PrincipalTag/t=a"])).toMatchObject({
      allowed: [],
      unknown: [expect.stringMatching("s3:GetObject @ b/\\*")],
    });
  });
});

describe("what nobody can tell", () => {
  test("keys and roles, whose own policies are not given (D4)", () => {
    expect(access(["+kms:* @ *", "+sts:AssumeRole @ *"], ["+*"])).toEqual({
      allowed: ["kms:CreateAlias,kms:ListKeys @ * ! arn:*:kms:*:*:key/* < 0.0"],
      removed: [],
      unknown: ["kms:* @ arn:*:kms:*:*:key/* ? D4", "sts:AssumeRole @ arn:*:iam:*:*:role/* ? D4"],
    });
  });

  test.each([
    ["+s3:GetObject @ arn:aws:s3", "+*", ["Q18"]],
    ["+lambda:InvokeFunction @ *", "+lambda:* @ arn:aws:lambda:*:function:f", ["Q3"]],
    ["+lambda:InvokeFunction @ *", "+lambda:* @ arn:aws:lambda:*f", ["Q18"]],
    ["+s3:GetObject @ *", "+s3:* @ arn:aws:*:::b/*", ["Q4"]],
    ["+s3:GetObject @ *", "+*:GetObject @ *", ["A2"]],
  ])("%s under %s", (own, base, rules) => {
    const { allowed, unknown } = effective({ session: [session(own)], base: [identity(base)] }, engine);
    expect(allowed).toEqual([]);
    expect(unknown.flatMap((row) => row.rules)).toEqual(rules);
  });

  test.each([
    ["base", { base: { state: "unknown", why: "it is not given" } }],
    ["serviceControlPolicies", { serviceControlPolicies: { state: "unknown", why: "it is not given" } }],
  ] as const)("what leans on %s", (name, more) => {
    const input = { session: [session("+s3:*Object @ b/*")], base: [identity("+s3:Get*")], ...more };
    const found = effective(input, engine);
    expect(found.notGiven).toEqual([name]);
    expect(found.allowed).toEqual([]);
    expect(found.unknown.every(({ why }) => why === "it is not given")).toBe(true);
    expect(shown(found)).toMatchObject({
      removed: name === "base" ? [] : ["s3:DeleteObject,s3:PutObject @ b/* by identity"],
      unknown: [`${name === "base" ? "s3:DeleteObject,s3:GetObject,s3:PutObject" : "s3:GetObject"} @ b/* ? `],
    });
  });

  test("session policies that are not known", () => {
    const unknown = { state: "unknown", why: "it is not given" } as const;
    expect(shown(effective({ session: unknown, base: [identity("+*")] }, engine))).toEqual({
      ...nothing,
      unknown: ["* @ * ? "],
    });
  });

  test("a document that could not be read", () => {
    const half: PolicyDocument = documentOf("identity", { Version: "2012-10-17", Statement: [{ Effect: "Allow" }] });
    expect(effective({ session: [session("+s3:GetObject @ b/*")], base: [half] }, engine)).toMatchObject({
      allowed: [],
      removed: [],
      unknown: [{ why: "a part of identity could not be read" }],
    });
  });

  test("where the work is too much", () => {
    const { allowed, removed, unknown } = access(["+s3:GetObject @ *a*b*c*"], ["+s3:* @ *"], { budget: 3 });
    expect({ allowed, removed }).toEqual({ allowed: [], removed: [] });
    expect(unknown).toHaveLength(1);
  });
});

describe("the edges", () => {
  test("calls outside of policies (M5, M6)", () => {
    expect(access(["+sts:GetCallerIdentity,sts:GetSessionToken @ *"], ["-* @ *"])).toEqual({
      ...nothing,
      allowed: ["sts:GetCallerIdentity @ * < "],
    });
  });

  test("no session policy is no limit (table 3)", () => {
    expect(access([], ["+s3:GetObject @ b/*"])).toMatchObject({ allowed: [] });
    const none = effective({ session: { state: "none" }, base: [identity("+s3:GetObject @ b/*")] }, engine);
    expect(shown(none).allowed).toEqual(["s3:GetObject @ b/* < 0.0", "sts:GetCallerIdentity @ * < "]);
  });

  test("a plain object is a layer as well", () => {
    const given = { state: "given", value: [documentOf("identity", policyOf("+s3:*"))] } as const;
    expect(shown(effective({ session: [session("+s3:GetObject @ b/*")], base: given }, engine)).allowed).toHaveLength(
      1,
    );
  });
});
