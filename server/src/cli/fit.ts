import { AccessEngine } from "../core/access/accessEngine.js";
import { fittedText } from "../core/features/fittedText.js";
import { fit } from "../core/fit/fit.js";
import { inOneGo } from "../core/fit/slices.js";
import { jsonRegions } from "../core/regions/jsonRegion.js";
import { applyChanges } from "../core/text/applyChanges.js";
import { helpOption, once, oneOf, readArguments, valueOption } from "./arguments.js";
import type { Command } from "./command.js";
import { exitStatus } from "./exitStatus.js";
import { fitJson, fitReport } from "./fit/fitReport.js";
import { PolicyReader } from "./layers/policyReader.js";
import { resourcePolicyOf } from "./layers/resourcePolicyOf.js";
import { spreadLists } from "./layers/sessionQuestion.js";
import { styleFor } from "./output/style.js";
import { inputError, UsageError } from "./usageError.js";

const help = `session-policy fit FILE [options]

Makes a session policy shorter without changing what it says: the smallest
equivalent policy found, what was done, and the proof by comparison in both
directions. What cannot be proved is not done.

  FILE                  a path, - for standard input, or the ARN of an AWS
                        managed policy
  --max CHARACTERS      what may be sent; 2048 if not given
  --rely-on WHAT        nothing (default): the same for every request, today and
                        later; catalog: the same for the actions known today, so
                        that an action AWS adds later may be covered too
  --base POLICY…        all identity policies of the role
  --relative            also widen or drop what the role does not grant, where no
                        resource-based policy could; leans on the role as it is
                        today, and on the catalog
  --resource-policies-complete
                        no resource-based policy names the role, but for those that
                        --resource-policy gives: with --relative
  --resource-policy ARN=POLICY…
                        the policy of a resource: what it allows anybody is kept
  --whole-words         wildcards stand only where a word of a name begins or ends:
                        easier to read, and less that AWS adds later fits them
  --drop-sids           the names of statements may go
  --write               writes the result to FILE, if it is shorter
  --format FORMAT       text (default), json

Exit status: 2 unusable arguments or input, 1 it does not fit, 0 it fits.

  session-policy fit task.json --rely-on catalog --write
`;

const options = {
  base: valueOption,
  relative: { type: "boolean" },
  "resource-policies-complete": { type: "boolean" },
  "resource-policy": valueOption,
  max: valueOption,
  "rely-on": valueOption,
  "whole-words": { type: "boolean" },
  "drop-sids": { type: "boolean" },
  write: { type: "boolean" },
  format: valueOption,
  help: helpOption,
} as const;

/** `session-policy fit` */
export const fitCommand: Command = {
  name: "fit",
  summary: "makes a session policy shorter, with the proof that it says the same",
  help,
  async run(args, host) {
    const { values, positionals } = readArguments(spreadLists(args), options);
    const format = oneOf(values.format, "format", ["text", "json"]);
    const reliesOn = oneOf(values["rely-on"], "rely-on", ["nothing", "catalog"]) ?? "nothing";
    const [file, second] = positionals;
    if (file === undefined) throw new UsageError("Name the policy that is to be shorter.");
    if (second !== undefined) throw new UsageError(`fit takes one file; "${second}" is one too many.`);
    if (values.relative && values.base === undefined) {
      throw new UsageError("--relative needs --base: name the policies of the role.");
    }
    if (values.write && (file === "-" || file.startsWith("arn:"))) {
      throw new UsageError(`--write needs a file to write to, not ${file === "-" ? "standard input" : `"${file}"`}.`);
    }
    if (values["resource-policy"] !== undefined && !(values.relative && values["resource-policies-complete"])) {
      throw new UsageError(
        "--resource-policy needs --relative and --resource-policies-complete: else it changes nothing.",
      );
    }
    const limit = limitOf(once(values.max, "max"));
    const catalog = await host.loadCatalog();
    const reader = new PolicyReader(host, catalog);
    const { name, uri, text, parsed, model } = await reader.source(file, "session");
    const identity = values.base && (await reader.documents(values.base, "identity"));
    const stated = await Promise.all((values["resource-policy"] ?? []).map((each) => resourcePolicyOf(each, reader)));
    const base = identity && {
      identity,
      resourcePoliciesComplete: values["resource-policies-complete"] === true,
      resourcePolicies: stated.map(({ policy }) => policy.value),
    };
    const fitted = inOneGo(
      fit({
        parsed,
        model,
        engine: new AccessEngine(catalog),
        limit,
        reliesOn: values.relative ? "base" : reliesOn,
        ...(base === undefined ? {} : { base }),
        style: values["whole-words"] ? "words" : "shortest",
        dropSids: values["drop-sids"] === true,
      }),
    );
    if (fitted === undefined) throw inputError(`${name} can't be used as a policy: it is no JSON.`);
    let written: "as-written" | "one-line" | undefined;
    if (values.write && uri !== undefined && fitted.characters.after < fitted.characters.before) {
      const [region] = jsonRegions(text);
      const { changes, layout } = fittedText(region!, model, fitted, false);
      await host.disk.write(uri, applyChanges(text, changes)).catch(() => {
        throw inputError(`${name} can't be written.`);
      });
      written = layout;
    }
    await host.output.write(
      format === "json"
        ? `${JSON.stringify(fitJson(fitted), undefined, 2)}\n`
        : fitReport(fitted, { name, written }, styleFor(host)),
    );
    return fitted.fits ? exitStatus.fine : exitStatus.found;
  },
};

function limitOf(max: string | undefined): number {
  if (max === undefined) return 2048;
  const limit = Number(max.replaceAll(",", ""));
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError(`--max takes a number of characters, not "${max}".`);
  return limit;
}
