import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { type EffectiveInput, effective } from "../../../server/src/core/access/effective.js";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { Layers, PolicyDocument, Principal, ResourcePolicy } from "../../../server/src/core/access/layers.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { conditionsHold, isInRow, isPerhapsInRow } from "../../support/matchesRow.js";
import { identity, resourcePolicy, session, trustPolicy } from "../../support/policyNotation.js";
import {
  account,
  federatedArn,
  federatedUser,
  otherAccount,
  roleArn,
  roleSession,
  rootArn,
  sessionArn,
} from "../../support/requests.js";

const catalog = fakeCatalog();
const engine = new AccessEngine(catalog);

type More = Partial<EffectiveInput>;

/** Rows, one a line; statements of one policy are parted by ` ; `. */
function rows(own: string, base: string, more: More = {}): readonly string[] {
  const policies = (text: string, kind: typeof session) => (text === "" ? [] : [kind(...text.split(" ; "))]);
  const { allowed, removed, unknown, notGiven } = effective(
    { session: policies(own, session), base: policies(base, identity), ...more },
    engine,
  );
  const short = (texts: readonly string[]) => texts.map((text) => text.replace("arn:aws:s3:::", "")).join();
  const requests = (row: { actions: readonly string[]; resources: readonly string[]; except: readonly string[] }) =>
    `${row.actions.join()} @ ${short(row.resources)}${row.except.length === 0 ? "" : ` but ${short(row.except)}`}`;
  return [
    ...allowed.map((row) => {
      const by = row.grantedBy.map(({ layer, statement }) => `${layer}:${statement}`).join();
      const when = row.conditions.map(
        ({ tests, unless }) => `${unless ? "unless" : "if"} ${tests.map(({ key }) => key)}`,
      );
      return ["+", requests(row), ...when, `by ${by}`].join(" ");
    }),
    ...removed.map(
      (row) => `- ${requests(row)} by ${row.by.layer}${"statement" in row.by ? `:${row.by.statement}` : ""}`,
    ),
    ...unknown.map((row) => `? ${requests(row)} [${row.rules.join()}]`),
    ...notGiven.map((name) => `not given: ${name}`),
  ];
}

function stated(policies: { readonly [arn: string]: PolicyDocument }, owner?: string): More {
  const value = Object.entries(policies).map(
    ([resource, policy]): ResourcePolicy => ({
      resource,
      ...(owner === undefined ? {} : { account: owner }),
      policy: { state: "given", value: policy },
    }),
  );
  return { principal: roleSession, resourcePolicies: { state: "given", value } };
}

const bucket = "arn:aws:s3:::b";
const key = `arn:aws:kms:us-east-1:${account}:key/k`;
const otherRole = `arn:aws:iam::${account}:role/r2`;

