import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { effective } from "../../../server/src/core/access/effective.js";
import { conditionsHold, isInRow, isPerhapsInRow } from "../../support/matchesRow.js";
import {
  catalog,
  contextsOf,
  decide,
  layersOf,
  other,
  possibleLayers,
  principalOf,
  questions,
  shown,
  world,
} from "../laws/layeredCases.js";

/*
 * Effective access against the literal definition with the policies of resources and with resources of another account:
 * what a row allows is allowed, what a row takes away is denied, and what is in no row is denied. More with RUNS=5000.
 */
const runs = Number(process.env["RUNS"] ?? 60);
const timeout = 60_000 + runs * 500;

const engine = new AccessEngine(catalog);

describe("effective access", () => {
  test("agrees with evaluate where resources have policies of their own", { timeout }, () => {
    fc.assert(
      fc.property(questions(false), (question) => {
        const { session, managed, base, boundary, scp, rcp, isComplete, kind } = question;
        const { resourcePolicies, serviceControlPolicies } = layersOf(question);
        const access = effective(
          {
            session: managed === undefined ? [session] : [session, managed],
            base: [base],
            boundary,
            ...(scp === undefined || serviceControlPolicies.state !== "given"
              ? {}
              : { serviceControlPolicies: serviceControlPolicies.value }),
            ...(rcp === undefined ? {} : { resourceControlPolicies: [[rcp]] }),
            resourcePolicies,
            resourcePoliciesComplete: isComplete,
            principal: principalOf(question),
          },
          engine,
        );
        for (const request of world) {
          const [action, resource] = request;
          // Patterns that name no account are about the session's own.
          if (resource.includes(other)) continue;
          for (const context of contextsOf(question)) {
            const rows = access.allowed.filter((row) => isInRow(row, action, resource));
            const removed = access.removed.some((row) => isInRow(row, action, resource));
            const isDoubtful = access.unknown.some((row) => isPerhapsInRow(row, action, resource));
            const held = rows.map((row) => conditionsHold(row, { action, resource, context }, catalog));
            const allowed = held.includes(true);
            const open = isDoubtful || held.includes(undefined);
            const decisions = possibleLayers(question, request).map((layers) => decide(request, context, layers, kind));
            const what = () => `${shown(question)}${JSON.stringify([request, context, access])}`;
            if (allowed) expect(decisions[0], what()).toBe("allow");
            // What nobody can tell is told so, whatever layer lacks it.
            else if (removed && !open) expect(decisions[0], what()).toMatch(/^deny/);
            else if (!open) expect(decisions[0], what()).not.toBe("allow");
          }
        }
      }),
      { numRuns: runs },
    );
  });
});
