import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import { type FitInput, type FitResult, fit } from "../../server/src/core/fit/fit.js";
import { inOneGo } from "../../server/src/core/fit/slices.js";
import { buildModel } from "../../server/src/core/policy/buildModel.js";
import type { JsonValue } from "../../server/src/core/syntax/json.js";
import { parsePolicy } from "../../server/src/core/syntax/parsePolicy.js";

type Options = Partial<Omit<FitInput, "parsed" | "model" | "engine">>;

/** A policy made shorter; a text that is no JSON is a mistake of the test. */
export function fitted(policy: JsonValue | string, catalog: Catalog, options: Options = {}): FitResult {
  const parsed = parsePolicy(typeof policy === "string" ? policy : JSON.stringify(policy));
  const model = buildModel(parsed, "session");
  const engine = new AccessEngine(catalog);
  const result = inOneGo(fit({ limit: 2048, reliesOn: "nothing", ...options, parsed, model, engine }));
  if (result === undefined) throw new Error("The policy is no JSON.");
  return result;
}

/** The statements of a policy in the notation of policyNotation.ts, with Sids as `Sid: …`, conditions as JSON. */
export function notationOf(policy: JsonValue): readonly string[] {
  const { Statement } = policy as { Statement: JsonValue };
  return [Statement].flat().map((each) => {
    const statement = each as { readonly [name: string]: JsonValue };
    const { Sid, Effect, Condition } = statement;
    const list = (name: string) => {
      const value = statement[name] ?? statement[`Not${name}`];
      const text = [value].flat().map((entry) => String(entry).replace(/^arn:aws:s3:::/, ""));
      return `${name in statement ? "" : "!"}${text.join(",")}`;
    };
    const head = `${Sid === undefined ? "" : `${String(Sid)}: `}${Effect === "Allow" ? "+" : "-"}`;
    const tail = Condition === undefined ? "" : ` ? ${JSON.stringify(Condition)}`;
    return `${head}${list("Action")} @ ${list("Resource")}${tail}`;
  });
}
