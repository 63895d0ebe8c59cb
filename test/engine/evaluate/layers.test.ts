import { describe, expect, it } from "vitest";
import type { Layers, Principal } from "../../../server/src/core/access/layers.js";
import {
  boundary,
  documentOf,
  identity,
  layersOf,
  rcp,
  resourcePolicy,
  scp,
  session,
} from "../../support/policyNotation.js";
import {
  account,
  answer,
  decisionOn,
  federatedUser,
  otherAccount,
  roleArn,
  roleSession,
  rootArn,
  sessionArn,
  userArn,
} from "../../support/requests.js";

const bucket = "arn:aws:s3:::b";
const key = `arn:aws:kms:us-east-1:${account}:key/k`;
const get = "s3:GetObject b/k";
const all = { identity: [identity("+*")] };
const unknown = { state: "unknown", why: "it was not given" } as const;
const withUnknown = (layers: Layers, name: keyof Layers): Layers => ({ ...layers, [name]: unknown });

describe("tables 1 and 2", () => {
  const names = { none: "AWS:333333333333", Ra: `AWS:${rootArn}`, Rr: `AWS:${roleArn}`, Rd: `AWS:${sessionArn}` };
  const truth = [true, false];

  /** The formulas of section 7, written out. */
  const formulas = {
    ordinary: (g: string, id: boolean, limits: boolean) => g === "Rd" || ((id || g === "Rr") && limits),
    key: (g: string, id: boolean, limits: boolean) => g === "Rd" || ((g === "Rr" || (g === "Ra" && id)) && limits),
    crossAccount: (g: string, id: boolean, limits: boolean) => g !== "none" && id && limits,
  };
  const requests = { ordinary: get, key: `kms:Decrypt ${key}`, crossAccount: get };

  for (const shape of ["ordinary", "key", "crossAccount"] as const) {
    for (const [grant, principals] of Object.entries(names)) {
      for (const id of truth) {
        for (const pb of truth) {
          for (const ss of truth) {
            it(`${shape} ${grant} Id=${id} Pb=${pb} Ss=${ss}`, () => {
              const layers = layersOf({
                identity: id ? [identity("+*")] : [],
                boundary: boundary(pb ? "+*" : "+ec2:*"),
                session: [session(ss ? "+*" : "+ec2:*")],
                resources: {
                  [shape === "key" ? key : bucket]: resourcePolicy(`+s3:*,kms:* > ${principals}`),
                },
              });
              const resourceAccount = shape === "crossAccount" ? otherAccount : account;
              const expected = formulas[shape](grant, id, pb && ss) ? "allow" : "deny-implicit";
              expect(answer(layers, requests[shape], { resourceAccount }).split(" ")[0]).toBe(expected);
            });
          }
        }
      }
    }
  }
});

describe("table 3: layers without documents, or with Denies only", () => {
  it.each([
    ["nothing at all", layersOf({}), "deny-implicit identity [D3]"],
    ["identity only denies", layersOf({ identity: [identity("-ec2:*")] }), "deny-implicit identity [D3]"],
    ["boundary only denies", layersOf({ ...all, boundary: boundary("-ec2:*") }), "deny-implicit boundary [D3]"],
    ["session only denies", layersOf({ ...all, session: [session("-ec2:*")] }), "deny-implicit session [D3]"],
    ["session list is empty", layersOf({ ...all, session: [] }), "allow identity:0.0 [D3]"],
    ["SCP only denies", layersOf({ ...all, scps: [[scp("-ec2:*")]] }), "deny-implicit scp.0 [D2]"],
    ["SCP level is empty", layersOf({ ...all, scps: [[scp("+*")], []] }), "deny-implicit scp.1 [D2]"],
    ["no SCP levels", layersOf({ ...all, scps: [] }), "allow identity:0.0 [D3]"],
    ["RCP only denies", layersOf({ ...all, rcps: [[rcp("-s3:PutObject > *")]] }), "allow identity:0.0 [D3]"],
    ["RCP level is empty", layersOf({ ...all, rcps: [[]] }), "deny-implicit rcp.0 [D2]"],
    [
      "resource policy only denies",
      layersOf({ ...all, resources: { [bucket]: resourcePolicy("-s3:PutObject > *") } }),
      "allow identity:0.0 [D3]",
    ],
    [
      "everything is lacking",
      layersOf({ boundary: boundary(), session: [session()], scps: [[scp("+ec2:*")], []] }),
      "deny-implicit identity, boundary, scp.0, scp.1, session [D2 D3]",
    ],
  ])("%s", (_, layers, expected) => {
    expect(answer(layers, get)).toBe(expected);
  });

  it("a federated user without session policy has nothing, with one it is limited by it", () => {
    const principal = federatedUser;
    expect(answer(layersOf(all), get, { principal })).toBe("deny-implicit session [D3 Q2]");
    expect(answer(layersOf({ ...all, session: [] }), get, { principal })).toBe("deny-implicit session [D3 Q2]");
    expect(answer(layersOf({ ...all, session: [session("+s3:Get*")] }), get, { principal })).toMatch(/^allow/);
    const byUser = { [bucket]: resourcePolicy(`+s3:* > AWS:${userArn}`) };
    const limited = layersOf({ session: [session("+s3:Get*")], resources: byUser });
    expect(answer(limited, get, { principal })).toBe("allow resource:0.0 [D3]");
    expect(answer(limited, "s3:PutObject b/k", { principal })).toBe("deny-implicit session [D3]");
  });
});

