import { expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { session as sessionOf } from "../../support/analysisBuilder.js";
import { identity, scp, session } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

/*
 * What an organization usually has: a role that may do everything, and an SCP that denies outside of some Regions. All
 * actions that there are, in units that there are.
 */

const none = { state: "none" } as const;

test("everything under an SCP that denies by Region", async () => {
  const catalog = await testCatalog([]);
  await catalog.loadAll();
  const regions = scp(
    "+*",
    "-!iam:*,sts:*,organizations:*,route53:*,support:* ? StringNotEquals aws:RequestedRegion=eu-west-1,eu-central-1 & ArnNotLike aws:PrincipalArn=arn:aws:iam::*:role/Admin",
  );
  const context = sessionOf({
    layers: {
      identity: { state: "given", value: [identity("+*")] },
      serviceControlPolicies: { state: "given", value: [[regions]] },
      resourceControlPolicies: none,
      resourcePolicies: none,
    },
  });
  const { verdict, entries } = new AccessEngine(catalog).sessionAccess(session("+*").model, context);
  expect(verdict).toBe("within");
  // Keys let nobody in without a policy of their own (D4).
  const others = entries[0]!.actions.filter(({ action }) => !/^(kms|sts):/.test(action));
  expect(others.length).toBeGreaterThan(15_000);
  expect([...new Set(others.map(({ result }) => result))].sort()).toEqual(["allowed", "depends"]);
  const { result, decidedBy, dependsOn } = others.find(({ action }) => action === "ec2:RunInstances")!;
  // Which role it is, is known.
  expect({ result, decidedBy, dependsOn }).toEqual({
    result: "depends",
    decidedBy: "scp",
    dependsOn: ["aws:RequestedRegion"],
  });
});
