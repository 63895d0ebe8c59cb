import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import type { Layers, ResourcePolicy } from "../../../server/src/core/access/layers.js";
import { requiredActions } from "../../../server/src/core/access/requirements.js";
import type { SessionContext } from "../../../server/src/core/context/sessionContext.js";
import { session as sessionContext } from "../../support/analysisBuilder.js";
import { boundary, identity, resourcePolicy, scp, session } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

const engine = new AccessEngine(await testCatalog(["s3", "ec2", "kms", "sts", "iam"]));
const account = "111122223333";
const role = `arn:aws:iam::${account}:role/r`;
const none = { state: "none" } as const;
const given = <T>(value: T) => ({ state: "given", value }) as const;
const unknown = { state: "unknown", why: "not given" } as const;

interface Case {
  /** The session policy. */
  readonly own: readonly string[];
  readonly needs: readonly [actions: readonly string[], resources: readonly string[]];
  readonly layers?: Partial<Omit<Layers, "session">>;
  readonly more?: Partial<SessionContext>;
}

/** What becomes of each needed action, one line an entry. */
function needed({ own, needs: [actions, resources], layers, more }: Case): readonly string[] {
  const context: SessionContext = {
    ...sessionContext({}),
    principal: { kind: "role-session", roleArn: role, sessionName: "s" },
    layers: {
      identity: given([identity("+*")]),
      boundary: none,
      serviceControlPolicies: none,
      resourceControlPolicies: none,
      resourcePolicies: none,
      ...layers,
    },
    requires: [{ actions, resources, path: ["sessions", 0, "requires", 0] }],
    ...more,
  };
  return requiredActions(session(...own).model, context, engine).required.map((required) => {
    const results = required.actions.map(({ action, result, decidedBy, dependsOn, counterexample, denied }) => {
      const on = counterexample === undefined ? "" : ` on ${counterexample.resource}`;
      const depends = dependsOn.length > 0 ? ` on ${dependsOn.join(", ")}` : "";
      return `${action} ${result} ${denied ? "denied by " : ""}${decidedBy}${on}${depends}`;
    });
    const unfit = required.unfit.map((action) => `${action} unfit`);
    const notCallable = required.notCallable.map((action) => `${action} not callable`);
    return [required.pattern, ...results, ...unfit, ...notCallable].join("; ");
  });
}

const objects = ["arn:aws:s3:::b/*"];

