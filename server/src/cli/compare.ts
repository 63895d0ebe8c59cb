import { AccessEngine } from "../core/access/accessEngine.js";
import { compare, type VerdictKind } from "../core/access/compare.js";
import { InputError, readPrincipal } from "../core/access/decideInput.js";
import { answerLines } from "./answerLines.js";
import { helpOption, oneOf, readArguments, valueOption } from "./arguments.js";
import type { Command } from "./command.js";
import { comparisonJson } from "./compare/comparisonJson.js";
import { comparisonText } from "./compare/comparisonText.js";
import { type ExitStatus, exitStatus } from "./exitStatus.js";
import { answerOrError } from "./input/answerOrError.js";
import { JsonQuestions } from "./layers/jsonQuestion.js";
import { PolicyReader } from "./layers/policyReader.js";
import { principalOptions, readPrincipalOptions } from "./layers/principalOptions.js";
import {
  linesSource,
  namedQuestion,
  sessionOptions,
  sessionOptionsHelp,
  spreadLists,
} from "./layers/sessionQuestion.js";
import { styleFor } from "./output/style.js";
import { UsageError } from "./usageError.js";

const help = `session-policy compare --session POLICY… --base POLICY… [options]
session-policy compare --ndjson [FILE]

Tells whether session policies stay within what the role grants, statement by
statement, with a request that does not where they exceed it. The base is
complete: what is not named is not there.

${sessionOptionsHelp}

  --principal ARN       the role, or the user who calls GetFederationToken; what
                        follows from it is known to conditions and variables
  --session-name NAME   of the session: the end of aws:userid
  --universe UNIVERSE   catalog (default): requests that can occur, by the
                        actions known today; any: every text
  --ndjson              one question a line, from FILE or standard input, one
                        answer a line in JSON
  --format FORMAT       text (default), json

Exit status: 2 unusable arguments or input, 1 exceeds or depends, 3 not known,
0 within.

  session-policy compare --session task.json --base arn:aws:iam::aws:policy/ReadOnlyAccess
`;

const universes = ["catalog", "any"] as const;

const options = {
  ...sessionOptions,
  ...principalOptions,
  universe: valueOption,
  ndjson: { type: "boolean" },
  format: valueOption,
  help: helpOption,
} as const;

/** `session-policy compare` */
export const compareCommand: Command = {
  name: "compare",
  summary: "tells whether session policies stay within a base, with a counterexample",
  help,
  async run(args, host) {
    const { values, positionals } = readArguments(spreadLists(args), options);
    const format = oneOf(values.format, "format", ["text", "json"]);
    const universe = oneOf(values.universe, "universe", universes) ?? "catalog";
    const catalog = await host.loadCatalog();
    const engine = new AccessEngine(catalog);
    if (values.ndjson) {
      if (Object.keys(principalOptions).some((name) => name in values))
        throw new UsageError("With --ndjson, the principal stands in the questions.");
      const source = linesSource(values, positionals, format);
      const questions = new JsonQuestions(catalog);
      return answerLines(source, host, (input) => answer(input, universe, questions, engine), statusOf);
    }
    if (positionals.length > 0)
      throw new UsageError(`"${positionals[0]}" follows no option: is it --session or --base?`);
    const principal = readPrincipalOptions(values);
    const question = await namedQuestion(values, new PolicyReader(host, catalog));
    const whose = principal === undefined ? {} : { principal };
    const comparison = compare({ ...question, ...whose, universe }, engine);
    const session = question.session.state === "given" ? question.session.value : [];
    await host.output.write(
      format === "json"
        ? `${JSON.stringify(comparisonJson(comparison), undefined, 2)}\n`
        : comparisonText(comparison, session, styleFor(host)),
    );
    return statusOf(comparison);
  },
};

type Answered = { readonly id?: unknown } & ReturnType<typeof comparisonJson>;

/** Answers one question of a line. */
async function answer(
  input: unknown,
  usual: (typeof universes)[number],
  questions: JsonQuestions,
  engine: AccessEngine,
): Promise<Answered | { readonly id?: unknown; readonly error: string }> {
  return answerOrError(input, async () => {
    const question = await questions.read(input, ["universe", "principal"]);
    const { universe: stated, principal } = input as { readonly universe?: unknown; readonly principal?: unknown };
    const universe = stated === undefined ? usual : universes.find((each) => each === stated);
    if (universe === undefined) throw new InputError("universe", 'must be "catalog" or "any"');
    const whose = principal === undefined ? {} : { principal: readPrincipal(principal) };
    return comparisonJson(compare({ ...question, ...whose, universe }, engine));
  });
}

function statusOf({ verdict }: { readonly verdict: VerdictKind }): ExitStatus {
  switch (verdict) {
    case "exceeds":
    case "depends":
      return exitStatus.found;
    case "unknown":
      return exitStatus.unknown;
    case "within":
      return exitStatus.fine;
  }
}
