import { beforeAll, describe, expect, test } from "vitest";
import type { ExampleUnits } from "../../server/src/core/access/verdict.js";
import type { PolicyAnalysis } from "../../server/src/core/analysis.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { Finding } from "../../server/src/core/lint/finding.js";
import exceedsBaseRole from "../../server/src/core/lint/rules/exceeds-base-role.js";
import { runRules } from "../../server/src/core/lint/runRules.js";
import {
  access,
  accesses,
  allowing,
  document,
  policyAnalysis,
  session,
  statementRef,
  userSession,
} from "../support/analysisBuilder.js";
import { unindent } from "../support/markedText.js";
import { testCatalog } from "../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog();
});

function findings(policy: PolicyAnalysis, others: readonly PolicyAnalysis[] = []): readonly Finding[] {
  const { findings: found, failures } = runRules(policy, { catalog, others, rules: [exceedsBaseRole] });
  expect(failures).toEqual([]);
  return found;
}

function only(policy: PolicyAnalysis, others: readonly PolicyAnalysis[] = []): Finding {
  const found = findings(policy, others);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** The policy's text after a fix. */
function fixed(policy: PolicyAnalysis, finding: Finding, id: string): string {
  const fix = finding.fixes.find((each) => each.id === id)!;
  const changes = [...policy.region.write(fix.edits)].sort((a, b) => b.span.start - a.span.start);
  return changes.reduce(
    (text, { span, newText }) => text.slice(0, span.start) + newText + text.slice(span.end),
    policy.region.text,
  );
}

const table = "arn:aws:dynamodb:us-east-1:111122223333:table/Orders";
const getItem = access("dynamodb:GetItem", {
  result: "not-granted",
  revivable: true,
  counterexample: { action: "dynamodb:GetItem", resource: table, context: {} },
});
const describeInstances = access("ec2:DescribeInstances", {
  result: "no-effect",
  counterexample: { action: "ec2:DescribeInstances", resource: "*", context: {} },
});

describe("the message", () => {
  test("of an action that is not granted", () => {
    const policy = policyAnalysis(allowing("dynamodb:GetItem", table), { actions: { "dynamodb:GetItem": [getItem] } });
    const finding = only(policy);
    expect(finding.message).toBe(
      unindent(`
        The base role S3AccessRole does not grant "dynamodb:GetItem".

        Its identity policies do not allow, for example:
            dynamodb:GetItem
            on arn:aws:dynamodb:us-east-1:111122223333:table/Orders

        A session policy can only narrow a role, so naming the action here does not grant it. Remove it, or grant it in roles/S3AccessRolePolicy.json. A resource policy that names the role could still allow it; none was given. It is all that this policy has, so it can't just be removed: AWS rejects a policy without statements.`),
    );
    expect(finding).toMatchObject({ severity: "warning", counterexample: getItem.counterexample, fixes: [] });
    expect(finding.unnecessary).toBeUndefined();
    expect(policy.region.text.slice(finding.span.start, finding.span.end)).toBe('"dynamodb:GetItem"');
  });

  test("of an action without effect", () => {
    const text = allowing(["s3:GetObject", "ec2:DescribeInstances"], "*");
    const finding = only(
      policyAnalysis(text, {
        actions: { "s3:GetObject": [access("s3:GetObject")], "ec2:DescribeInstances": [describeInstances] },
      }),
    );
    expect(finding.message).toBe(
      unindent(`
        "ec2:DescribeInstances" has no effect: the base role S3AccessRole does not grant it.

        Its identity policies do not allow, for example:
            ec2:DescribeInstances
            on *

        A session policy can only narrow a role, so naming the action here does not grant it. Remove it, or grant it in roles/S3AccessRolePolicy.json. No resource policy could allow it either.`),
    );
    expect(finding).toMatchObject({ severity: "warning", unnecessary: true });
  });

  test("of a wildcard that is granted in part", () => {
    const actions = [
      access("s3:GetObject"),
      ...accesses(["s3:GetObjectAcl", "s3:GetObjectTagging"], { result: "not-granted", revivable: true }),
    ];
    const finding = only(policyAnalysis(allowing("s3:Get*"), { actions: { "s3:Get*": actions } }));
    expect(finding.message).toBe(
      unindent(`
        The base role S3AccessRole grants only part of "s3:Get*".

        Missing are 2 of 3 actions: GetObjectAcl and GetObjectTagging.

        A session policy can only narrow a role, so the rest is not granted. Narrow it to what the role grants, or grant the rest in roles/S3AccessRolePolicy.json. A resource policy that names the role could still allow the rest; none was given.`),
    );
    expect(finding.severity).toBe("suggestion");
  });

  test("of a wildcard that is denied in part, with the Deny's place", () => {
    const role = document(
      "roles/Role.json",
      `{ "Statement": [
        { "Effect": "Allow", "Action": "s3:*", "Resource": "*" },
        { "Sid": "NoSecrets", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::secret/*" } ] }`,
    );
    const deny = statementRef("identity", 1, { effect: "Deny" });
    const counterexample = { action: "s3:GetObject", resource: "arn:aws:s3:::secret/a", context: {} };
    const actions = accesses(["s3:GetObject", "s3:PutObject"], {
      result: "partly",
      denied: true,
      statements: [deny],
      counterexample,
    });
    const finding = only(
      policyAnalysis(allowing("s3:*", "*"), {
        session: session({ layers: { identity: { state: "given", value: [role] } } }),
        actions: { "s3:*": actions },
      }),
    );
    expect(finding.message).toBe(
      unindent(`
        The base role S3AccessRole explicitly denies part of "s3:*".

        Denied in part are 2 of 2 actions: GetObject and PutObject.

        Its identity policies deny, for example:
            s3:GetObject
            on arn:aws:s3:::secret/a

        An explicit Deny wins over every Allow, so that part stays denied in this session.`),
    );
    expect(finding.severity).toBe("suggestion");
    expect(finding.related).toEqual([
      {
        uri: "file:///w/roles/Role.json",
        path: ["Statement", 1],
        message: "Denied here, in roles/Role.json, Sid NoSecrets",
      },
    ]);
  });

  test("of an action that is granted on some of the resources", () => {
    const partly = access("s3:GetObject", {
      result: "partly",
      revivable: true,
      allowedOn: ["arn:aws:s3:::b/public/*"],
      counterexample: { action: "s3:GetObject", resource: "arn:aws:s3:::b/some-key", context: {} },
    });
    const text = allowing("s3:GetObject", "arn:aws:s3:::b/*");
    const finding = only(policyAnalysis(text, { actions: { "s3:GetObject": [partly] } }));
    expect(finding.message).toBe(
      unindent(`
        The base role S3AccessRole grants "s3:GetObject" on only part of these resources.

        It is granted only on arn:aws:s3:::b/public/*.

        Its identity policies do not allow, for example:
            s3:GetObject
            on arn:aws:s3:::b/some-key

        A session policy can only narrow a role, so the rest is not granted. Narrow it to what the role grants, or grant the rest in roles/S3AccessRolePolicy.json. A resource policy that names the role could still allow the rest; none was given.`),
    );
    expect(finding).toMatchObject({ severity: "suggestion", fixes: [] });
  });

  test("of an action that another layer takes", () => {
    const lost = access("s3:GetObject", { result: "no-effect", decidedBy: "boundary" });
    const message = only(policyAnalysis(allowing("s3:GetObject"), { actions: { "s3:GetObject": [lost] } })).message;
    expect(message).toMatch(/^"s3:GetObject" has no effect: the permissions boundary does not allow it\./);
    expect(message).toContain("or allow it in the boundary.");
  });

  test("speaks of users, and of those without a file", () => {
    const policy = policyAnalysis(allowing("dynamodb:GetItem", table), {
      session: userSession({
        layers: {
          identity: {
            state: "given",
            value: [{ name: "arn:aws:iam::aws:policy/ReadOnlyAccess", model: { ...document("x", "{}").model } }],
          },
        },
      }),
      actions: { "dynamodb:GetItem": [getItem] },
    });
    const { message } = only(policy);
    expect(message).toMatch(/^The base user broker does not grant "dynamodb:GetItem"\./);
    expect(message).toContain("A session policy can only narrow a user");
    expect(message).toContain("or grant it to the user.");
  });

  test("shows the context that a counterexample needs, and never breaks its lines on the user's text", () => {
    const lost = access("s3:GetObject", {
      result: "not-granted",
      revivable: true,
      counterexample: {
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/a\nb",
        context: { "aws:SourceIp": "203.0.113.9", "aws:TagKeys": ["a", "b"] },
      },
    });
    const { message } = only(policyAnalysis(allowing("s3:GetObject"), { actions: { "s3:GetObject": [lost] } }));
    expect(message).toContain(
      "    s3:GetObject\n    on arn:aws:s3:::b/a b\n    with aws:SourceIp = 203.0.113.9\n    with aws:TagKeys = a, b\n",
    );
  });
});

test("the examples of all entries share their units: an excess beyond them is told without one", () => {
  const counterexample = { action: "ec2:DescribeInstances", resource: "*", context: {} };
  const exampleWithin = (units: ExampleUnits) => {
    if (units.left <= 0) return undefined;
    units.left -= 2_500_000;
    return counterexample;
  };
  const names = ["ec2:DescribeInstances", "ec2:DescribeImages", "ec2:DescribeVpcs"];
  const lost = names.map((name) => [name, [access(name, { result: "no-effect", exampleWithin })]]);
  const found = findings(policyAnalysis(allowing(names, "*"), { actions: Object.fromEntries(lost) }));
  expect(found.map((each) => each.counterexample)).toEqual([counterexample, counterexample, undefined]);
  expect(found[2]!.message).toBe(
    found[0]!.message
      .replace("DescribeInstances", "DescribeVpcs")
      .replace(/\n\nIts identity policies do not allow.*?(?=\n\n)/s, ""),
  );
});

describe("no finding", () => {
  test.each([
    [
      "a result that depends on a condition",
      access("s3:GetObject", { result: "depends", dependsOn: ["aws:SourceIp"] }),
    ],
    ["an unknown result", access("s3:GetObject", { result: "unknown" })],
    [
      "what the policy itself denies",
      access("s3:GetObject", { result: "no-effect", decidedBy: "session", denied: true }),
    ],
  ])("for %s", (_, action) => {
    expect(findings(policyAnalysis(allowing("s3:GetObject"), { actions: { "s3:GetObject": [action] } }))).toEqual([]);
  });

  test("for a pass-through, but for one under a condition", () => {
    const actions = { "*": [access("s3:GetObject"), describeInstances] };
    const text = allowing("*", "*");
    expect(findings(policyAnalysis(text, { actions }))).toEqual([]);
    const conditional = text.replace(
      '"Resource": "*"',
      '"Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": true } }',
    );
    expect(findings(policyAnalysis(conditional, { actions }))).toHaveLength(1);
  });

  test("for NotAction", () => {
    const text = allowing("iam:*", "*").replace('"Action"', '"NotAction"');
    expect(
      findings(policyAnalysis(text, { actions: { "iam:*": [access("s3:GetObject"), describeInstances] } })),
    ).toEqual([]);
  });

  test("for actions that don't go with the Resource", () => {
    const unfit = { "s3:ListBucket": ["s3:ListBucket"] };
    expect(findings(policyAnalysis(allowing("s3:ListBucket"), { unfit }))).toEqual([]);
  });
});

describe("Remove what the role doesn't grant", () => {
  const given = {
    "s3:GetObject": [access("s3:GetObject")],
    "ec2:DescribeInstances": [describeInstances],
    "dynamodb:GetItem": [getItem],
  };

  test("takes an entry out of its list", () => {
    const policy = policyAnalysis(allowing(["s3:GetObject", "ec2:DescribeInstances"], "*"), { actions: given });
    const finding = only(policy);
    expect(finding.fixes).toMatchObject([
      { id: "remove", title: "Remove what the role doesn't grant", access: "same", preferred: true },
    ]);
    expect(JSON.parse(fixed(policy, finding, "remove")).Statement[0].Action).toEqual(["s3:GetObject"]);
  });

  test("takes the statement where the entry is its only one, and is not preferred where a resource policy could differ", () => {
    const text = `{ "Statement": [
      { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
      { "Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": "${table}" }
    ] }`;
    const policy = policyAnalysis(text, { actions: given });
    const finding = only(policy);
    expect(finding.fixes).toMatchObject([{ id: "remove", access: "narrower" }]);
    expect(finding.fixes[0]!.preferred).toBeUndefined();
    expect(JSON.parse(fixed(policy, finding, "remove")).Statement).toHaveLength(1);
  });

  test.each([
    ["a list of one", `{ "Statement": [{ "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*" }] }`],
    [
      "a single statement",
      `{ "Statement": { "Effect": "Allow", "Action": ["ec2:DescribeInstances"], "Resource": "*" } }`,
    ],
  ])("is not offered where no statement would be left: %s", (_, text) => {
    const finding = only(policyAnalysis(text, { actions: given }));
    expect(finding.fixes).toEqual([]);
    expect(finding.message).toContain("it can't just be removed");
  });
});

describe("Narrow to what the role grants", () => {
  const lost = { result: "no-effect" } as const;

  test("lists what is granted, folded, in the entry's place", () => {
    const list = catalog
      .actionNames("s3")
      .filter((name) => name.startsWith("List"))
      .map((name) => `s3:${name}`);
    const actions = [access("s3:GetObject"), ...accesses(list), access("s3:PutObject", lost)];
    const policy = policyAnalysis(allowing(["s3:*", "ec2:DescribeInstances", "s3:GetObject"], "*"), {
      actions: {
        "s3:*": actions,
        "ec2:DescribeInstances": [access("ec2:DescribeInstances")],
        "s3:GetObject": [access("s3:GetObject")],
      },
    });
    const finding = only(policy);
    expect(finding.fixes).toMatchObject([
      { id: "narrow-action", title: "Narrow to what the role grants", access: "same", preferred: true },
    ]);
    expect(JSON.parse(fixed(policy, finding, "narrow-action")).Statement[0].Action).toEqual([
      "s3:List*",
      "ec2:DescribeInstances",
      "s3:GetObject",
    ]);
  });

  test("makes a list of a single value, unless one pattern is left", () => {
    const single = allowing("s3:*", "*");
    const two = policyAnalysis(single, {
      actions: { "s3:*": [access("s3:GetObject"), access("s3:PutObject"), access("s3:DeleteObject", lost)] },
    });
    expect(JSON.parse(fixed(two, only(two), "narrow-action")).Statement[0].Action).toEqual([
      "s3:GetObject",
      "s3:PutObject",
    ]);
    const one = policyAnalysis(single, {
      actions: { "s3:*": [access("s3:GetObject"), access("s3:DeleteObject", lost)] },
    });
    expect(JSON.parse(fixed(one, only(one), "narrow-action")).Statement[0].Action).toBe("s3:GetObject");
  });

  test("keeps what is unsure, conditional or denied by the policy itself", () => {
    const kept = [
      access("s3:GetObject", { result: "depends" }),
      access("s3:GetObjectAcl", { result: "unknown" }),
      access("s3:PutObject", { result: "no-effect", decidedBy: "session", denied: true }),
    ];
    const policy = policyAnalysis(allowing("s3:*", "*"), {
      actions: { "s3:*": [...kept, access("s3:DeleteObject", lost)] },
    });
    expect(JSON.parse(fixed(policy, only(policy), "narrow-action")).Statement[0].Action).toEqual([
      "s3:GetObject",
      "s3:GetObjectAcl",
      "s3:PutObject",
    ]);
  });

  test("is narrower, not the same, where a resource policy could allow what goes", () => {
    const actions = [access("s3:GetObject"), access("s3:PutObject", { result: "not-granted", revivable: true })];
    expect(only(policyAnalysis(allowing("s3:*"), { actions: { "s3:*": actions } })).fixes).toMatchObject([
      { id: "narrow-action", access: "narrower" },
    ]);
  });

  test("is not offered where the policy would grow too long", () => {
    const granted = catalog
      .actionNames("s3")
      .filter((_, at) => at % 2 === 0)
      .map((name) => `s3:${name}`);
    const actions = [...accesses(granted), access("s3:PutObject", lost)];
    const policy = policyAnalysis(allowing("s3:*", "*"), { actions: { "s3:*": actions } });
    expect(only(policy).fixes).toEqual([]);
  });
});

describe("a file that several sessions use", () => {
  const used = (name: string, action: ReturnType<typeof access>) =>
    policyAnalysis(allowing(["ec2:DescribeInstances", "s3:GetObject"], "*"), {
      session: session({ name }),
      actions: { "ec2:DescribeInstances": [action], "s3:GetObject": [access("s3:GetObject")] },
    });

  test("may name what only one of its roles grants", () => {
    const finding = only(used("one", describeInstances), [used("two", access("ec2:DescribeInstances"))]);
    expect(finding).toMatchObject({ severity: "suggestion", fixes: [] });
    expect(finding.unnecessary).toBeUndefined();
    expect(finding.message).toContain("In session two it takes effect.");
  });

  test("is warned of what none of them grants", () => {
    const finding = only(used("one", describeInstances), [used("two", describeInstances)]);
    expect(finding).toMatchObject({ severity: "warning", unnecessary: true, fixes: [{ access: "same" }] });
  });

  test("removing is only as safe as in the least certain of them", () => {
    const other = used("two", access("ec2:DescribeInstances", { result: "not-granted", revivable: true }));
    expect(only(used("one", describeInstances), [other]).fixes).toMatchObject([{ access: "narrower" }]);
  });
});
