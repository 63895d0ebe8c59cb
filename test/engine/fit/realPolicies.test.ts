import { beforeAll, describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { compare } from "../../../server/src/core/access/compare.js";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { Layers, PolicyDocument } from "../../../server/src/core/access/layers.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { modelOfValue } from "../../../server/src/core/policy/buildModel.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { fitted } from "../../support/fitted.js";
import { documentOf } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

/*
 * Policies that AWS has written, with conditions, NotAction and Denies: what they become says the same by the engine,
 * as a whole, and by `evaluate` on requests made of their own actions and resources.
 */
let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog([]);
  await catalog.loadAll();
});

const account = "111122223333";
const none = { state: "none" } as const;
const all = documentOf("identity", {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});

const listOf = (value: unknown) => (value === undefined ? [] : [value].flat()) as unknown as readonly string[];

/** Some requests that have to do with the policy: its actions, and neighbours of them, on its resources. */
function requestsOf(policy: JsonValue): readonly (readonly [string, string])[] {
  const statements = [(policy as { Statement: JsonValue }).Statement].flat() as readonly Record<string, unknown>[];
  const patterns = statements.flatMap((each) => [...listOf(each["Action"]), ...listOf(each["NotAction"])]);
  const resources = new Set(
    statements
      .flatMap((each) => [...listOf(each["Resource"]), ...listOf(each["NotResource"])])
      .map((text) =>
        text
          .replaceAll(/\$\{[^}]*\}/g, "v")
          .replaceAll("*", "x")
          .replaceAll("?", "y"),
      ),
  );
  const names = patterns.flatMap((pattern) => {
    const [service = "", name = ""] = pattern.toLowerCase().split(":");
    const known = catalog.actionNames(service);
    const at = catalog.lowerActionNames(service).findIndex((each) => each.startsWith(name.replace(/[*?].*/, "")));
    return [known[at - 1], known[at], known[at + 1]].flatMap((each) =>
      each === undefined ? [] : `${service}:${each}`,
    );
  });
  const on = [...[...resources].filter((text) => text !== "x").slice(0, 8), "*", "arn:aws:s3:::other/key"];
  return [...new Set(names)].slice(0, 80).flatMap((name) => on.map((resource) => [name, resource] as const));
}

function decision(session: PolicyDocument, [action, resource]: readonly [string, string]): string {
  const layers: Layers = {
    identity: { state: "given", value: [all] },
    session: { state: "given", value: [session] },
    boundary: none,
    serviceControlPolicies: none,
    resourceControlPolicies: none,
    resourcePolicies: none,
  };
  const principal = { kind: "role-session", roleArn: `arn:aws:iam::${account}:role/r`, sessionName: "s" } as const;
  const request = { principal, action, resource, resourceAccount: account, context: {}, contextIsComplete: false };
  return evaluate(request, layers, catalog).decision;
}

describe.each([
  "AmazonECSServiceRolePolicy",
  "AmazonVPCFullAccess",
  "AWSBackupFullAccess",
  "CloudwatchApplicationInsightsServiceLinkedRolePolicy",
  "ROSASRESupportPolicy",
  "SecretsManagerReadWrite",
])("%s", (name) => {
  test.each(["nothing", "catalog"] as const)("leaning on %s", { timeout: 60_000 }, async (reliesOn) => {
    const arn = (await catalog.managedPolicyArns()).find((each) => each.endsWith(`/${name}`));
    const original = JSON.parse((await catalog.managedPolicy(arn!))!) as JsonValue;
    const { policy, steps, proof } = fitted(original, catalog, { reliesOn });
    expect(steps.length).toBeGreaterThan(0);
    const [was, is] = [original, policy].map((each) => ({ name: "p", model: modelOfValue(each, "session") }));
    const engine = new AccessEngine(catalog);
    for (const [session, base] of [
      [was, is],
      [is, was],
    ]) {
      const { verdict } = compare({ session: [session!], base: [base!], universe: proof.universe }, engine);
      // As a whole it may be too intricate to tell; then the proof went statement by statement.
      expect(["within", "unknown"]).toContain(verdict);
    }
    const requests = requestsOf(original);
    expect(requests.length).toBeGreaterThan(20);
    // An action that is never called on such a resource (M3) may be answered either way by the catalog's reading.
    const possible = requests.filter(([action, resource]) => reliesOn === "nothing" || occurs(action, resource));
    for (const request of possible) {
      expect([request, decision(is!, request)]).toEqual([request, decision(was!, request)]);
    }
  });
});

/** Whether the resource has the form of one of the action's types, roughly: its ARN's first five fields and the star. */
function occurs(action: string, resource: string): boolean {
  const [service = "", name = ""] = action.split(":");
  const details = catalog.details(service);
  const types = details?.actions.get(name.toLowerCase())?.resourceTypes ?? [];
  if (types.length === 0) return resource === "*";
  return types.some((type) =>
    (details?.resourceTypes.get(type.name)?.arnFormats ?? []).some((format) => {
      const pattern = format.replaceAll(/[.+^()|[\]\\*?]/g, "\\$&").replaceAll(/\$\{[^}]*\}/g, "[^:/]+");
      return new RegExp(`^${pattern}$`).test(resource);
    }),
  );
}