describe("explicit Denies (D1)", () => {
  it("are all named, in order", () => {
    const layers = layersOf({
      identity: [identity("+*"), identity("-ec2:*", "-s3:GetObject")],
      boundary: boundary("-s3:*"),
      session: [session("-*")],
      scps: [[scp("+*")], [scp("+*", "-s3:*")]],
      rcps: [[rcp("-s3:* > *")]],
      resources: { [bucket]: resourcePolicy(`-s3:* > AWS:${account}`) },
    });
    expect(answer(layers, get)).toBe(
      "deny-explicit identity:1.1, boundary:0.0, scp.1:0.1, rcp.0:0.0, session:0.0, resource:0.0 [D1]",
    );
  });

  it("of a layer decide over what other layers do not know", () => {
    for (const name of Object.keys(layersOf({})) as (keyof Layers)[]) {
      const denying = name === "session" ? { boundary: boundary("-s3:*") } : { session: [session("-s3:*")] };
      const layers = withUnknown(layersOf({ ...all, ...denying }), name);
      expect(answer(layers, get)).toMatch(/^deny-explicit (boundary|session):0.0 \[D1\]$/);
    }
  });
});

describe("layers that are not known", () => {
  it.each([
    "identity",
    "session",
    "boundary",
    "serviceControlPolicies",
    "resourceControlPolicies",
    "resourcePolicies",
  ] as const)("%s leaves an allowed request open", (name) => {
    const layers = withUnknown(layersOf({ ...all, session: [session("+*")] }), name);
    const decision = decisionOn(layers, get);
    expect(decision.decision).toBe("unknown");
    expect(decision.why).toBe("it was not given");
  });

  it("leave what another layer definitely lacks denied", () => {
    const lacking = layersOf({ ...all, session: [session("+ec2:*")] });
    for (const name of ["identity", "boundary", "serviceControlPolicies", "resourceControlPolicies"] as const) {
      expect(answer(withUnknown(lacking, name), get)).toBe("deny-implicit session [D3]");
    }
    // A resource policy could grant to the session itself.
    expect(answer(withUnknown(lacking, "resourcePolicies"), get)).toBe("unknown");
    expect(answer(withUnknown(lacking, "resourcePolicies"), get, { resourceAccount: otherAccount })).toBe(
      "deny-implicit session [D5]",
    );
  });

  it("do not matter where they do not apply", () => {
    const layers = layersOf(all);
    expect(answer(withUnknown(layers, "resourcePolicies"), "ec2:DescribeInstances")).toBe("allow identity:0.0 [D3]");
    expect(answer(withUnknown(layers, "resourcePolicies"), `iam:GetRole ${roleArn}`)).toBe("allow identity:0.0 [D3]");
    expect(answer(withUnknown(layers, "resourcePolicies"), "nosuch:Action")).toBe("unknown");
    expect(answer(withUnknown(layers, "resourceControlPolicies"), "ec2:DescribeInstances")).toMatch(/^allow/);
    const exempt: readonly (readonly [Principal, keyof Layers])[] = [
      [{ ...roleSession, managementAccount: true }, "serviceControlPolicies"],
      [{ ...roleSession, managementAccount: true }, "resourceControlPolicies"],
      [{ ...roleSession, serviceLinkedRole: true }, "serviceControlPolicies"],
      [{ ...roleSession, serviceLinkedRole: true }, "resourceControlPolicies"],
    ];
    for (const [principal, name] of exempt)
      expect(answer(withUnknown(layers, name), get, { principal })).toMatch(/^allow/);
  });

  it("leave NotPrincipal open where it is the boundary (D8)", () => {
    const spared = `!AWS:${account},AWS:${roleArn},AWS:${sessionArn}`;
    const layers = layersOf({ ...all, resources: { [bucket]: resourcePolicy(`-s3:* > ${spared}`) } });
    expect(answer(withUnknown(layers, "boundary"), get)).toBe("unknown [D8]");
  });

  it("counts a resource policy that is not known or not there", () => {
    const of = (policy: Layers["boundary"] | typeof unknown): Layers => ({
      ...layersOf(all),
      resourcePolicies: { state: "given", value: [{ resource: bucket, policy: policy as typeof unknown }] },
    });
    expect(answer(of(unknown), get)).toBe("unknown");
    expect(answer(of({ state: "none" }), get)).toBe("allow identity:0.0 [D3]");
  });

  it("leaves a document of which a part is unreadable open", () => {
    const broken = documentOf("identity", { Version: "2012-10-17", Statement: [{ Effect: "Allow" }] }, "broken.json");
    const decision = decisionOn(layersOf({ identity: [identity("+*"), broken] }), get);
    expect([decision.decision, decision.why]).toEqual(["unknown", "a part of broken.json could not be read"]);
    const denied = layersOf({ identity: [identity("-*"), broken] });
    expect(answer(denied, get)).toBe("deny-explicit identity:0.0 [D1]");
  });
});

