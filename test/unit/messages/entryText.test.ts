import { describe, expect, test } from "vitest";
import type { ActionAccess } from "../../../server/src/core/analysis.js";
import { entryText } from "../../../server/src/core/messages/entryText.js";
import {
  access,
  accesses,
  allowing,
  denying,
  document,
  type PolicySpec,
  policyAnalysis,
  session,
  statementRef,
  userSession,
} from "../../support/analysisBuilder.js";

/** The lens of the first entry. */
function lens(text: string, spec: PolicySpec, naming = false): string {
  const policy = policyAnalysis(text, spec);
  const words = entryText(policy.entries[0]!, policy, { naming });
  expect([...words].length).toBeLessThanOrEqual(60);
  return words;
}

const names = (count: number, prefix = "s3:GetObject") => Array.from({ length: count }, (_, at) => `${prefix}${at}`);
const bucketAndObjects = ["arn:aws:s3:::example-bucket", "arn:aws:s3:::example-bucket/*"];
const table = "arn:aws:dynamodb:us-east-1:111122223333:table/Orders";

describe("the table of decisions.md", () => {
  test("allowed", () => {
    const spec = { actions: { "s3:GetObject": [access("s3:GetObject")] } };
    expect(lens(allowing("s3:GetObject"), spec)).toBe("Allowed on example-bucket/*");
  });

  test("wildcard", () => {
    const spec = { actions: { "s3:*": accesses(names(106)) } };
    expect(lens(allowing("s3:*", bucketAndObjects), spec)).toBe(
      "All 106 actions allowed on example-bucket and its objects",
    );
  });

  test("partly", () => {
    const lost = ["s3:GetObjectAcl", "s3:GetObjectTagging", "s3:GetObjectTorrent", "s3:GetObjectVersion"];
    const actions = [...accesses(names(12, "s3:Get")), ...accesses(lost, { result: "not-granted", revivable: true })];
    expect(lens(allowing("s3:Get*"), { actions: { "s3:Get*": actions } })).toBe(
      "12 of 16 allowed · role lacks GetObjectAcl and 3 more",
    );
  });

  test("not granted, a resource policy could", () => {
    const actions = { "dynamodb:GetItem": [access("dynamodb:GetItem", { result: "not-granted", revivable: true })] };
    expect(lens(allowing("dynamodb:GetItem", table), { actions })).toBe(
      "Not granted by role · only a resource policy could allow it",
    );
  });

  test("final", () => {
    const actions = { "ec2:DescribeInstances": [access("ec2:DescribeInstances", { result: "no-effect" })] };
    expect(lens(allowing("ec2:DescribeInstances", "*"), { actions })).toBe("No effect · S3AccessRole doesn't grant it");
  });

  test("denied", () => {
    const scp = document(
      "scp/RegionLock.json",
      `{ "Statement": [{ "Sid": "DenyEU", "Effect": "Deny", "Action": "*", "Resource": "*" }] }`,
      "scp",
    );
    const deny = statementRef("scp", 0, { level: 0, effect: "Deny" });
    const denied = access("s3:GetObject", { result: "no-effect", decidedBy: "scp", denied: true, statements: [deny] });
    expect(
      lens(allowing("s3:GetObject"), {
        session: session({ layers: { serviceControlPolicies: { state: "given", value: [[scp]] } } }),
        actions: { "s3:GetObject": [denied] },
      }),
    ).toBe("No effect · denied by SCP RegionLock, Sid DenyEU");
  });

  test("conditional", () => {
    const role = document(
      "roles/Role.json",
      `{ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*",
         "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } } }`,
    );
    const hanging = access("s3:GetObject", {
      result: "depends",
      dependsOn: ["aws:SourceIp"],
      hangsWholly: true,
      statements: [statementRef("identity")],
    });
    expect(
      lens(allowing("s3:GetObject"), {
        session: session({ layers: { identity: { state: "given", value: [role] } } }),
        actions: { "s3:GetObject": [hanging] },
      }),
    ).toBe("Only if aws:SourceIp is in 203.0.113.0/24");
  });

  test("unknown", () => {
    const detail = "${aws:PrincipalTag/team} isn't known";
    const unsure = access("s3:GetObject", { result: "unknown", unknown: { why: "variable", detail, rules: [] } });
    expect(lens(allowing("s3:GetObject"), { actions: { "s3:GetObject": [unsure] } })).toBe(`Can't tell · ${detail}`);
  });

  test("Deny entry", () => {
    const removes = { "s3:DeleteObject": [access("s3:DeleteObject", { result: "removes", decidedBy: "session" })] };
    expect(lens(denying("s3:DeleteObject"), { actions: removes })).toBe("Removes DeleteObject on example-bucket/*");
    const nothing = { "s3:DeleteObject": [access("s3:DeleteObject", { result: "removes-nothing" })] };
    expect(lens(denying("s3:DeleteObject"), { actions: nothing })).toBe("Removes nothing");
  });
});

