import fc from "fast-check";
import { expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import type { ContextValues } from "../../../server/src/core/access/layers.js";
import { proveEffect } from "../../../server/src/core/refactor/accessEffect.js";
import { session as sessionOf } from "../../support/analysisBuilder.js";
import type { LiteralCondition, LiteralPolicy, LiteralStatement } from "./literalAccess.js";
import { catalogOf, decisionUnder, documentsOf, shownPolicy, smallPolicy, wordsOver } from "./smallWorld.js";

/*
 * What is proved of an edit, against the literal definition: for a small policy, another that was made of it, and a role,
 * every request of a small world in every context. More with RUNS=5000.
 */
const runs = Number(process.env["RUNS"] ?? 150);

const catalog = catalogOf(["s3"]);
const engine = new AccessEngine(catalog);

const buckets = ["a", "b", "x"].map((name) => `arn:aws:s3:::${name}`);
const objects = buckets.flatMap((bucket) => wordsOver("abx", 1, 2).map((key) => `${bucket}/${key}`));
const requests = [
  ...buckets.map((bucket) => ["s3:ListBucket", bucket] as const),
  ...["s3:GetObject", "s3:PutObject"].flatMap((action) => objects.map((object) => [action, object] as const)),
];
const key = "aws:MultiFactorAuthPresent";
const contexts: readonly ContextValues[] = [{ [key]: "true" }, { [key]: "false" }, {}];

const actions = fc.constantFrom(
  ...["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:Get*", "s3:*Object", "s3:*", "*"],
  ...["s3:**", "S3:*?*Object", "s3*", "*:GetObject"],
);
const resources = fc.constantFrom(
  ...["*", "arn:aws:s3:::*", "**", "arn:aws:s3:::**", "arn:aws:s3:*:*:a/*", "arn:aws:s3"],
  ...["a/**", "a/*?*", "a/?*", "*/**", "a/??", "b/${aws:username, 'a'}", "a/${aws:username}", "a/${*}"].map(
    (name) => `arn:aws:s3:::${name}`,
  ),
  ...["a", "b", "a/*", "b/*", "?/a*", "a/?", "a/a", "*/b"].map((name) => `arn:aws:s3:::${name}`),
);
const conditions = fc.constantFrom<LiteralCondition>(
  { Bool: { [key]: ["true"] } },
  { Bool: { [key]: ["false"] } },
  { BoolIfExists: { [key]: ["true"] } },
  { Null: { [key]: ["true"] } },
);
const policies = smallPolicy({ actions, resources, conditions });

/** One change of the kinds that fixes make. */
const change = fc.oneof(
  fc.record({ kind: fc.constant("drop-statement" as const), at: fc.nat(5) }),
  fc.record({ kind: fc.constant("drop-entry" as const), at: fc.nat(5), entry: fc.nat(5) }),
  fc.record({ kind: fc.constant("resource" as const), at: fc.nat(5), value: resources }),
  fc.record({ kind: fc.constant("action" as const), at: fc.nat(5), value: actions }),
  fc.record({ kind: fc.constant("condition" as const), at: fc.nat(5), value: conditions }),
  fc.record({ kind: fc.constant("double" as const), at: fc.nat(5) }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(policy: LiteralPolicy, by: Change): LiteralPolicy {
  const list = [...policy.Statement];
  const at = by.at % list.length;
  const statement = list[at]!;
  const replaced = (more: Partial<LiteralStatement>) => list.splice(at, 1, { ...statement, ...more });
  switch (by.kind) {
    case "drop-statement":
      if (list.length > 1) list.splice(at, 1);
      break;
    case "drop-entry":
      if (statement.Action !== undefined && statement.Action.length > 1)
        replaced({ Action: statement.Action.filter((_, i) => i !== by.entry % statement.Action!.length) });
      break;
    case "resource":
      if (statement.Resource !== undefined) replaced({ Resource: [by.value] });
      break;
    case "action":
      if (statement.Action !== undefined) replaced({ Action: [by.value] });
      break;
    case "condition":
      replaced({ Condition: by.value });
      break;
    case "double":
      list.push(statement);
      break;
  }
  return { ...policy, Statement: list };
}

test(
  "nothing is claimed of an edit that some request disproves",
  () => {
    const seen = { same: 0, "same-today": 0, narrower: 0, unproved: 0 };
    fc.assert(
      fc.property(
        policies,
        fc.array(change, { minLength: 1, maxLength: 2 }),
        fc.option(policies),
        (before, edits, role) => {
          const after = edits.reduce(changed, before);
          const [old, young] = documentsOf("session", [before, after]);
          const identity = documentsOf("identity", role === null ? [] : [role]);
          const session = sessionOf({ layers: { identity: { state: "given", value: identity } } });
          const proved = proveEffect(old!.model, young!.model, role === null ? [] : [session], engine);
          seen[proved?.access ?? "unproved"]++;
          if (proved === undefined) return;
          const told = [before, after, ...(role === null ? [] : [role])].map(shownPolicy).join("\n  ");
          for (const request of requests) {
            for (const context of contexts) {
              const [was, is] = [old!, young!].map(
                (document) => decisionUnder([document], request, context, catalog).decision,
              );
              if (was === "unknown" || is === "unknown") continue;
              const place = `${proved.access}: ${request.join(" ")} ${JSON.stringify(context)}: ${was} -> ${is} in\n  ${told}`;
              if (is === "allow") expect(was, place).toBe("allow");
              if (was === "deny-explicit") expect(is, place).toBe("deny-explicit");
              if (was === is) continue;
              const base =
                identity.length === 0 ? undefined : decisionUnder(identity, request, context, catalog).decision;
              // Without a role, or where a bucket's policy could grant it to the role, somebody can tell.
              const canTell = base === undefined || base === "allow" || base === "deny-implicit";
              if (proved.access !== "narrower") expect(canTell && was === "allow", place).toBe(false);
              if (proved.withoutEffect && was === "allow") expect(base, place).not.toBe("allow");
            }
          }
        },
      ),
      { numRuns: runs },
    );
    // A run that proves nothing tries nothing.
    expect(Math.min(seen.same, seen.narrower)).toBeGreaterThan(runs / 20);
  },
  60_000 + runs * 200,
);