describe("stated policies of resources (D3)", () => {
  test("a grant to the role stands in for its own policies, not for the session's (case 7, 8)", () => {
    const more = stated({ [bucket]: resourcePolicy(`+s3:GetObject @ b/* > AWS:${roleArn}`) });
    expect(rows("+s3:GetObject @ b/*", "", more)).toEqual(["+ s3:GetObject @ b/* by resource:0"]);
    expect(rows("+s3:ListBucket @ b", "", more)).toEqual(["- s3:ListBucket @ b by identity"]);
  });

  test("a grant to the session goes around its policies and the boundary, no Deny (case 9, 10, 12)", () => {
    const more = stated({ [bucket]: resourcePolicy(`+s3:GetObject @ b/* > AWS:${sessionArn}`) });
    expect(rows("+s3:ListBucket @ b", "", more)).toContain("+ s3:GetObject @ b/* by resource:0");
    expect(rows("+s3:ListBucket @ b ; -s3:GetObject @ b/x", "", more)).toContain(
      "+ s3:GetObject @ b/* but b/x by resource:0",
    );
    const condition = `ArnEquals aws:PrincipalArn=${roleArn}`;
    const toAll = stated({ [bucket]: resourcePolicy(`+s3:GetObject @ b/* ? ${condition} > *`) });
    expect(rows("+s3:ListBucket @ b", "", toAll)).toContain("+ s3:GetObject @ b/* by resource:0");
  });

  test("a Deny takes away, and only from its own resource", () => {
    const deny = (text: string) => stated({ [bucket]: resourcePolicy(`-s3:* @ ${text} > *`) });
    expect(rows("+s3:GetObject @ b/*,c/*", "+s3:*", deny("b/x/*"))).toEqual([
      "+ s3:GetObject @ b/* but b/x/* by identity:0",
      "+ s3:GetObject @ c/* by identity:0",
      "- s3:GetObject @ b/x/* by resource:0",
    ]);
    // NotResource is all the rest of the bucket, not of the world.
    expect(rows("+s3:GetObject @ b/*,c/*", "+s3:*", deny("!b/open/*"))).toEqual([
      "+ s3:GetObject @ b/open/* by identity:0",
      "+ s3:GetObject @ c/* by identity:0",
      "- s3:GetObject @ b/* but b/open/* by resource:0",
    ]);
    expect(rows("+s3:GetObject @ c/*", "+s3:*", deny("!b/open/*"))).toEqual(["+ s3:GetObject @ c/* by identity:0"]);
  });

  test("a Deny that may mean the session, whose name is not known, leaves it open", () => {
    const policies = stated({ [bucket]: resourcePolicy(`-s3:GetObject @ b/x > AWS:${sessionArn}`) });
    const more = { ...policies, principal: { kind: "role-session", roleArn } as const };
    expect(rows("+s3:GetObject @ b/*", "+s3:*", more)).toEqual([
      "+ s3:GetObject @ b/* but b/x by identity:0",
      "? s3:GetObject @ b/x [D3]",
    ]);
  });

  test("a grant on other resources than its own is none", () => {
    const more = stated({ [bucket]: resourcePolicy(`+s3:GetObject @ c/* > AWS:${roleArn}`) });
    expect(rows("+s3:GetObject @ c/*", "", more)).toEqual(["- s3:GetObject @ c/* by identity"]);
  });

  test("actions without a resource do not ask it (M2)", () => {
    const more = stated({ [bucket]: resourcePolicy("-s3:* > *", `+s3:* > AWS:${sessionArn}`) });
    expect(rows("+s3:ListAllMyBuckets", "+s3:*", more)).toContain("+ s3:ListAllMyBuckets @ * by identity:0");
  });

  test("whom it means may not be known", () => {
    const more = stated({ [bucket]: resourcePolicy(`+s3:GetObject @ b/* > AWS:${sessionArn}`) });
    const { sessionName: _, ...unnamed } = roleSession;
    expect(rows("+s3:ListBucket @ b", "", { ...more, principal: unnamed })).toContain("? s3:GetObject @ b/* [D3]");
  });
});

