import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assumeRoleCommand, type Shell } from "../../../server/src/core/features/assumeRoleCommand.js";
import { minify } from "../../../server/src/core/syntax/minify.js";
import { parsePolicy } from "../../../server/src/core/syntax/parsePolicy.js";
import { allowing, policyAnalysis, type SessionSpec, session, userSession } from "../../support/analysisBuilder.js";

function command(shell: Shell, spec: SessionSpec = {}, text = allowing("s3:GetObject")): string | undefined {
  return assumeRoleCommand(policyAnalysis(text, { session: session(spec) }), shell);
}

const oneLine =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::example-bucket/*"}]}';

describe("the call", () => {
  test("of a role, with managed policies and tags", () => {
    const managedPolicies = [
      { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess", document: { state: "unknown", why: "not read" } as const },
    ];
    expect(command("bash", { managedPolicies, tags: { team: "red" } })).toBe(
      `aws sts assume-role --role-arn arn:aws:iam::111122223333:role/ExampleRole --role-session-name session --policy-arns arn=arn:aws:iam::aws:policy/ReadOnlyAccess --tags '[{"Key":"team","Value":"red"}]' --policy '${oneLine}'`,
    );
  });

  test("of a user, of a token, and of nobody", () => {
    const federated = assumeRoleCommand(policyAnalysis(allowing("s3:GetObject"), { session: userSession() }), "bash");
    expect(federated).toBe(`aws sts get-federation-token --name session --policy '${oneLine}'`);
    expect(command("bash", { operation: "AssumeRoleWithWebIdentity" })).toContain("--web-identity-token TOKEN");
    const unlinked = assumeRoleCommand(policyAnalysis(allowing("s3:GetObject"), { session: undefined }), "bash");
    expect(unlinked).toContain("--role-arn ROLE_ARN");
  });

  test("not for services that call STS themselves, nor for what does not parse", () => {
    expect(command("bash", { operation: "Transfer" })).toBeUndefined();
    expect(command("bash", {}, '{ "Statement": [')).toBeUndefined();
  });
});

/** Policies with every character that a shell might take for its own. */
const texts = fc
  .array(
    fc.constantFrom(
      "a",
      " ",
      "'",
      '"',
      "\\",
      "$",
      "`",
      "%",
      "^",
      "&",
      "|",
      "<",
      ">",
      "(",
      ")",
      "!",
      "${aws:x}",
      "é",
      "‘",
      "\n",
      ";",
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => JSON.stringify({ Statement: [{ Sid: parts.join("") }] }));

function policyWords(text: string, shell: Shell): string {
  return assumeRoleCommand({ parsed: parsePolicy(text), session: undefined }, shell)!;
}

const same = (sent: string | undefined, text: string) => expect(JSON.parse(sent ?? "")).toEqual(JSON.parse(text));

test.skipIf(process.platform === "win32")("bash hands the policy on as it is", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const script = `aws() { printf '%s\\0' "$@"; }\n${policyWords(text, "bash")}`;
      const { stdout } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
      expect(stdout.split("\0").at(-2)).toBe(minify(parsePolicy(text))?.text);
    }),
    { numRuns: 40 },
  );
});

test("cmd hands the policy on: carets go first, then a C program reads its arguments", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const line = policyWords(text, "cmd").replace(/\^(.)/gs, "$1");
      same(argumentsOf(line).at(-1), text);
    }),
  );
});

/** As the C runtime of Windows parts a command line. */
function argumentsOf(line: string): readonly string[] {
  const found: string[] = [];
  let word = "";
  let quoted = false;
  for (const [part] of line.matchAll(/\\*"|\\+|\s|[^\\"\s]+/g)) {
    if (part.endsWith('"')) {
      const slashes = part.length - 1;
      word += "\\".repeat(slashes >> 1);
      if (slashes % 2 === 1) word += '"';
      else quoted = !quoted;
    } else if (/^\s$/.test(part) && !quoted) {
      found.push(word);
      word = "";
    } else word += part;
  }
  return [...found, word];
}

test("no character of the policy is left for cmd to act on", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(policyWords(text, "cmd").replace(/\^[()%!^"<>&|]/g, "")).not.toMatch(/[()%!^"<>&|]/);
    }),
  );
});

test("PowerShell writes the policy to a file, in ASCII, which 5.1 and 7 agree on", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const line = policyWords(text, "powershell");
      expect(line).toMatch(/^[ -~]*$/);
      const literal = /Set-Content \$policy '((?:[^']|'')*)' -Encoding/.exec(line)?.[1]?.replaceAll("''", "'");
      same(literal, text);
    }),
  );
});
