import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import type { Layers, PolicyDocument, ResourcePolicy } from "../../../server/src/core/access/layers.js";
import type { SessionContext } from "../../../server/src/core/context/sessionContext.js";
import { session as sessionContext } from "../../support/analysisBuilder.js";
import { boundary, identity, rcp, resourcePolicy, scp, session } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

const engine = new AccessEngine(await testCatalog(["s3", "ec2", "dynamodb", "kms", "sqs"]));
const account = "111122223333";
const role = `arn:aws:iam::${account}:role/r`;
const none = { state: "none" } as const;
const given = <T>(value: T) => ({ state: "given", value }) as const;

/** What each action entry of a session policy comes to, one line an entry. */
function access(
  own: readonly string[],
  layers: Partial<Omit<Layers, "session">>,
  more: Partial<SessionContext> = {},
): readonly string[] {
  const context: SessionContext = {
    ...sessionContext({}),
    principal: { kind: "role-session", roleArn: role, sessionName: "s" },
    layers: {
      identity: none,
      boundary: none,
      serviceControlPolicies: none,
      resourceControlPolicies: none,
      resourcePolicies: none,
      ...layers,
    },
    ...more,
  };
  return engine.sessionAccess(session(...own).model, context).entries.map((entry) => {
    const { decidedBy } = entry.actions.find(({ result }) => result === entry.result) ?? entry.actions[0] ?? {};
    return `${entry.pattern} ${entry.result}${decidedBy === undefined ? "" : ` ${decidedBy}`}`;
  });
}

const bucketPolicy = (...statements: readonly string[]): readonly ResourcePolicy[] => [
  { resource: "arn:aws:s3:::b", account, policy: given(resourcePolicy(...statements)) },
];
const identityOf = (...documents: readonly PolicyDocument[]) => ({ identity: given(documents) });