describe("guardrails (D2, T5)", () => {
  const denying = layersOf({ ...all, scps: [[scp("+*", "-s3:*")]], rcps: [[rcp("-s3:* > *")]] });

  it("apply neither to the management account nor to service-linked roles", () => {
    expect(answer(denying, get, { principal: { ...roleSession, managementAccount: true } })).toMatch(/^allow/);
    expect(answer(denying, get, { principal: { ...roleSession, serviceLinkedRole: true } })).toMatch(/^allow/);
  });

  it("of the resource's account apply to a management account elsewhere", () => {
    const principal = { ...roleSession, managementAccount: true };
    const shown = answer(denying, get, { principal, resourceAccount: otherAccount });
    expect(shown).toBe("deny-explicit rcp.0:0.0 [D1]");
  });

  it("apply to the services that have RCPs only", () => {
    const layers = layersOf({ ...all, rcps: [[rcp("-* > *")]] });
    expect(answer(layers, "ec2:DescribeInstances")).toMatch(/^allow/);
  });
});

describe("which resource policy decides", () => {
  const table = `arn:aws:dynamodb:us-east-1:${account}:table/t`;
  const lambda = `arn:aws:lambda:us-east-1:${account}:function:f`;

  it.each([
    [bucket, "s3:GetObject b/k", "deny-explicit"],
    [bucket, "s3:ListBucket b", "deny-explicit"],
    [bucket, "s3:GetObject bx/k", "allow"],
    [table, `dynamodb:Query ${table}/index/i`, "deny-explicit"],
    [lambda, `lambda:InvokeFunction ${lambda}:42`, "unknown"],
    ["arn:aws:s3:::b/k", "s3:GetObject b/k", "deny-explicit"],
  ])("of %s on %s: %s", (resource, request, expected) => {
    const layers = layersOf({ ...all, resources: { [resource]: resourcePolicy("-* > *") } });
    expect(answer(layers, request).split(" ")[0]).toBe(expected);
  });

  it("is no trust policy for actions of iam", () => {
    const layers = layersOf({ ...all, resources: { [roleArn]: resourcePolicy("-* > *") } });
    expect(answer(layers, `iam:PassRole ${roleArn}`)).toMatch(/^allow/);
  });

  it("leaves statements without principals open (G2)", () => {
    const noPrincipal = identity("+s3:*");
    const layers = layersOf({ resources: { [bucket]: noPrincipal } });
    expect(answer(layers, get)).toBe("unknown [G2]");
    expect(answer(layersOf({ ...all, resources: { [bucket]: identity("-s3:*") } }), get)).toBe("unknown [G2]");
    expect(answer(layersOf({ ...all, rcps: [[identity("-s3:*")]] }), get)).toBe("unknown [G2]");
    expect(answer(layersOf({ ...all, session: [resourcePolicy("+s3:* > *")] }), get)).toBe("unknown [G2]");
  });
});