describe("resources", () => {
  const allowed = { actions: { "s3:GetObject": [access("s3:GetObject")] } };

  test.each([
    ["*", "Allowed on all resources"],
    [table, "Allowed on table/Orders"],
    ["arn:aws:s3:::b/${aws:PrincipalTag/team}/*", "Allowed on b/${aws:PrincipalTag/team}/*"],
    [["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"], "Allowed on a/* and b/*"],
    [["arn:aws:s3:::a", "arn:aws:s3:::b/*"], "Allowed on a and b/*"],
    [["a", "b", "c", "d", "e"].map((name) => `arn:aws:s3:::${name}`), "Allowed on a, b, c and 2 more"],
    [
      ["arn:aws:s3:::aaaaaaaaaaaaaaaaaaaaaaaaaaaa/*", "arn:aws:s3:::bbbbbbbbbbbbbbbbbbbbbbbbbbbb/*"],
      `Allowed on ${"a".repeat(28)}/* and 1 more`,
    ],
    [`arn:aws:s3:::${"a".repeat(63)}/*`, `Allowed on ${"a".repeat(48)}…`],
  ])("%j", (resources, expected) => {
    expect(lens(allowing("s3:GetObject", resources), allowed)).toBe(expected);
  });

  test("NotResource", () => {
    const text = allowing("s3:GetObject", "arn:aws:s3:::secret/*").replace('"Resource"', '"NotResource"');
    expect(lens(text, allowed)).toBe("Allowed on all but secret/*");
  });

  test("where it is allowed, if that is less", () => {
    const less = access("s3:GetObject", { result: "partly", allowedOn: ["arn:aws:s3:::example-bucket/public/*"] });
    expect(lens(allowing("s3:GetObject"), { actions: { "s3:GetObject": [less] } })).toBe(
      "Allowed only on example-bucket/public/*",
    );
  });
});

