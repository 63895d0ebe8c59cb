import { AccessEngine } from "../core/access/accessEngine.js";
import { type EffectiveInput, effective } from "../core/access/effective.js";
import type { EffectiveAccess } from "../core/access/effectiveAccess.js";
import { answerLines } from "./answerLines.js";
import { helpOption, oneOf, readArguments, valueOption } from "./arguments.js";
import type { Command } from "./command.js";
import { effectiveJson } from "./effective/effectiveJson.js";
import { effectiveOptions, readEffectiveOptions } from "./effective/effectiveOptions.js";
import { effectiveMarkdown, effectiveText } from "./effective/effectiveText.js";
import { type ExitStatus, exitStatus } from "./exitStatus.js";
import { answerOrError } from "./input/answerOrError.js";
import { JsonQuestions } from "./layers/jsonQuestion.js";
import { PolicyReader } from "./layers/policyReader.js";
import {
  linesSource,
  namedQuestion,
  type SessionQuestion,
  sessionOptions,
  sessionOptionsHelp,
  spreadLists,
} from "./layers/sessionQuestion.js";
import { styleFor } from "./output/style.js";
import { UsageError } from "./usageError.js";

const help = `session-policy effective --session POLICY… --base POLICY… [options]
session-policy effective --ndjson [FILE]

Tells what a session may do: which actions on which resources, under which
conditions, and what takes the rest away.

${sessionOptionsHelp}

  --principal ARN       the role, or the user who calls GetFederationToken
                        (then --session may be left out: nothing was passed)
  --session-name NAME   of the session, where a resource policy names it
  --resource-policy ARN=POLICY
                        the policy of a resource; repeatable
  --statement NUMBER    only this statement of the session policy, from 1; 2.1
                        is the first one of the second policy
  --action PATTERN      only actions that match, such as s3:Get*; repeatable

  --ndjson              one question a line, from FILE or standard input, one
                        answer a line in JSON
  --format FORMAT       text (default), json, markdown

Exit status: 2 unusable arguments or input, 3 part of it is not known,
0 otherwise.

  session-policy effective --session task.json --base role.json --format markdown
`;

const options = {
  ...sessionOptions,
  ...effectiveOptions,
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
      const named = Object.keys(effectiveOptions).some((name) => name in values);
      if (named)
        throw new UsageError("With --ndjson, principal, resource policies and what is asked stand in the questions.");
      const source = linesSource(values, positionals, format);
      const questions = new JsonQuestions(catalog);
      return answerLines(source, host, (input) => answer(input, questions, engine), statusOf);
    }
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" follows no option.`);
    const reader = new PolicyReader(host, catalog);
    const besides = await readEffectiveOptions(values, reader);
    const question = await namedQuestion(values, reader, besides.principal?.kind === "federated-user");
    requireStatement(besides, question);
    const access = effective({ ...question, ...besides }, engine);
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
  return answerOrError(input, async () => effectiveJson(effective(await questions.readEffective(input), engine)));
}

/** A number that no statement has is a mistake, not a session that may do nothing. */
function requireStatement({ statement }: Pick<EffectiveInput, "statement">, { session }: SessionQuestion): void {
  if (statement === undefined || session.state !== "given") return;
  const { policy, index } = statement;
  if (session.value[policy]?.model.statements.some((each) => each.index === index)) return;
  throw new UsageError(`There is no statement ${index + 1} in session policy ${policy + 1}.`);
}

function statusOf({ unknown }: { readonly unknown: readonly unknown[] }): ExitStatus {
  return unknown.length > 0 ? exitStatus.unknown : exitStatus.fine;
}