describe("the layer that decides", () => {
  test("identity: nothing granted", () => {
    expect(access(["+s3:GetObject@b/*"], identityOf(identity("+s3:PutObject")))).toEqual([
      "s3:GetObject no-effect identity",
    ]);
  });

  test("a resource policy that is not given could revive it, but not for an action without such a policy (E3)", () => {
    const layers = {
      ...identityOf(identity("+sqs:*")),
      resourcePolicies: { state: "unknown", why: "not given" } as const,
    };
    expect(access(["+s3:GetObject@b/*", "+ec2:DescribeInstances"], layers)).toEqual([
      "s3:GetObject not-granted identity",
      "ec2:DescribeInstances no-effect identity",
    ]);
  });

  test("a resource policy could revive what a Deny of a part, or an SCP for a part, leaves over (E3, D3)", () => {
    const unknown = { state: "unknown", why: "not given" } as const;
    const denying = (...more: readonly string[]) => ({
      ...identityOf(identity("-s3:*@secret/*", ...more)),
      resourcePolicies: unknown,
    });
    expect(access(["+s3:GetObject@*"], denying())).toEqual(["s3:GetObject not-granted identity"]);
    expect(access(["+s3:GetObject@secret/*"], denying())).toEqual(["s3:GetObject no-effect identity"]);
    expect(access(["+s3:GetObject@*"], denying("+s3:GetObject@open/*"))).toEqual(["s3:GetObject partly identity"]);
    const scps = { serviceControlPolicies: given([[scp("+s3:*@open/*")]]) };
    expect(access(["+s3:GetObject@*"], { ...denying(), ...scps })).toEqual(["s3:GetObject not-granted identity"]);
    expect(access(["+s3:GetObject@b/*"], { ...denying(), ...scps })[0]).toBe("s3:GetObject no-effect identity");
  });

  test("what is left under a condition is left only where that can be true in one request with all others", () => {
    const red = "StringEquals aws:PrincipalTag/team=red";
    const onlyRed = identityOf(identity(`+s3:GetObject@b/* ? ${red}`));
    const nothing = "s3:GetObject no-effect identity";
    // The session's own Deny takes exactly what the base's condition leaves, or a part of it.
    expect(access(["+s3:GetObject@*", `-s3:*@* ? ${red}`], onlyRed)[0]).toBe(nothing);
    expect(access(["+s3:GetObject@*", `-s3:*@b/a/* ? ${red}`], onlyRed)[0]).toBe("s3:GetObject partly identity");
    expect(access(["+s3:GetObject@*", `-s3:*@* ? ${red} & Bool aws:SecureTransport=false`], onlyRed)[0]).toBe(
      "s3:GetObject partly identity",
    );
    // The statement's own condition, another layer's, a Deny of the base.
    expect(access(["+s3:GetObject@* ? StringEquals aws:PrincipalTag/team=blue"], onlyRed)[0]).toBe(nothing);
    expect(access(["+s3:GetObject@* ? StringLike aws:PrincipalTag/team=r*"], onlyRed)[0]).toMatch(/partly/);
    const onlyBlue = { boundary: given([boundary("+s3:*@* ? StringEquals aws:PrincipalTag/team=blue")]) };
    expect(access(["+s3:GetObject@*"], { ...onlyRed, ...onlyBlue })[0]).toBe(nothing);
    const butRed = identityOf(identity(`+s3:GetObject@b/* ? ${red}`, `-s3:*@b/* ? ${red}`));
    expect(access(["+s3:GetObject@*"], butRed)[0]).toBe(nothing);
    // A variable of unknown value may be just what is asked for.
    const mine = identityOf(identity("+s3:GetObject@b/* ? StringEquals aws:PrincipalTag/a=${aws:PrincipalTag/b}"));
    expect(access(["+s3:GetObject@* ? StringEquals aws:PrincipalTag/a=red"], mine)[0]).toMatch(/partly/);
  });

  test("a condition of unknown value makes nothing of what no layer grants (V4)", () => {
    const own = "+s3:GetObject@b/* ? StringEquals s3:ExistingObjectTag/team=${aws:PrincipalTag/team}";
    expect(access([own], identityOf(identity("+s3:PutObject")))).toEqual(["s3:GetObject no-effect identity"]);
    expect(access([own], identityOf(identity("+s3:GetObject")))).toEqual(["s3:GetObject allowed identity"]);
  });

  test("a tag that the context names as well is one key, and a list is what the key has in every request", () => {
    const red = identityOf(identity("+s3:* ? StringEquals aws:PrincipalTag/team=red"));
    const said = { tags: { Team: "red" }, roleTags: {}, context: { "aws:principaltag/TEAM": "red" } };
    expect(
      access(["+s3:GetObject@b/*", "+s3:GetObject@b/* ? StringEquals aws:PrincipalTag/team=blue"], red, said),
    ).toEqual(["s3:GetObject allowed identity", "s3:GetObject no-effect session"]);
    expect(access(["+ec2:StartInstances@*"], red, said)).toEqual(["ec2:StartInstances no-effect identity"]);
    const paths = (value: string) =>
      identityOf(identity(`+s3:* ? ForAllValues:StringEquals aws:PrincipalOrgPaths=${value}`));
    const two = { context: { "aws:PrincipalOrgPaths": ["a", "b"] } };
    expect(access(["+s3:GetObject@b/*"], paths("a,b,c"), two)).toEqual(["s3:GetObject allowed identity"]);
    expect(access(["+s3:GetObject@b/*"], paths("a"), two)).toEqual(["s3:GetObject no-effect identity"]);
  });

  test("the session's name is what aws:userid ends in (V5, V6); what stands before it is open", () => {
    const all = identityOf(identity("+s3:*"));
    const own = (id: string) => access([`+s3:GetObject@b/* ? StringLike aws:userid=${id}`], all)[0];
    const base = (id: string) =>
      access(["+s3:GetObject@b/*"], identityOf(identity(`+s3:* ? StringLike aws:userid=${id}`)))[0];
    expect([own("*:s"), own("*:t"), own("AROAEXAMPLE:s")]).toEqual([
      "s3:GetObject allowed identity",
      "s3:GetObject no-effect session",
      "s3:GetObject allowed identity",
    ]);
    expect([base("*:s"), base("*:t"), base("AROAEXAMPLE:s")]).toEqual([
      "s3:GetObject allowed identity",
      "s3:GetObject no-effect identity",
      "s3:GetObject depends identity",
    ]);
    const unnamed = { principal: { kind: "role-session", roleArn: role } } as const;
    expect(access(["+s3:GetObject@b/*"], identityOf(identity("+s3:* ? StringLike aws:userid=*:t")), unnamed)).toEqual([
      "s3:GetObject depends identity",
    ]);
    const user = { userArn: `arn:aws:iam::${account}:user/u`, sessionName: "s" };
    const federated = { principal: { kind: "federated-user", ...user } } as const;
    const mine = identityOf(identity(`+s3:* ? StringEquals aws:userid=${account}:s`));
    expect(access(["+s3:GetObject@b/*"], mine, federated)).toEqual(["s3:GetObject allowed identity"]);
  });

  test("boundary, SCP level, session Deny", () => {
    const all = identityOf(identity("+*"));
    expect(access(["+s3:GetObject@b/*"], { ...all, boundary: given([boundary("+ec2:*")]) })).toEqual([
      "s3:GetObject no-effect boundary",
    ]);
    expect(
      access(["+s3:GetObject@b/*"], { ...all, serviceControlPolicies: given([[scp("+*")], [scp("+ec2:*")]]) }),
    ).toEqual(["s3:GetObject no-effect scp"]);
    expect(access(["+s3:GetObject@b/*", "-s3:*@b/*"], all)).toEqual([
      "s3:GetObject no-effect session",
      "s3:* removes session",
    ]);
  });

  test("an RCP only takes away, and only from services that RCPs exist for (table 3, D2)", () => {
    const all = identityOf(identity("+*"));
    const resourceControlPolicies = given([[rcp("-s3:* > *", "-ec2:* > *")]]);
    expect(
      access(["+s3:GetObject@b/*", "+ec2:DescribeInstances", "+sqs:ListQueues"], { ...all, resourceControlPolicies }),
    ).toEqual([
      "s3:GetObject no-effect rcp",
      "ec2:DescribeInstances allowed identity",
      "sqs:ListQueues allowed identity",
    ]);
  });

  test("without the identity policies nothing is claimed to be allowed", () => {
    const layers = {
      identity: { state: "unknown", why: "not given" } as const,
      boundary: given([boundary("+s3:GetObject@b/red/*")]),
    };
    expect(access(["+s3:GetObject@b/*"], layers)).toEqual(["s3:GetObject unknown identity"]);
    expect(access(["+s3:PutObject@b/*"], layers)).toEqual(["s3:PutObject no-effect boundary"]);
  });
});