describe("what a task needs", () => {
  test("is there", () => {
    expect(needed({ own: ["+s3:Get*@b/*"], needs: [["s3:GetObject"], objects] })).toEqual([
      "s3:GetObject; s3:GetObject allowed identity",
    ]);
  });

  test("is missing in the session policy", () => {
    expect(needed({ own: ["+s3:PutObject@b/*"], needs: [["s3:GetObject", "s3:PutObject"], objects] })).toEqual([
      "s3:GetObject; s3:GetObject no-effect session on arn:aws:s3:::b/some-key",
      "s3:PutObject; s3:PutObject allowed identity",
    ]);
  });

  test("is there only for some of the resources", () => {
    expect(needed({ own: ["+s3:GetObject@b/a/*"], needs: [["s3:GetObject"], objects] })).toEqual([
      expect.stringMatching(/^s3:GetObject; s3:GetObject partly session on arn:aws:s3:::b\//),
    ]);
  });

  test("is denied by the session policy", () => {
    expect(needed({ own: ["+s3:*", "-s3:GetObject@b/a/*"], needs: [["s3:GetObject"], objects] })).toEqual([
      expect.stringMatching(/^s3:GetObject; s3:GetObject partly denied by session on arn:aws:s3:::b\/a\//),
    ]);
  });

  test("is put together of several statements", () => {
    const own = ["+s3:GetObject@b/a*", "+s3:Get*@!b/a*"];
    expect(needed({ own, needs: [["s3:GetObject"], objects] })).toEqual([expect.stringContaining("allowed")]);
  });

  test("is missing in the base, the boundary, an SCP", () => {
    const own = ["+s3:*"];
    const needs = [["s3:GetObject"], objects] as const;
    const missing = (layers: Case["layers"]) => needed({ own, needs, ...(layers && { layers }) });
    expect(missing({ identity: given([identity("+s3:PutObject")]) })[0]).toContain("no-effect identity");
    expect(missing({ boundary: given([boundary("+ec2:*")]) })[0]).toContain("no-effect boundary");
    expect(missing({ serviceControlPolicies: given([[scp("+*", "-s3:Get*")]]) })[0]).toContain("denied by scp");
  });

  test("depends on a condition of the session policy, unless the context is known", () => {
    const own = ["+s3:GetObject@b/* ? StringEquals aws:SourceVpc=vpc-1"];
    const needs = [["s3:GetObject"], objects] as const;
    expect(needed({ own, needs })[0]).toBe("s3:GetObject; s3:GetObject depends session on aws:SourceVpc");
    expect(needed({ own, needs, more: { context: { "aws:SourceVpc": "vpc-1" } } })[0]).toContain("allowed");
    expect(needed({ own, needs, more: { context: { "aws:SourceVpc": "vpc-2" } } })[0]).toContain("session");
  });

  test("a base that is not given: what the session policy lacks is certain, the rest is not", () => {
    const layers = { identity: unknown };
    expect(needed({ own: ["+s3:GetObject@b/a/*"], needs: [["s3:GetObject"], objects], layers })[0]).toContain(
      "partly session",
    );
    expect(needed({ own: ["+s3:GetObject@b/*"], needs: [["s3:GetObject"], objects], layers })[0]).toContain("unknown");
  });

  test("a managed policy passed along counts; one that is not known leaves it open, but for a Deny", () => {
    const managed = (document: SessionContext["managedPolicies"][number]["document"]) => ({
      managedPolicies: [{ arn: "arn:aws:iam::111122223333:policy/p", document }],
    });
    const needs = [["s3:GetObject"], objects] as const;
    expect(needed({ own: ["+s3:PutObject"], needs, more: managed(given(session("+s3:Get*"))) })[0]).toContain(
      "allowed",
    );
    expect(needed({ own: ["+s3:PutObject"], needs, more: managed(unknown) })[0]).toContain("unknown");
    expect(needed({ own: ["+s3:*"], needs, more: managed(unknown) })[0]).toContain("unknown");
    expect(needed({ own: ["+s3:*", "-s3:Get*"], needs, more: managed(unknown) })[0]).toContain("denied by session");
  });

  test("a resource policy that names the session goes around the session policy, one that names the role does not", () => {
    const bucket = (...statements: readonly string[]): Case["layers"] => ({
      identity: given([identity("+ec2:*")]),
      resourcePolicies: given<readonly ResourcePolicy[]>([
        { resource: "arn:aws:s3:::b", account, policy: given(resourcePolicy(...statements)) },
      ]),
    });
    const own = ["+s3:PutObject"];
    const needs = [["s3:GetObject"], objects] as const;
    const more = { resourcePoliciesComplete: true };
    const byRole = bucket(`+s3:GetObject@b/* > AWS:${role}`);
    const bySession = bucket(`+s3:GetObject@b/* > AWS:arn:aws:sts::${account}:assumed-role/r/s`);
    expect(needed({ own, needs, more, ...(byRole && { layers: byRole }) })[0]).toContain("no-effect session");
    expect(needed({ own, needs, more, ...(bySession && { layers: bySession }) })[0]).toContain("allowed");
  });

  test("what can't go together with the resources, and calls outside of policies", () => {
    expect(needed({ own: ["+*"], needs: [["s3:ListBucket"], objects] })[0]).toBe("s3:ListBucket; s3:ListBucket unfit");
    expect(needed({ own: ["-*"], needs: [["sts:GetCallerIdentity"], ["*"]] })[0]).toBe("sts:GetCallerIdentity");
    expect(needed({ own: ["+*"], needs: [["sts:GetSessionToken"], ["*"]] })[0]).toBe(
      "sts:GetSessionToken; sts:GetSessionToken not callable",
    );
    expect(needed({ own: ["+*"], needs: [["s3:GetObjekt"], ["*"]] })).toEqual(["s3:GetObjekt"]);
  });
});