describe("keys, roles and other accounts (D4, D5)", () => {
  test("a key's policy lets the account in, or nobody (case 17)", () => {
    const open = stated({ [key]: resourcePolicy(`+kms:* > AWS:${rootArn}`) });
    const shut = stated({ [key]: resourcePolicy(`+kms:* > AWS:arn:aws:iam::${account}:role/else`) });
    const own = `+kms:Decrypt @ ${key}`;
    expect(rows(own, "+kms:*", open)).toEqual([`+ kms:Decrypt @ ${key} by identity:0,resource:0`]);
    expect(rows(own, "+kms:*", shut)).toEqual([`- kms:Decrypt @ ${key} by resource`]);
    expect(rows(own, "+kms:*")).toEqual([`? kms:Decrypt @ ${key} [D4]`]);
    expect(rows(own, "+kms:*", { ...stated({}), resourcePoliciesComplete: true })).toEqual([
      `- kms:Decrypt @ ${key} by resource`,
    ]);
  });

  test("a role trusts the role, or the session itself (case 18)", () => {
    const trusts = (arn: string) => stated({ [otherRole]: trustPolicy(`+sts:AssumeRole > AWS:${arn}`) });
    expect(rows(`+sts:AssumeRole @ ${otherRole}`, "", trusts(roleArn))).toEqual([
      `+ sts:AssumeRole @ ${otherRole} by resource:0`,
    ]);
    expect(rows("+s3:ListBucket @ b", "", trusts(roleArn))).toEqual(["- s3:ListBucket @ b by identity"]);
    expect(rows("+s3:ListBucket @ b", "", trusts(sessionArn))).toContain(
      `+ sts:AssumeRole @ ${otherRole} by resource:0`,
    );
  });

  test("another account's bucket needs both sides (case 14, 15)", () => {
    const more = stated({ [bucket]: resourcePolicy(`+s3:GetObject @ b/open/* > AWS:${sessionArn}`) }, otherAccount);
    expect(rows("+s3:GetObject @ b/*", "+s3:*", more)).toEqual([
      "+ s3:GetObject @ b/open/* by identity:0,resource:0",
      "- s3:GetObject @ b/* but b/open/* by resource",
    ]);
    expect(rows("+s3:GetObject @ b/*", "", more)).toContain("- s3:GetObject @ b/* by identity");
    const queue = `arn:aws:sqs:us-east-1:${otherAccount}:q`;
    expect(rows(`+sqs:SendMessage @ ${queue}`, "+*", { principal: roleSession })).toEqual([
      `? sqs:SendMessage @ ${queue} [D5]`,
    ]);
  });

  test("policies that are not known leave open what may have one", () => {
    const unknown = { resourcePolicies: { state: "unknown", why: "nobody gave them" } } as const;
    expect(rows("+s3:GetObject @ b/* ; +ec2:RunInstances", "+*", unknown)).toEqual([
      "+ ec2:RunInstances @ * by identity:0",
      "? s3:GetObject @ b/* [D3]",
      "not given: resourcePolicies",
    ]);
    const hidden: ResourcePolicy = { resource: bucket, policy: { state: "unknown", why: "it could not be read" } };
    expect(
      rows("+s3:GetObject @ b/*,c/*", "+*", {
        principal: roleSession,
        resourcePolicies: { state: "given", value: [hidden] },
      }),
    ).toEqual(["+ s3:GetObject @ c/* by identity:0", "? s3:GetObject @ b/* []"]);
  });
});

describe("federated users", () => {
  const more = { principal: federatedUser };
  test("can do nothing without a session policy, but what a resource grants to them (case 5, 6; Q2)", () => {
    expect(rows("", "+s3:*", more)).toEqual([]);
    const grants = stated({ [bucket]: resourcePolicy(`+s3:GetObject @ b/* > AWS:${federatedArn}`) });
    expect(rows("", "+s3:ListBucket", { ...grants, ...more })).toEqual(["+ s3:GetObject @ b/* by resource:0"]);
  });

  test("cannot call IAM, nor STS but for one call (M5, M6)", () => {
    expect(rows("+iam:* ; +sts:* ; +s3:GetObject @ b/*", "+*", more)).toEqual([
      "+ s3:GetObject @ b/* by identity:0",
      "+ sts:GetCallerIdentity @ * by ",
    ]);
  });
});

describe("a part of the session", () => {
  test("one statement", () => {
    const own = "+s3:GetObject @ b/* ; +s3:PutObject @ b/*";
    expect(rows(own, "+s3:*", { statement: { policy: 0, index: 1 } })).toEqual(["+ s3:PutObject @ b/* by identity:0"]);
  });

  test("actions by pattern, in any letter case", () => {
    const own = "+s3:* ; +sqs:*";
    expect(rows(own, "+s3:*Object ; +sqs:*", { actions: ["S3:get*"] })).toEqual(["+ s3:GetObject @ * by identity:0"]);
    expect(rows(own, "+s3:*", { actions: ["ec2:*"] })).toEqual([]);
    expect(rows("+sts:*", "", { actions: ["sts:GetC*"] })).toEqual(["+ sts:GetCallerIdentity @ * by "]);
  });
});

/* What rows say is what `evaluate` decides, whatever resource policies there are. More with RUNS=5000. */
const runs = Number(process.env["RUNS"] ?? 40);