describe("what has to let the session in by a policy of its own (D4, D5)", () => {
  const all = identityOf(identity("+*"));
  const unknown = { resourcePolicies: { state: "unknown", why: "not given" } as const };
  const key = `arn:aws:kms:us-east-1:${account}:key/k`;
  const queue = "arn:aws:sqs:us-east-1:222222222222:q";
  const policyOn = (arn: string, owner: string, ...statements: readonly string[]) => ({
    resourcePolicies: given([{ resource: arn, account: owner, policy: given(resourcePolicy(...statements)) }]),
  });

  test("is not known where that is not given", () => {
    const own = [`+kms:Decrypt@${key}`, `+sqs:SendMessage@${queue}`, "+kms:Decrypt", "+kms:ListKeys"];
    expect(access(own, { ...all, ...unknown })).toEqual([
      "kms:Decrypt unknown resource",
      "sqs:SendMessage unknown resource",
      "kms:Decrypt unknown resource",
      "kms:ListKeys allowed identity",
    ]);
    const mine = `arn:aws:sqs:us-east-1:${account}:q`;
    expect(access([`+sqs:SendMessage@${mine}`], { ...all, ...unknown })).toEqual(["sqs:SendMessage allowed identity"]);
    expect(access([`+sqs:SendMessage@${mine},${queue}`], { ...all, ...unknown })).toEqual([
      "sqs:SendMessage unknown resource",
    ]);
  });

  test("is denied where it is known that there is none", () => {
    expect(access([`+kms:Decrypt@${key}`, `+sqs:SendMessage@${queue}`], all)).toEqual([
      "kms:Decrypt no-effect resource",
      "sqs:SendMessage no-effect resource",
    ]);
  });

  test("is allowed where that is given and says so", () => {
    const root = `AWS:arn:aws:iam::${account}:root`;
    expect(access([`+kms:Decrypt@${key}`], { ...all, ...policyOn(key, account, `+kms:* > ${root}`) })).toEqual([
      "kms:Decrypt allowed identity",
    ]);
    const foreign = policyOn(queue, "222222222222", `+sqs:* > ${root}`);
    expect(access([`+sqs:SendMessage@${queue}`], { ...all, ...foreign })).toEqual(["sqs:SendMessage allowed identity"]);
    // Another key's policy is not given.
    expect(access(["+kms:Decrypt"], { ...all, ...policyOn(key, account, `+kms:* > ${root}`) })).toEqual([
      "kms:Decrypt unknown resource",
    ]);
  });
});

