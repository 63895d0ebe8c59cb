import type { AccessEngine } from "../access/accessEngine.js";
import { knowsAllResourcePolicies } from "../access/session/resourcePolicies.js";
import type { PolicyAnalysis } from "../analysis.js";
import type { BaseKnowledge } from "../fit/baseRelative.js";
import { type FitInput, type FitResult, fit, type Reliance } from "../fit/fit.js";
import type { Slices } from "../fit/slices.js";
import { costsText, proofText } from "../messages/fitText.js";
import { withThousands } from "../messages/numbers.js";
import { type FittedText, fittedText } from "./fittedText.js";

/** A way to make a policy fit that a person may choose. */
export interface FitChoice {
  readonly reliesOn: Reliance;
  /** What it keeps the same, and its size. */
  readonly title: string;
  /** What it leans on. */
  readonly detail: string;
  readonly fitted: FitResult;
  readonly written: FittedText;
  /** What was done, a line each. */
  readonly steps: readonly string[];
  readonly proof: string;
  /** What takes the room, where it does not fit. */
  readonly costs: readonly string[];
}

/**
 * Ways to make the policy fit, from the one that leans on nothing; it ends with the first that fits. One that is not
 * shorter than those before it is left out.
 */
export function* fitChoices(policy: PolicyAnalysis, engine: AccessEngine): Slices<readonly FitChoice[]> {
  const { region, parsed, model, characters } = policy;
  if (characters.limit === undefined) return [];
  const base = baseOf(policy);
  const ways: readonly Pick<FitInput, "reliesOn" | "style">[] = [
    { reliesOn: "nothing" },
    { reliesOn: "catalog", style: "words" },
    { reliesOn: "catalog" },
    ...(base === undefined ? [] : [{ reliesOn: "base" } as const]),
  ];
  const choices: FitChoice[] = [];
  let shortest = Number.POSITIVE_INFINITY;
  for (const { reliesOn, style } of ways) {
    const fitted = yield* fit({
      parsed,
      model,
      engine,
      limit: characters.limit,
      reliesOn,
      ...(style === undefined ? {} : { style }),
      ...(base === undefined ? {} : { base }),
    });
    if (fitted === undefined || fitted.steps.length === 0 || fitted.characters.after >= shortest) continue;
    shortest = fitted.characters.after;
    const written = fittedText(region, model, fitted, policy.session?.sentAs === "minified");
    choices.push(choiceOf(reliesOn, fitted, written));
    if (fitted.fits) break;
  }
  return choices;
}

/** The role, where all of its policies are known. */
function baseOf({ session }: PolicyAnalysis): BaseKnowledge | undefined {
  if (session?.layers.identity.state !== "given") return undefined;
  if (session.layers.identity.value.some(({ model }) => !model.complete)) return undefined;
  const { resourcePolicies, identity } = session.layers;
  const stated = resourcePolicies.state === "given" ? resourcePolicies.value : [];
  const account = (session.principal.roleArn ?? session.principal.userArn)?.split(":")[4];
  return {
    identity: identity.value,
    resourcePoliciesComplete: knowsAllResourcePolicies(session),
    resourcePolicies: stated.flatMap(({ policy }) => (policy.state === "given" ? [policy.value] : [])),
    ...(account === undefined ? {} : { account }),
  };
}

const titles: { readonly [reliance in Reliance]: readonly [title: string, detail: string] } = {
  nothing: ["The same for every request, today and later", "Nothing is leaned on."],
  catalog: [
    "The same for the actions known today",
    "An action that AWS adds later and that a wildcard matches is covered too.",
  ],
  base: ["The same under the role as it is today", "If the role is granted more later, the session may do more."],
};

function choiceOf(reliesOn: Reliance, fitted: FitResult, written: FittedText): FitChoice {
  const [title, detail] = titles[reliesOn];
  const { limit } = fitted.characters;
  const size = withThousands(written.characters);
  const over = fitted.fits ? "fits" : `${withThousands(fitted.characters.after - limit)} too many even in one line`;
  return {
    reliesOn,
    title: `${title}: ${size} of ${withThousands(limit)} characters, ${over}`,
    detail,
    fitted,
    written,
    steps: fitted.steps.map(({ text, saved }) => `${text} (−${withThousands(saved)})`),
    proof: fitted.untouched ?? proofText(fitted),
    costs: fitted.costs === undefined ? [] : costsText(fitted.costs),
  };
}
