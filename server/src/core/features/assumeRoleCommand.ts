import type { PolicyAnalysis } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";
import { minify } from "../syntax/minify.js";

export type Shell = "bash" | "powershell" | "cmd";

/**
 * The AWS CLI command that takes this session policy, quoted for a shell; undefined for a policy that does not parse, and
 * for services that call STS themselves. What is not known is left as a name in capitals.
 */
export function assumeRoleCommand(
  { parsed, session }: Pick<PolicyAnalysis, "parsed" | "session">,
  shell: Shell,
): string | undefined {
  const policy = minify(parsed)?.text;
  const call = session === undefined ? callFor(undefined) : callFor(session);
  if (policy === undefined || call === undefined) return undefined;
  const words = [...call, ...managedPolicies(session), ...tags(session)];
  switch (shell) {
    case "bash":
      return ["aws", ...words, "--policy", policy].map(bashWord).join(" ");
    case "cmd":
      return ["aws", ...words, "--policy", asciiJson(policy)].map(cmdWord).join(" ");
    case "powershell":
      return powershell(words, asciiJson(policy));
  }
}

function callFor(session: SessionContext | undefined): readonly string[] | undefined {
  const { roleArn = "ROLE_ARN", sessionName = "session" } = session?.principal ?? {};
  switch (session?.operation) {
    case undefined:
    case "AssumeRole":
      return ["sts", "assume-role", "--role-arn", roleArn, "--role-session-name", sessionName];
    case "AssumeRoleWithSAML":
      return [
        ...["sts", "assume-role-with-saml", "--role-arn", roleArn],
        ...["--principal-arn", "SAML_PROVIDER_ARN", "--saml-assertion", "SAML_ASSERTION"],
      ];
    case "AssumeRoleWithWebIdentity":
      return [
        ...["sts", "assume-role-with-web-identity", "--role-arn", roleArn],
        ...["--role-session-name", sessionName, "--web-identity-token", "TOKEN"],
      ];
    case "GetFederationToken":
      return ["sts", "get-federation-token", "--name", sessionName];
    default:
      return undefined;
  }
}

function managedPolicies(session: SessionContext | undefined): readonly string[] {
  const arns = session?.managedPolicies.map(({ arn }) => `arn=${arn}`) ?? [];
  return arns.length === 0 ? [] : ["--policy-arns", ...arns];
}

function tags(session: SessionContext | undefined): readonly string[] {
  const given = Object.entries(session?.tags ?? {});
  // SAML and web identity sessions get theirs from the assertion or the token.
  if (given.length === 0 || session?.operation.startsWith("AssumeRoleWith")) return [];
  return ["--tags", JSON.stringify(given.map(([Key, Value]) => ({ Key, Value })))];
}

function bashWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * First as C programs on Windows read their arguments, then every character that cmd.exe would take for its own behind a
 * caret, the quotes too: so it never believes to be inside a quoted text, where a caret would be a caret.
 */
function cmdWord(word: string): string {
  if (/^[\w@+=:,./-]+$/.test(word)) return word;
  const argument = `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
  return argument.replace(/[()%!^"<>&|]/g, "^$&");
}

/**
 * Windows PowerShell 5.1 and PowerShell 7 hand a double quote on to programs in different ways. A file is the one form
 * that both agree on.
 */
function powershell(words: readonly string[], policy: string): string {
  const quoted = (word: string) => (/^[\w:./-]+$/.test(word) ? word : `'${word.replace(/['\u2018\u2019]/g, "$&$&")}'`);
  const tagged = words.map((word) => (word.startsWith("[{") ? undefined : word));
  const at = tagged.indexOf(undefined);
  const files = [`$policy = New-TemporaryFile; Set-Content $policy ${quoted(policy)} -Encoding Ascii -NoNewline`];
  if (at >= 0)
    files.push(
      `$tags = New-TemporaryFile; Set-Content $tags ${quoted(asciiJson(words[at]!))} -Encoding Ascii -NoNewline`,
    );
  const call = words.map((word, i) => (i === at ? '"file://$tags"' : quoted(word)));
  return [...files, `aws ${call.join(" ")} --policy "file://$policy"`].join("; ");
}

/** The same JSON in ASCII: how Windows hands on anything else hangs on the machine. */
function asciiJson(json: string): string {
  return json.replace(
    /[^\u0020-\u007e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