describe("wildcards", () => {
  test("that stand for one action", () => {
    const spec = { actions: { "s3:GetObjec?": [access("s3:GetObject")] } };
    expect(lens(allowing("s3:GetObjec?"), spec)).toBe("Allowed on example-bucket/*");
  });

  test("of which each is allowed in part", () => {
    const actions = { "s3:Get*": accesses(["s3:GetA", "s3:GetB"], { result: "partly" }) };
    expect(lens(allowing("s3:Get*"), { actions })).toBe("All 2 actions partly allowed · role lacks the rest");
  });

  test("of which some depend", () => {
    const actions = [
      ...accesses(["s3:GetA", "s3:GetB"]),
      access("s3:GetC", { result: "depends", dependsOn: ["aws:SourceIp", "AWS:sourceip"] }),
    ];
    expect(lens(allowing("s3:Get*"), { actions: { "s3:Get*": actions } })).toBe(
      "2 of 3 allowed · rest depends on aws:SourceIp",
    );
  });

  test("of which some hang on a policy of their resource that is not given", () => {
    const unknown = { why: "layer-not-given", detail: "the key's own policy isn't given", rules: ["D4"] } as const;
    const open = access("kms:Decrypt", { result: "unknown", decidedBy: "resource", unknown });
    const actions = [...accesses(["kms:ListKeys"]), open];
    expect(lens(allowing("kms:*"), { actions: { "kms:*": actions } })).toBe(
      "1 of 2 allowed · the key's own policy isn't given",
    );
    expect(lens(allowing("kms:Decrypt"), { actions: { "kms:Decrypt": [open] } })).toBe(
      "Can't tell · the key's own policy isn't given",
    );
    const role = { ...unknown, detail: "the role's trust policy isn't given" };
    const all = [...actions, access("sts:AssumeRole", { result: "unknown", decidedBy: "resource", unknown: role })];
    expect(lens(allowing("kms:*"), { actions: { "kms:*": all } })).toBe(
      "1 of 3 allowed · can't tell for kms:Decrypt and 1 more",
    );
    // Whatever that comes to, for a statement that allows everything.
    expect(lens(allowing("*", "*"), { actions: { "*": all } })).toBe("Passes on what S3AccessRole grants");
  });

  test("of which some can't be told", () => {
    const unknown = { why: "disputed-rule", detail: "sources disagree", rules: ["Q5"] } as const;
    const actions = [...accesses(["s3:GetA"]), access("s3:ListAllMyBuckets", { result: "unknown", unknown })];
    expect(lens(allowing("s3:*"), { actions: { "s3:*": actions } })).toBe(
      "1 of 2 allowed · can't tell for ListAllMyBuckets",
    );
  });

  test("denied in part by the role itself", () => {
    const deny = statementRef("identity", 1, { effect: "Deny" });
    const actions = [
      ...accesses(["s3:GetA"]),
      access("s3:GetB", { result: "no-effect", denied: true, statements: [deny] }),
    ];
    expect(lens(allowing("s3:Get*"), { actions: { "s3:Get*": actions } })).toBe("1 of 2 allowed · role denies GetB");
  });

  test("lost for several reasons", () => {
    const actions = [
      access("s3:GetA"),
      access("s3:GetB", { result: "not-granted" }),
      access("s3:GetC", { result: "not-granted", decidedBy: "boundary" }),
    ];
    expect(lens(allowing("s3:Get*"), { actions: { "s3:Get*": actions } })).toBe("1 of 3 allowed · not GetB and GetC");
  });

  test("beside what hangs on a condition, can't be told, or is allowed in part", () => {
    const lost = access("s3:GetL", { result: "not-granted" });
    const of = (...actions: readonly ActionAccess[]) => lens(allowing("s3:Get*"), { actions: { "s3:Get*": actions } });
    const conditional = accesses(names(2, "s3:GetC"), { result: "depends", dependsOn: ["aws:SourceIp"] });
    const unknown = accesses(names(1200, "s3:GetU"), { result: "unknown" });
    expect(of(access("s3:GetA"), lost, ...conditional)).toBe("1 of 4 allowed, 2 conditional · role lacks GetL");
    expect(of(access("s3:GetA"), lost, access("s3:GetP", { result: "partly" }))).toBe(
      "1 of 3 allowed, 1 in part · role lacks GetL",
    );
    expect(of(access("s3:GetA"), lost, ...conditional, ...unknown)).toBe(
      "1 of 1,204 allowed, 2 conditional, 1,200 unknown",
    );
    // Most of it lost: that is what counts.
    const most = accesses(names(15_000, "s3:GetL"), { result: "not-granted" });
    expect(of(access("s3:GetA"), ...most, ...conditional, unknown[0]!)).toBe(
      "1 of 15,004 allowed · role lacks GetL0 and 14,999 more",
    );
  });

  test("of everything: a pass-through is not counted out", () => {
    const actions = [access("s3:GetA"), ...accesses(names(300, "ec2:Run"), { result: "no-effect" })];
    expect(lens(allowing("*", "*"), { actions: { "*": actions } })).toBe("Passes on what S3AccessRole grants");
  });

  test("NotAction", () => {
    const actions = [access("s3:GetA"), ...accesses(names(1200, "ec2:Run"), { result: "no-effect" })];
    const text = allowing("iam:*", "*").replace('"Action"', '"NotAction"');
    expect(lens(text, { actions: { "iam:*": actions } })).toBe("1 of 1,201 other actions allowed");
    const all = { "iam:*": accesses(names(1200, "ec2:Run")) };
    expect(lens(text, { actions: all })).toBe("All 1,200 other actions allowed on all resources");
  });
});