describe("a stated policy of which it is not known whether it means the session (D3)", () => {
  const names = `+s3:GetObject@b/* > AWS:arn:aws:sts::${account}:assumed-role/r/s`;
  const layers = { ...identityOf(identity("+sqs:*")), resourcePolicies: given(bucketPolicy(names)) };
  const unnamed = {
    principal: { kind: "role-session", roleArn: role },
    resourcePoliciesComplete: true,
  } as const;

  test("may allow what nothing else does", () => {
    expect(access(["+s3:GetObject@b/*"], layers, unnamed)).toEqual(["s3:GetObject unknown resource"]);
    expect(access(["+s3:GetObject@c/*"], layers, unnamed)).toEqual(["s3:GetObject no-effect identity"]);
  });

  test("may deny what all others allow", () => {
    const deny = (who: string) => ({
      ...identityOf(identity("+s3:*")),
      resourcePolicies: given(bucketPolicy(`-s3:GetObject@b/* > AWS:${who}`)),
    });
    const own = ["+s3:GetObject@b/*", "+s3:PutObject@b/*"];
    const open = ["s3:GetObject unknown resource", "s3:PutObject allowed identity"];
    const sessions = `arn:aws:sts::${account}:assumed-role`;
    expect(access(own, deny(`${sessions}/r/s`), unnamed)).toEqual(open);
    expect(access(own, deny(`${sessions}/other/s`), unnamed)[0]).toBe("s3:GetObject allowed identity");
    expect(access(own, deny(`arn:aws:iam::${account}:role/other`), unnamed)[0]).toBe("s3:GetObject allowed identity");
    expect(access(own, deny(`${sessions}/r/s`))[0]).toBe("s3:GetObject no-effect resource");
    expect(access(own, deny(`${sessions}/r/t`))[0]).toBe("s3:GetObject allowed identity");
  });

  test("so that a Deny may remove it", () => {
    expect(access(["-s3:GetObject@b/*", "-s3:PutObject@b/*"], layers, unnamed)).toEqual([
      "s3:GetObject unknown identity",
      "s3:PutObject removes-nothing session",
    ]);
    expect(access(["-s3:GetObject@b/*"], layers, { resourcePoliciesComplete: true })).toEqual([
      "s3:GetObject removes session",
    ]);
  });
});

describe("a condition of the statement's own", () => {
  const all = identityOf(identity("+*"));

  test("that no session can satisfy leaves nothing (V5)", () => {
    expect(access(["+s3:GetObject ? StringEquals aws:username=alice"], all)).toEqual([
      "s3:GetObject no-effect session",
    ]);
    expect(access(["+s3:GetObject ? StringNotEquals aws:username=alice"], all)).toEqual([
      "s3:GetObject allowed identity",
    ]);
  });
});

