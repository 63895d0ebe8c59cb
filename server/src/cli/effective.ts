import { AccessEngine } from "../core/access/accessEngine.js";
import { InputError } from "../core/access/decideInput.js";
import { effective } from "../core/access/effective.js";
import type { EffectiveAccess } from "../core/access/effectiveAccess.js";
import { answerLines } from "./answerLines.js";
import { helpOption, oneOf, readArguments, valueOption } from "./arguments.js";
import type { Command } from "./command.js";
import { effectiveJson } from "./effective/effectiveJson.js";
import { effectiveMarkdown, effectiveText } from "./effective/effectiveText.js";
import { type ExitStatus, exitStatus } from "./exitStatus.js";
import { idOf } from "./input/readJson.js";
import { JsonQuestions } from "./layers/jsonQuestion.js";
import { PolicyReader } from "./layers/policyReader.js";
import { linesSource, namedQuestion, sessionOptions, spreadLists } from "./layers/sessionQuestion.js";
import { styleFor } from "./output/style.js";
import { UsageError } from "./usageError.js";

const help = `session-policy effective --session POLICY… --base POLICY… [options]
session-policy effective --ndjson [FILE]

Tells what a session may do: which actions on which resources, under which
conditions, and what takes the rest away.

  --session POLICY…     the session policies of one call, all together
  --base POLICY…        all identity policies of the role
  --boundary POLICY     its permissions boundary
  --scp POLICY,…        one level of service control policies; repeatable, root
                        first, commas between the policies of a level
  --rcp POLICY,…        the same for resource control policies
                        POLICY: a path, - for standard input, or the ARN of an
                        AWS managed policy

  --ndjson              one question a line, from FILE or standard input, one
                        answer a line in JSON
  --format FORMAT       text (default), json, markdown

Exit status: 2 unusable arguments or input, 3 part of it is not known,
0 otherwise.

  session-policy effective --session task.json --base role.json --format markdown
`;

const options = {
  ...sessionOptions,
  ndjson: { type: "boolean" },
  format: valueOption,
  help: helpOption,
} as const;

/** `session-policy effective` */
export const effectiveCommand: Command = {
  name: "effective",
  summary: "tells what a session may do, and what takes the rest away",
  help,
  async run(args, host) {
    const { values, positionals } = readArguments(spreadLists(args), options);
    const format = oneOf(values.format, "format", ["text", "json", "markdown"]);
    const catalog = await host.loadCatalog();
    const engine = new AccessEngine(catalog);
    if (values.ndjson) {
      const source = linesSource(values, positionals, format);
      const questions = new JsonQuestions(catalog);
      return answerLines(source, host, (input) => answer(input, questions, engine), statusOf);
    }
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" follows no option.`);
    const access = effective(await namedQuestion(values, new PolicyReader(host, catalog)), engine);
    await host.output.write(render(access));
    return statusOf(access);

    function render(found: EffectiveAccess): string {
      if (format === "json") return `${JSON.stringify(effectiveJson(found), undefined, 2)}\n`;
      return format === "markdown" ? effectiveMarkdown(found) : effectiveText(found, styleFor(host));
    }
  },
};

async function answer(
  input: unknown,
  questions: JsonQuestions,
  engine: AccessEngine,
): Promise<
  ({ readonly id?: unknown } & ReturnType<typeof effectiveJson>) | { readonly id?: unknown; readonly error: string }
> {
  try {
    return { ...idOf(input), ...effectiveJson(effective(await questions.read(input, []), engine)) };
  } catch (error) {
    if (error instanceof InputError) return { ...idOf(input), error: error.message };
    throw error;
  }
}

function statusOf({ unknown }: { readonly unknown: readonly unknown[] }): ExitStatus {
  return unknown.length > 0 ? exitStatus.unknown : exitStatus.fine;
}