describe("what has no effect", () => {
  const lost = { result: "no-effect" } as const;

  test.each([
    [{ decidedBy: "boundary" }, "No effect · the boundary doesn't allow it"],
    [{ decidedBy: "scp" }, "No effect · no SCP allows it"],
    [{ decidedBy: "rcp" }, "No effect · no RCP allows it"],
    [{ decidedBy: "session" }, "No effect · this policy takes it away again"],
    [
      { decidedBy: "session", denied: true, statements: [statementRef("session", 0, { effect: "Deny" })] },
      "No effect · denied by this policy, statement 1",
    ],
    [
      { denied: true, statements: [statementRef("identity", 0, { effect: "Deny" })] },
      "No effect · denied by S3AccessRolePolicy, statement 1",
    ],
  ] as const)("%j", (rest, expected) => {
    const actions = { "s3:GetObject": [access("s3:GetObject", { ...lost, ...rest } as never)] };
    expect(lens(allowing("s3:GetObject"), { actions })).toBe(expected);
  });

  test("a Resource that matches nothing, for want of a variable's value", () => {
    const unfit = { "s3:GetObject": ["s3:GetObject"] };
    const on = (...resources: readonly string[]) => lens(allowing("s3:GetObject", resources), { unfit });
    const mine = "arn:aws:s3:::b/${aws:username}/*";
    expect(on(mine)).toBe("No effect · ${aws:username} has no value in this session");
    expect(on(mine, "arn:aws:s3:::c/${aws:userName}")).toBe("No effect · ${aws:username} has no value in this session");
    for (const other of ["arn:aws:s3:::b", "arn:aws:s3:::b/${aws:username, 'x'}", "arn:aws:s3:::b/${aws:userid}"]) {
      expect(on(mine, other), other).toMatch(/^No effect · this action doesn't/);
    }
  });

  test("an action that doesn't go with the Resource", () => {
    expect(lens(allowing("s3:ListBucket"), { unfit: { "s3:ListBucket": ["s3:ListBucket"] } })).toBe(
      "No effect · this action doesn't apply to example-bucket/*",
    );
  });

  test("an action nobody knows", () => {
    expect(lens(allowing("s3:GetObjekt"), {})).toBe("Can't tell · this action isn't known");
    expect(lens(allowing("s3:Gett*"), {})).toBe("Can't tell · no known action matches");
  });

  test("names that leave no room", () => {
    const long = session({ principalName: "TheVeryLongNameOfTheRoleThatTheDeploymentPipelineAssumes" });
    const actions = { "s3:GetObject": [access("s3:GetObject", lost)] };
    expect(lens(allowing("s3:GetObject"), { session: long, actions })).toBe("No effect · the role doesn't grant it");
  });
});

describe("users", () => {
  test("are called users", () => {
    const actions = { "s3:GetObject": [access("s3:GetObject", { result: "not-granted", revivable: true })] };
    expect(lens(allowing("s3:GetObject"), { session: userSession(), actions })).toBe(
      "Not granted by user · only a resource policy could allow it",
    );
  });
});

describe("conditions", () => {
  function hangingOn(conditions: string, keys: readonly string[], effect = "Allow"): string {
    const role = document(
      "roles/Role.json",
      `{ "Statement": { "Effect": "${effect}", "Action": "*", "Resource": "*", "Condition": ${conditions} } }`,
    );
    const hanging = access("s3:GetObject", {
      result: "depends",
      dependsOn: keys,
      hangsWholly: true,
      statements: [statementRef("identity", 0, { effect: effect as "Allow" })],
    });
    return lens(allowing("s3:GetObject"), {
      session: session({ layers: { identity: { state: "given", value: [role] } } }),
      actions: { "s3:GetObject": [hanging] },
    });
  }

  test.each([
    [
      `{ "StringEquals": { "aws:PrincipalTag/team": ["red", "blue"] } }`,
      "Only if aws:PrincipalTag/team is red or blue",
    ],
    [`{ "Bool": { "aws:PrincipalTag/team": true } }`, "Only if aws:PrincipalTag/team is true"],
    [`{ "Null": { "aws:PrincipalTag/team": "true" } }`, "Only if aws:PrincipalTag/team is absent"],
    [
      `{ "StringLikeIfExists": { "aws:PrincipalTag/team": "r*" } }`,
      "Only if aws:PrincipalTag/team is like r* or is absent",
    ],
    [`{ "ForAnyValue:StringEquals": { "aws:PrincipalTag/team": "r" } }`, "Depends on aws:PrincipalTag/team"],
    [`{ "StringEquals": { "aws:PrincipalTag/team": "${"x".repeat(60)}" } }`, "Depends on aws:PrincipalTag/team"],
    [
      `{ "StringEquals": { "aws:PrincipalTag/team": "r" }, "Bool": { "aws:SecureTransport": true } }`,
      "Depends on aws:PrincipalTag/team",
    ],
  ])("%s", (conditions, expected) => {
    expect(hangingOn(conditions, ["aws:PrincipalTag/team"])).toBe(expected);
  });

  test("of a Deny", () => {
    const conditions = `{ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }`;
    expect(hangingOn(conditions, ["aws:SourceIp"], "Deny")).toBe("Unless aws:SourceIp is in 203.0.113.0/24");
  });

  test("several keys", () => {
    expect(hangingOn("{}", ["aws:SourceIp", "aws:PrincipalTag/team", "aws:ResourceTag/team"])).toBe(
      "Depends on aws:SourceIp, aws:PrincipalTag/team and 1 more",
    );
  });
});

describe("several actions in one line", () => {
  test("the action is named first and the rest is made shorter", () => {
    const actions = { "dynamodb:GetItem": [access("dynamodb:GetItem", { result: "not-granted", revivable: true })] };
    expect(lens(allowing("dynamodb:GetItem", table), { actions }, true)).toBe("dynamodb:GetItem · Not granted by role");
    const allowed = { "s3:GetObject": [access("s3:GetObject")] };
    expect(lens(allowing("s3:GetObject"), { actions: allowed }, true)).toBe(
      "s3:GetObject · Allowed on example-bucket/*",
    );
  });
});
