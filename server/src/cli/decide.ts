import { decide } from "../core/access/decide.js";
import type { Decision } from "../core/access/layers.js";
import { answerLines, isError } from "./answerLines.js";
import { helpOption, oneOf, readArguments, valueOption } from "./arguments.js";
import type { Command } from "./command.js";
import { decisionText } from "./decide/decisionText.js";
import { type ExitStatus, exitStatus } from "./exitStatus.js";
import { readJson } from "./input/readJson.js";
import { readNamedText } from "./input/readText.js";
import { styleFor } from "./output/style.js";
import { inputError, UsageError } from "./usageError.js";

const help = `session-policy decide [FILE] [options]

Decides one request as AWS would, with all policies that have a say, and tells
which statements decided. The question is JSON, from FILE or standard input:

  { "principal": { "kind": "role-session",
                   "roleArn": "arn:aws:iam::111122223333:role/r" },
    "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "context": {},
    "layers": { "identity": [POLICY…], "session": [POLICY…] } }

A layer that is left out is none; "unknown" says that it is not known.

  --ndjson         one question a line, one answer a line in JSON; a line that
                   makes no sense is answered with {"id", "error"}
  --format FORMAT  text (default), json

Exit status: 2 input that can't be read or makes no sense, 3 the answer is not
known, 0 otherwise.

  session-policy decide question.json
  session-policy decide --ndjson < questions.ndjson > answers.ndjson
`;

const options = { ndjson: { type: "boolean" }, format: valueOption, help: helpOption } as const;

/** Thousands of statements fit; a policy store does not. */
const maximumBytes = 100_000_000;

/** `session-policy decide` */
export const decideCommand: Command = {
  name: "decide",
  summary: "decides one request, and tells which statements decided",
  help,
  async run(args, host) {
    const { values, positionals } = readArguments(args, options);
    const format = oneOf(values.format, "format", ["text", "json"]);
    const [path = "-", ...more] = positionals;
    if (more.length > 0) throw new UsageError("decide takes one file.");
    if (values.ndjson && format === "text") throw new UsageError("--ndjson answers in JSON, not in text.");
    const catalog = await host.loadCatalog();
    if (values.ndjson) return answerLines(path, host, (question) => decide(question, catalog), statusOf);
    const question = readJson(await readNamedText(path, host, maximumBytes));
    if (!question.ok) throw inputError(`${path === "-" ? "Standard input" : path}: ${question.error}.`);
    const answer = await decide(question.value, catalog);
    if (isError(answer)) throw inputError(`${path === "-" ? "Standard input" : path}: ${answer.error}.`);
    const text = format === "json" ? `${JSON.stringify(answer, undefined, 2)}\n` : decisionText(answer, styleFor(host));
    await host.output.write(text);
    return statusOf(answer);
  },
};

function statusOf({ decision }: Pick<Decision, "decision">): ExitStatus {
  return decision === "unknown" ? exitStatus.unknown : exitStatus.fine;
}
