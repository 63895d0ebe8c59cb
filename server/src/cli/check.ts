import { dirname } from "node:path";
import { configFileName } from "../core/context/config.js";
import { everyKind } from "../core/lint/rule.js";
import { helpOption, once, oneOf, readArguments, valueOption } from "./arguments.js";
import { checkPaths } from "./check/checkPaths.js";
import { githubReport } from "./check/githubReport.js";
import { jsonReport } from "./check/jsonReport.js";
import { sarifReport } from "./check/sarifReport.js";
import { checkStatus, type FailOn, severities } from "./check/tally.js";
import { textReport } from "./check/textReport.js";
import type { Command } from "./command.js";
import { exitStatus } from "./exitStatus.js";
import type { CliHost } from "./host.js";
import { layerOptions, readLayers, usesLayers } from "./layers/layerOptions.js";
import { PolicyReader } from "./layers/policyReader.js";
import { harmless } from "./output/harmless.js";
import { styleFor } from "./output/style.js";
import { inputError, UsageError } from "./usageError.js";

const help = `session-policy check [PATH…] [options]

Checks policies: what AWS would reject, size, and what a session policy names
beyond its base. Without PATH, the working folder.

  PATH               a file, a folder, or - for standard input. In a folder:
                     configs, what they link, *.session.json, and JSON that
                     looks like a policy; .gitignore is respected

  --config FILE      this config speaks for all files (else the nearest
                     ${configFileName} upward)
  --kind KIND        what the files are: ${everyKind.slice(0, 4).join(", ")},
                     ${everyKind.slice(4).join(", ")}

  --base POLICY      an identity policy of the base role; repeatable
  --boundary POLICY  its permissions boundary
  --scp POLICY,…     one level of service control policies; repeatable, root
                     first, commas between the policies of a level
  --rcp POLICY,…     the same for resource control policies
                     POLICY: a path, - or the ARN of an AWS managed policy.
                     What is not named is not given: nothing is claimed of it

  --fail-on LEVEL    exit with 1 from this severity on: error (default),
                     security-warning, warning, suggestion, never
  --format FORMAT    text (default), json, sarif, github

Exit status: 2 unusable arguments or unreadable input, 1 findings that
--fail-on names, 3 a policy of which nothing can be told, 0 otherwise.

  session-policy check
  session-policy check sessions/ --fail-on warning
  session-policy check task.json --base arn:aws:iam::aws:policy/ReadOnlyAccess
`;

const formats = ["text", "json", "sarif", "github"] as const;

const options = {
  ...layerOptions,
  config: valueOption,
  kind: valueOption,
  "fail-on": valueOption,
  format: valueOption,
  help: helpOption,
} as const;

/** `session-policy check` */
export const checkCommand: Command = {
  name: "check",
  summary: "lints policies and tells what of them takes effect",
  help,
  async run(args, host) {
    const { values, positionals } = readArguments(args, options);
    const format = oneOf(values.format, "format", formats) ?? "text";
    const failOn: FailOn = oneOf(values["fail-on"], "fail-on", [...severities, "never"]) ?? "error";
    const kind = oneOf(values.kind, "kind", everyKind);
    if (usesLayers(values) && kind !== undefined && kind !== "session") {
      throw new UsageError(`--kind ${kind} has no base: --base, --boundary, --scp and --rcp go with session policies.`);
    }
    const config = once(values.config, "config");
    const configUri = await configOf(config, host);
    const catalog = await host.loadCatalog();
    const reader = new PolicyReader(host, catalog);
    const layers = usesLayers(values) ? await readLayers(values, reader) : undefined;
    // A config that is named without a path is checked with all that is in its folder.
    const paths = positionals.length > 0 ? positionals : [config === undefined ? "." : dirname(config)];
    if (paths.includes("-")) reader.takeInput();
    const { files, complaints } = await checkPaths(paths, { configUri, kind, layers }, host, catalog);
    for (const complaint of complaints) await host.errors.write(`session-policy: ${harmless(complaint)}\n`);
    if (files.length === 0 && complaints.length === 0) {
      await host.errors.write(`session-policy: there is no policy in ${harmless(paths.join(", "))}.\n`);
    }
    await host.output.write(report());
    return complaints.length > 0 ? exitStatus.unusable : checkStatus(files, failOn);

    function report(): string {
      switch (format) {
        case "json":
          return jsonReport(files, catalog.source);
        case "sarif":
          return sarifReport(files, host.version, checkout(host));
        case "github":
          return githubReport(files, checkout(host));
        case "text":
          return textReport(files, styleFor(host));
      }
    }
  },
};

async function configOf(path: string | undefined, host: CliHost): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const uri = host.disk.uriOf(path);
  const kind = await host.disk.look(uri);
  if (kind === "missing") throw inputError(`There is no config "${path}".`);
  if (kind !== "file") throw inputError(`The config "${path}" can't be read.`);
  return uri;
}

/** GitHub takes paths from the checkout, which need not be the folder that a step works in. */
function checkout(host: CliHost): string {
  const folder = host.environment.GITHUB_WORKSPACE;
  return folder === undefined || folder === "" ? host.workingFolder : host.disk.uriOf(folder);
}