describe("whose the resource is", () => {
  const grants = { [bucket]: resourcePolicy(`+s3:* > AWS:${roleArn}`) };

  it("is told by the request, the ARN, the resource policy or the context", () => {
    expect(answer(layersOf(all), get, { resourceAccount: otherAccount })).toMatch(/^deny-implicit/);
    const queue = (owner: string) => `sqs:SendMessage arn:aws:sqs:us-east-1:${owner}:q`;
    expect(answer(layersOf(all), queue(account), { resourceAccount: undefined })).toMatch(/^allow/);
    expect(answer(layersOf(all), queue(otherAccount), { resourceAccount: undefined })).toMatch(/^deny-implicit/);
    expect(answer(layersOf(all), "ec2:DescribeInstances", { resourceAccount: undefined })).toMatch(/^allow/);
    const managed = "iam:GetRole arn:aws:iam::aws:policy/ReadOnlyAccess";
    expect(answer(layersOf(all), managed, { resourceAccount: undefined })).toMatch(/^allow/);
    const context = { "aws:resourceaccount": account };
    expect(answer(layersOf(all), get, { resourceAccount: undefined, context })).toMatch(/^allow/);
    const elsewhere = { "aws:ResourceAccount": otherAccount };
    expect(answer(layersOf(all), "ec2:DescribeInstances", { resourceAccount: undefined, context: elsewhere })).toMatch(
      /^deny-implicit/,
    );
    const owned: Layers = {
      ...layersOf(all),
      resourcePolicies: {
        state: "given",
        value: [{ resource: bucket, account: otherAccount, policy: { state: "none" } }],
      },
    };
    expect(answer(owned, get, { resourceAccount: undefined })).toBe("deny-implicit resource [D5]");
  });

  it("is computed both ways where nothing tells it", () => {
    expect(answer(layersOf(all), get, { resourceAccount: undefined })).toBe("depends on aws:ResourceAccount");
    expect(answer(layersOf({ ...all, resources: grants }), get, { resourceAccount: undefined })).toBe(
      "allow identity:0.0, resource:0.0 [D3 D5]",
    );
    expect(answer(layersOf({}), get, { resourceAccount: undefined })).toBe("deny-implicit identity, resource [D3 D5]");
    const nameless = { kind: "role-session", sessionName: "s" } as const;
    expect(answer(layersOf(all), get, { principal: nameless })).toBe("depends on aws:ResourceAccount");
  });
});

describe("outside policies (M5, M6)", () => {
  it.each([
    [roleSession, "sts:GetCallerIdentity", "allow [M5]"],
    [federatedUser, "STS:getcalleridentity", "allow [M5]"],
    [roleSession, "sts:GetSessionToken", "deny-implicit [M6]"],
    [roleSession, "sts:GetFederationToken", "deny-implicit [M6]"],
    [roleSession, "iam:ListUsers", "allow identity:0.0 [D3]"],
    [federatedUser, "iam:ListUsers", "deny-implicit [M6]"],
    [federatedUser, `sts:AssumeRole ${roleArn}`, "deny-implicit [M6]"],
    [federatedUser, "sts:GetSessionToken", "deny-implicit [M6]"],
  ])("%j %s", (principal, request, expected) => {
    expect(answer(layersOf({ ...all, session: [session("+*")] }), request, { principal })).toBe(expected);
  });
});