describe("with resource policies, effective access agrees with evaluate", () => {
  const principals = fc.constantFrom(
    ...["*", `AWS:${roleArn}`, `AWS:${sessionArn}`, `AWS:${rootArn}`, `AWS:${federatedArn}`],
    `AWS:arn:aws:iam::${account}:role/else`,
  );
  const conditions = fc.constantFrom(
    "",
    "",
    "",
    " ? Bool aws:SecureTransport=true",
    " ? Bool aws:SecureTransport=false",
  );
  const actions = fc.constantFrom(
    "s3:GetObject",
    "s3:*",
    "s3:ListBucket",
    "kms:*",
    "sts:AssumeRole",
    "*",
    "!s3:GetObject",
  );
  const resources = fc.constantFrom("*", "b/*", "b", "b/x/*", "!b/x/*", "!b/*", "c/*", key, otherRole);
  const effects = fc.constantFrom("+", "+", "-");
  const plain = fc.tuple(effects, actions, resources, conditions).map(([e, a, r, c]) => `${e}${a} @ ${r}${c}`);
  const granting = fc
    .tuple(effects, actions, resources, conditions, principals)
    .map(([e, a, r, c, p]) => `${e}${a} @ ${r}${c} > ${p}`);
  const texts = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 2 });
  const world = [
    ...["b/k", "b/x/k", "c/k"].map((name) => ["s3:GetObject", `arn:aws:s3:::${name}`] as const),
    ...["b", "c"].map((name) => ["s3:ListBucket", `arn:aws:s3:::${name}`] as const),
    ["s3:ListAllMyBuckets", "*"] as const,
    ["kms:Decrypt", key] as const,
    ["kms:Decrypt", `arn:aws:kms:us-east-1:${account}:key/other`] as const,
    ["sts:AssumeRole", otherRole] as const,
  ];

  test("in every row", { timeout: 60_000 + runs * 500 }, () => {
    const given = <T>(value: T) => ({ state: "given", value }) as const;
    const none = { state: "none" } as const;
    const property = fc.property(
      fc.record({
        principal: fc.constantFrom<Principal>(roleSession, federatedUser),
        own: fc.option(texts(plain), { freq: 4 }),
        base: texts(plain),
        limit: fc.option(texts(plain), { freq: 2 }),
        ofBucket: texts(granting),
        ofKey: fc.option(texts(granting), { freq: 2 }),
        owner: fc.constantFrom(undefined, account, otherAccount),
        isComplete: fc.boolean(),
      }),
      ({ principal, own, base, limit, ofBucket, ofKey, owner, isComplete }) => {
        const policies: ResourcePolicy[] = [
          {
            resource: bucket,
            ...(owner === undefined ? {} : { account: owner }),
            policy: given(resourcePolicy(...ofBucket)),
          },
          ...(ofKey === null ? [] : [{ resource: key, account, policy: given(resourcePolicy(...ofKey)) }]),
        ];
        const boundary = limit === null ? undefined : identity(...limit);
        const layers: Layers = {
          identity: given([identity(...base)]),
          session: own === null ? none : given([session(...own)]),
          boundary: boundary === undefined ? none : given([boundary]),
          serviceControlPolicies: none,
          resourceControlPolicies: none,
          resourcePolicies: given(policies),
        };
        const access = effective(
          {
            session: layers.session,
            base: layers.identity,
            boundary,
            principal,
            resourcePolicies: given(policies),
            resourcePoliciesComplete: isComplete,
          },
          engine,
        );
        for (const [action, resource] of world) {
          for (const secure of ["true", "false"]) {
            const context = { "aws:SecureTransport": secure };
            const isForeign = owner === otherAccount && resource.startsWith(bucket);
            const resourceAccount = isForeign ? otherAccount : account;
            const request = { principal, action, resource, resourceAccount, context, contextIsComplete: true };
            const { decision } = evaluate(request, layers, catalog);
            const what = () =>
              JSON.stringify(
                { action, resource, context, decision, own, base, limit, ofBucket, ofKey, owner, access },
                null,
                1,
              );
            const onObject = { action: "s3:GetObject", resource: `${bucket}/k`, context };
            const isAllowed = access.allowed.some(
              // Conditions are tried where no policy of a key is asked for (D4).
              (row) => isInRow(row, action, resource) && conditionsHold(row, onObject, catalog),
            );
            const isOpen = access.unknown.some((row) => isPerhapsInRow(row, action, resource));
            if (isAllowed) expect(decision, what()).toBe("allow");
            else if (access.removed.some((row) => isInRow(row, action, resource))) {
              expect(decision, what()).toMatch(isOpen ? /^(deny|unknown)/ : /^deny/);
            } else if (!isOpen) expect(decision, what()).not.toBe("allow");
          }
        }
      },
    );
    fc.assert(property, { numRuns: runs });
  });
});