describe("stated resource policies (D3)", () => {
  const nothing = identityOf(identity("+sqs:*"));

  test("one that names the role stands in for the identity policies", () => {
    const resourcePolicies = given(bucketPolicy(`+s3:GetObject@b/* > AWS:${role}`));
    expect(access(["+s3:GetObject@b/*"], { ...nothing, resourcePolicies })).toEqual(["s3:GetObject allowed resource"]);
  });

  test("is about its own resource, whatever it names", () => {
    const resourcePolicies = given(bucketPolicy(`+s3:GetObject@?/a*,b/x/* > AWS:${role}`));
    const context = { ...sessionContext({}), layers: { ...sessionContext({}).layers, ...nothing, resourcePolicies } };
    const principal = { kind: "role-session", roleArn: role } as const;
    const { entries } = engine.sessionAccess(session("+s3:GetObject").model, { ...context, principal });
    expect(entries[0]!.actions[0]).toMatchObject({ result: "partly" });
    expect(entries[0]!.actions[0]!.allowedOn).toBeUndefined();
  });

  test("one that names the account does not", () => {
    const resourcePolicies = given(bucketPolicy(`+s3:GetObject@b/* > AWS:arn:aws:iam::${account}:root`));
    expect(access(["+s3:GetObject@b/*"], { ...nothing, resourcePolicies }, { resourcePoliciesComplete: true })).toEqual(
      ["s3:GetObject no-effect identity"],
    );
  });

  test("the role's name does not help past the boundary; the session's own does (Q1)", () => {
    const limited = { ...identityOf(identity("+s3:*")), boundary: given([boundary("+ec2:*")]) };
    const complete = { resourcePoliciesComplete: true };
    const named = (arn: string) => ({
      ...limited,
      resourcePolicies: given(bucketPolicy(`+s3:GetObject@b/* > AWS:${arn}`)),
    });
    expect(access(["+s3:GetObject@b/*"], named(role), complete)).toEqual(["s3:GetObject no-effect boundary"]);
    const own = `arn:aws:sts::${account}:assumed-role/r/s`;
    expect(access(["+s3:GetObject@b/*"], named(own), complete)).toEqual(["s3:GetObject allowed resource"]);
  });

  test("its Deny counts like any other (D1)", () => {
    const resourcePolicies = given(bucketPolicy("-s3:*@b/* > *"));
    expect(
      access(["+s3:GetObject@b/*", "+s3:GetObject@c/*"], { ...identityOf(identity("+s3:*")), resourcePolicies }),
    ).toEqual(["s3:GetObject no-effect resource", "s3:GetObject allowed identity"]);
  });

  test("where all are stated, what they don't grant has no effect", () => {
    const resourcePolicies = given(bucketPolicy(`+s3:GetObject@b/* > AWS:${role}`));
    expect(access(["+s3:PutObject@b/*"], { ...nothing, resourcePolicies }, { resourcePoliciesComplete: true })).toEqual(
      ["s3:PutObject no-effect identity"],
    );
    expect(access(["+s3:PutObject@b/*"], { ...nothing, resourcePolicies })).toEqual([
      "s3:PutObject not-granted identity",
    ]);
  });

  test("a key lets in whom its own policy lets in (D4), a bucket of another account too (D5)", () => {
    const key = `arn:aws:kms:us-east-1:${account}:key/k`;
    const all = identityOf(identity("+*"));
    const keyPolicy = (...statements: readonly string[]) =>
      given([{ resource: key, account, policy: given(resourcePolicy(...statements)) }]);
    const own = [`+kms:Decrypt@${key}`];
    expect(access(own, { ...all, resourcePolicies: keyPolicy("+kms:* > AWS:arn:aws:iam::999999999999:root") })).toEqual(
      ["kms:Decrypt no-effect resource"],
    );
    expect(access(own, { ...all, resourcePolicies: keyPolicy(`+kms:* > AWS:arn:aws:iam::${account}:root`) })).toEqual([
      "kms:Decrypt allowed identity",
    ]);
    const theirs = (...statements: readonly string[]) =>
      given([{ resource: "arn:aws:s3:::t", account: "999999999999", policy: given(resourcePolicy(...statements)) }]);
    expect(access(["+s3:GetObject@t/*"], { ...all, resourcePolicies: theirs() })).toEqual([
      "s3:GetObject no-effect resource",
    ]);
    expect(
      access(["+s3:GetObject@t/*"], { ...all, resourcePolicies: theirs(`+s3:GetObject@t/* > AWS:${role}`) }),
    ).toEqual(["s3:GetObject allowed identity"]);
    const nothing = identityOf(identity("+sqs:*"));
    expect(
      access(["+s3:GetObject@t/*"], { ...nothing, resourcePolicies: theirs(`+s3:GetObject@t/* > AWS:${role}`) }),
    ).toEqual(["s3:GetObject no-effect identity"]);
  });
});
