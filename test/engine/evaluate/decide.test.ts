import { describe, expect, it } from "vitest";
import { decide } from "../../../server/src/core/access/decide.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { policyOf } from "../../support/policyNotation.js";
import { account, otherAccount, roleArn, rootArn, sessionArn, userArn } from "../../support/requests.js";

const catalog = fakeCatalog();
const principal = { kind: "role-session", roleArn, sessionName: "s" };
const question = {
  id: "q",
  principal,
  action: "s3:GetObject",
  resource: "arn:aws:s3:::b/k",
  resourceAccount: account,
  layers: { identity: [policyOf("+s3:*")] },
};
const layered = (layers: object) => decide({ ...question, layers }, catalog);

describe("decide", () => {
  it("answers in the contract's JSON", async () => {
    expect(await decide(question, catalog)).toEqual({
      id: "q",
      decision: "allow",
      decidedBy: [{ layer: "identity", policy: 0, statement: 0, effect: "Allow" }],
      dependsOn: [],
      rules: ["D3"],
    });
    expect(await layered({ identity: [policyOf("+*")], serviceControlPolicies: [[policyOf("+*")], []] })).toEqual({
      id: "q",
      decision: "deny-implicit",
      decidedBy: [{ layer: "scp", level: 1 }],
      dependsOn: [],
      rules: ["D2"],
    });
    const tagged = { identity: [policyOf("+s3:* ? StringEquals aws:PrincipalTag/team=red")] };
    expect(await layered(tagged)).toMatchObject({ decision: "depends", dependsOn: ["aws:PrincipalTag/team"] });
    const complete = { ...question, layers: tagged, contextIsComplete: true };
    expect(await decide(complete, catalog)).toMatchObject({ decision: "deny-implicit" });
    expect(await decide({ ...complete, context: { "AWS:PrincipalTag/TEAM": "red" } }, catalog)).toMatchObject({
      decision: "allow",
    });
  });

  it("takes any id back, and none where there is none", async () => {
    expect(await decide({ ...question, id: 7 }, catalog)).toMatchObject({ id: 7 });
    const { id: _, ...nameless } = question;
    expect(await decide(nameless, catalog)).not.toHaveProperty("id");
    expect(await decide({ id: "x" }, catalog)).toEqual({ id: "x", error: "principal: is missing" });
  });

  it("reads all layers", async () => {
    const all = [policyOf("+*")];
    const denied = policyOf("-s3:*");
    const places = [
      [{ identity: [policyOf("+*", "-s3:*")] }, { layer: "identity", policy: 0, statement: 1, effect: "Deny" }],
      [
        { identity: all, session: [...all, denied] },
        { layer: "session", policy: 1, statement: 0, effect: "Deny" },
      ],
      [
        { identity: all, boundary: denied },
        { layer: "boundary", policy: 0, statement: 0, effect: "Deny" },
      ],
      [
        { identity: all, serviceControlPolicies: [all, [...all, denied]] },
        { layer: "scp", level: 1, policy: 1, statement: 0, effect: "Deny" },
      ],
      [
        { identity: all, resourceControlPolicies: [[policyOf("-s3:* > *")]] },
        { layer: "rcp", level: 0, policy: 0, statement: 0, effect: "Deny" },
      ],
      [
        { identity: all, resourcePolicy: policyOf(`-s3:* > AWS:${rootArn}`) },
        { layer: "resource", policy: 0, statement: 0, effect: "Deny" },
      ],
    ] as const;
    for (const [layers, place] of places) {
      expect(await layered(layers)).toMatchObject({ decision: "deny-explicit", decidedBy: [place] });
    }
  });

  it("takes empty lists for none, and unknown layers as unknown", async () => {
    const none = {
      identity: [policyOf("+*")],
      session: [],
      boundary: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: [],
    };
    expect(await layered(none)).toMatchObject({ decision: "allow" });
    for (const name of Object.keys(none)) {
      expect(await layered({ ...none, [name]: "unknown" })).toMatchObject({
        decision: "unknown",
        why: `layers.${name} is not known`,
      });
    }
  });

  it("resolves AWS managed policies", async () => {
    expect(await layered({ identity: ["arn:aws:iam::aws:policy/AdministratorAccess"] })).toMatchObject({
      decision: "allow",
    });
    expect(await layered({ identity: ["arn:aws:iam::aws:policy/NoSuch"] })).toEqual({
      id: "q",
      error: 'layers.identity[0]: "arn:aws:iam::aws:policy/NoSuch" is no AWS managed policy that is known',
    });
  });

  it("reads the policy of a role as a trust policy", async () => {
    const resource = `arn:aws:iam::${otherAccount}:role/r2`;
    const assume = { ...question, action: "sts:AssumeRole", resource, resourceAccount: undefined };
    const layers = { identity: [policyOf("+*")], resourcePolicy: policyOf(`+sts:AssumeRole > AWS:${sessionArn}`) };
    expect(await decide({ ...assume, layers }, catalog)).toMatchObject({ decision: "allow", rules: ["D5"] });
  });

  it("takes an empty policy for one that allows nothing (E6)", async () => {
    const empty = { Version: "2012-10-17", Statement: [] };
    expect(await layered({ identity: [policyOf("+*")], session: [empty] })).toMatchObject({
      decision: "deny-implicit",
      decidedBy: [{ layer: "session" }],
    });
  });

  const changed = (change: object) => ({ ...question, ...change });
  it.each([
    [[], "a question must be a JSON object"],
    [null, "a question must be a JSON object"],
    ["x", "a question must be a JSON object"],
    [changed({ principal: undefined }), "principal: is missing"],
    [changed({ principal: "role" }), "principal: must be an object"],
    [
      changed({ principal: { ...principal, kind: "user" } }),
      'principal.kind: must be "role-session" or "federated-user"',
    ],
    [changed({ principal: { kind: "role-session" } }), "principal.roleArn: is missing"],
    [changed({ principal: { kind: "federated-user", roleArn } }), "principal.userArn: is missing"],
    [
      changed({ principal: { ...principal, roleArn: userArn } }),
      'principal.roleArn: must be an ARN such as "arn:aws:iam::111122223333:role/name"',
    ],
    [
      changed({ principal: { ...principal, roleArn: 7 } }),
      'principal.roleArn: must be an ARN such as "arn:aws:iam::111122223333:role/name"',
    ],
    [
      changed({ principal: { kind: "federated-user", userArn: roleArn } }),
      'principal.userArn: must be an ARN such as "arn:aws:iam::111122223333:user/name"',
    ],
    [
      changed({ principal: { ...principal, sessionName: "" } }),
      "principal.sessionName: must be a string that is not empty",
    ],
    [
      changed({ principal: { ...principal, serviceLinkedRole: "no" } }),
      "principal.serviceLinkedRole: must be true or false",
    ],
    [
      changed({ principal: { ...principal, managementAccount: 1 } }),
      "principal.managementAccount: must be true or false",
    ],
    [changed({ action: undefined }), "action: is missing"],
    [changed({ action: "s3:*" }), 'action: must be one action such as "s3:GetObject"'],
    [changed({ action: "GetObject" }), 'action: must be one action such as "s3:GetObject"'],
    [changed({ action: ["s3:GetObject"] }), 'action: must be one action such as "s3:GetObject"'],
    [changed({ resource: undefined }), "resource: is missing"],
    [changed({ resource: "b/k" }), 'resource: must be an ARN of six fields, or "*" for an action without a resource'],
    [changed({ resourceAccount: "1" }), "resourceAccount: must be an account number of twelve digits"],
    [changed({ resourceAccount: 111111111111 }), "resourceAccount: must be an account number of twelve digits"],
    [changed({ context: [] }), "context: must be an object"],
    [changed({ context: { a: null } }), "context.a: must be a string, a number, a Boolean or a list of these"],
    [changed({ context: { a: [["b"]] } }), "context.a: must be a string, a number, a Boolean or a list of these"],
    [
      changed({ context: { "aws:SourceIp": "10.0.0.1", "aws:sourceip": "10.0.0.1" } }),
      'context.aws:sourceip: is given twice, the other time as "aws:SourceIp"',
    ],
    [
      changed({ context: { "aws:PrincipalArn": sessionArn } }),
      'context.aws:PrincipalArn: the value of "aws:PrincipalArn" contradicts the principal',
    ],
    [
      changed({ context: { "AWS:USERNAME": "x" } }),
      'context.aws:username: the value of "aws:username" contradicts the principal',
    ],
    [
      changed({ context: { "aws:userid": "AROA:x" } }),
      'context.aws:userid: the value of "aws:userid" contradicts the principal',
    ],
    [
      changed({ context: { "aws:PrincipalType": ["AssumedRole", "User"] } }),
      'context.aws:PrincipalType: the value of "aws:PrincipalType" contradicts the principal',
    ],
    [
      changed({ context: { "aws:ResourceAccount": otherAccount } }),
      'context.aws:ResourceAccount: the value of "aws:ResourceAccount" contradicts the resource\'s account',
    ],
    [changed({ contextIsComplete: "yes" }), "contextIsComplete: must be true or false"],
    [changed({ layers: undefined }), "layers: is missing"],
    [changed({ layers: { sesion: [] } }), "layers.sesion: is no layer"],
    [changed({ layers: { identity: policyOf("+*") } }), "layers.identity: must be a list"],
    [changed({ layers: { identity: null } }), "layers.identity: must be a list"],
    [changed({ layers: { boundary: [policyOf("+*")] } }), "layers.boundary: must be an object"],
    [changed({ layers: { identity: ["{}"] } }), "layers.identity[0]: must be an object"],
    [
      changed({ layers: { serviceControlPolicies: [policyOf("+*")] } }),
      "layers.serviceControlPolicies[0]: must be a list",
    ],
    [
      changed({ layers: { identity: [policyOf("+*"), {}] } }),
      "layers.identity[1]: is no identity policy that can be read: missing-statement",
    ],
    [
      changed({ layers: { session: [{ Statement: [{ Effect: "allow", Action: "*", Resource: "*" }] }] } }),
      "layers.session[0]: is no session policy that can be read: invalid-effect at Statement.0.Effect",
    ],
    [
      changed({ layers: { session: [policyOf("+* > *")] } }),
      "layers.session[0]: is no session policy that can be read: principal-not-supported at Statement.0.Principal",
    ],
  ])("%j: %s", async (input, error) => {
    const answer = await decide(input, catalog);
    expect("error" in answer ? answer.error : answer).toBe(error);
  });

  it("accepts what the context says again", async () => {
    const context = {
      "aws:PrincipalArn": roleArn,
      "aws:userid": "AROAEXAMPLE:s",
      "aws:PrincipalAccount": [account],
      "aws:TokenIssueTime": "2025-01-01T00:00:00Z",
      "aws:ResourceAccount": account,
    };
    expect(await decide(changed({ context }), catalog)).toMatchObject({ decision: "allow" });
  });
});
