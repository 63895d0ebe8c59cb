import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually, untilCounter } from "./seen.js";
import {
  canSeeWindow,
  clickOn,
  codeLensesOf,
  codeLensTitlesOf,
  completionsAt,
  diagnosticsOf,
  hoverAt,
  openFile,
  openText,
  positionOf,
  replaceText,
  resetSettings,
  revertAll,
  set,
  until,
  untilShown,
  workspaceUri,
  writeFile,
} from "./support.js";

const GET_OBJECT = "examples/sessions/get-object.json";
const EXCEEDS = "examples/sessions/exceeds.json";
const CONFIG = "examples/session-policy.config.json";

describe("a hover", () => {
  afterEach(revertAll);

  /** Waits until the hover says so; the text of the links is what counts, and for those to our files where they lead. */
  async function untilHover(file: string, marker: string, expected: string): Promise<void> {
    const { document } = await openFile(file);
    await eventually(async () => {
      const text = await hoverAt(document.uri, positionOf(document, marker));
      return text.replaceAll(`${workspaceUri("examples")}/`, "").replace(/https:[^)]*/g, "…");
    }, expected);
  }

  it("tells the result layer by layer", () =>
    untilHover(
      GET_OBJECT,
      "s3:Get|Object",
      `**\`s3:GetObject\`** · Read

**Allowed in this session** on \`arn:aws:s3:::example-bucket/*\`

| Layer | Result | Decided by |
|---|---|---|
| Identity policies | allows | [S3AccessRolePolicy.json, statement 1](roles/S3AccessRolePolicy.json#L4) |
| Session policy | allows | this statement |

Boundary: none. Not given: SCPs, RCPs, resource policies.

Grants permission to retrieve objects from Amazon S3. Resource types: \`accesspointobject\`, \`object\` · [AWS reference](…)

Objects that are encrypted with a KMS key (SSE-KMS) need \`kms:Decrypt\` on that key as well, in the role and in the session policy. Without \`s3:ListBucket\` on the bucket, an object that isn't there is answered with 403 instead of 404. [More](…)

Condition keys: \`s3:AccessGrantsInstanceArn\`, \`s3:ExistingObjectTag/\${TagKey}\`, \`s3:ResourceAccount\`, \`s3:TlsVersion\`, \`s3:authType\`, \`s3:signatureAge\`, \`s3:signatureversion\` and \`s3:x-amz-content-sha256\``,
    ));

  it("lists the actions of a wildcard, without a column for what none of them is", async () => {
    const { document } = await openFile(EXCEEDS);
    await eventually(async () => {
      const text = await hoverAt(document.uri, positionOf(document, "s3:|*"));
      return text.split("\n").filter((line) => /^\*\*|^\| (Access level|Tagging) /.test(line));
    }, [
      "**`s3:*`** · wildcard for 106 actions · [AWS reference](https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html)",
      "**All 106 actions allowed on example-bucket and its objects**",
      "| Access level | Takes effect |",
      "| Tagging | `DeleteObjectTagging`, `DeleteObjectVersionTagging`, `PutBucketTagging`, `PutObjectTagging`, `PutObjectVersionTagging`, `ReplicateTags`, `TagResource`, `UntagResource` |",
    ]);
  });

  it("says of an action without effect why it has none", () =>
    untilHover(
      EXCEEDS,
      "ec2:Describe|Instances",
      `**\`ec2:DescribeInstances\`** · List

**No effect** · S3AccessRole doesn't grant it

Not allowed, for example: \`ec2:DescribeInstances\` on \`*\`

A session policy can only narrow: to name an action here does not grant it.

| Layer | Result | Decided by |
|---|---|---|
| Identity policies | does not allow | no statement of [S3AccessRolePolicy.json](roles/S3AccessRolePolicy.json) |
| Session policy | allows | this statement |

Boundary: none. Not given: SCPs, RCPs, resource policies.

Grants permission to describe one or more instances. It takes no resource: write \`"Resource": "*"\`. [AWS reference](…)

Condition keys: \`ec2:Region\`

Rule \`exceeds-base-role\`: The session policy names actions that the base role does not grant. · [Session policies](…)`,
    ));
});

describe("a click on a lens", () => {
  afterEach(revertAll);

  it("moves the cursor to the action and shows the hover", async () => {
    const editor = await openFile(EXCEEDS);
    const title = "No effect · S3AccessRole doesn't grant it";
    const lens = await until("the lens", async () =>
      (await codeLensesOf(editor.document.uri)).find((each) => each.command?.title === title),
    );
    if (!(await clickOn(`.codelens-decoration a >> text="${title}"`))) {
      await vscode.commands.executeCommand(lens.command!.command, ...(lens.command!.arguments ?? []));
    }
    const action = positionOf(editor.document, '"ec2:DescribeInstances"');
    await until("the cursor there", () => editor.selection.isEmpty && editor.selection.active.isEqual(action));
    await untilShown(".monaco-hover:visible >> text=Layer", ".monaco-hover:visible >> text=Identity policies");
  });
});

describe("Copy as One Line", () => {
  afterEach(revertAll);

  for (const name of ["too-long", "get-object"]) {
    it(`puts ${name} on the clipboard without white space`, async () => {
      const { document } = await openFile(`examples/sessions/${name}.json`);
      await vscode.env.clipboard.writeText("");
      await vscode.commands.executeCommand("sessionPolicy.copyAsOneLine");
      await eventually(() => vscode.env.clipboard.readText(), JSON.stringify(JSON.parse(document.getText())));
    });
  }

  it("is one click away in the status bar", async function () {
    if (!canSeeWindow()) this.skip();
    const { document } = await openFile("examples/sessions/too-long.json");
    await untilCounter("2,118 / 2,048 (1,196 minified), warning");
    await vscode.env.clipboard.writeText("");
    await clickOn('[id="session-policy-lens.session-policy-lens.sessionPolicy.size"] a');
    await eventually(() => vscode.env.clipboard.readText(), JSON.stringify(JSON.parse(document.getText())));
  });
});

/** A diagnostic's rule, which stands there with its page. */
function codeOf(code: vscode.Diagnostic["code"]): unknown {
  return typeof code === "object" ? code.value : code;
}

describe("half-typed text", () => {
  afterEach(revertAll);

  it("keeps the last good lenses, which move along", async () => {
    const editor = await openFile(GET_OBJECT);
    await until("lenses", async () => (await codeLensTitlesOf(editor.document.uri)).length === 3);
    await replaceText(editor, '      "Effect"', '      "Sid": "Re\n      "Effect"');
    await until("a syntax error", () => diagnosticsOf(editor.document.uri).length > 0);
    const lenses = async () =>
      (await codeLensesOf(editor.document.uri)).map(({ range, command }) => `${range.start.line} ${command?.title}`);
    assert.deepEqual(await lenses(), [
      "0 S3AccessRole · 171 / 2,048 · all effective",
      "0 Not given: SCPs, RCPs, resource policies",
      "6 Allowed on example-bucket/*",
    ]);
    await replaceText(editor, '"Sid": "Re', '"Sid": "Read",');
    await until("no syntax error", () =>
      diagnosticsOf(editor.document.uri).every(({ source }) => source === "session-policy"),
    );
    await eventually(lenses, [
      "0 S3AccessRole · 192 / 2,048 · all effective",
      "0 Not given: SCPs, RCPs, resource policies",
      "6 Allowed on example-bucket/*",
    ]);
  });

  it("leaves what is said of the other statements", async () => {
    const editor = await openFile(EXCEEDS);
    const { document } = editor;
    const saidOf = () => {
      const found = diagnosticsOf(document.uri).filter(({ code }) => codeOf(code) === "exceeds-base-role");
      return found.map(({ range }) => document.getText(range)).join();
    };
    const exceeding = '"ec2:DescribeInstances","dynamodb:GetItem"';
    await eventually(saidOf, exceeding);
    const end = 'table/Orders"\n    }';
    await replaceText(editor, end, `${end},\n    {}`);
    await until("the new statement's own findings", () =>
      diagnosticsOf(document.uri).some(({ code }) => codeOf(code) === "missing-effect"),
    );
    assert.equal(saidOf(), exceeding);
    const titles = await codeLensTitlesOf(document.uri);
    assert.ok(titles.includes("No effect · S3AccessRole doesn't grant it"), titles.join(" | "));
    assert.ok(
      titles.some((title) => title.endsWith("AWS would reject it")),
      titles.join(" | "),
    );
  });
});

describe("the config", () => {
  afterEach(revertAll);

  it("is JSON with comments, and VS Code finds nothing wrong with it", async () => {
    const { document } = await openFile(CONFIG);
    assert.equal(document.languageId, "jsonc");
    assert.match(document.getText(), /^\/\//);
    // Something to wait for: what VS Code and we say comes after a change.
    const editor = await openFile(CONFIG);
    await replaceText(editor, '"version": 1', '"version": "1"');
    const complaints = () => diagnosticsOf(document.uri).filter(({ code }) => code !== "session-policy-never-passed");
    await until("a complaint", () => complaints().length > 0);
    await replaceText(editor, '"version": "1"', '"version": 1');
    await eventually(complaints, []);
  });

  it("is completed by VS Code from the schema", async () => {
    const editor = await openFile(CONFIG);
    await replaceText(editor, '"role": "S3AccessRole",', '"role": "S3AccessRole", "operation": "",');
    const at = positionOf(editor.document, '"operation": "|"');
    const proposed = await until("operations", async () => {
      const items = await completionsAt(editor.document.uri, at);
      const labels = items.map(({ label }) => (typeof label === "string" ? label : label.label));
      return labels.length > 0 ? labels : undefined;
    });
    for (const operation of ["AssumeRole", "AssumeRoleWithSAML", "GetFederationToken"]) {
      assert.ok(proposed.includes(`"${operation}"`), `${operation} is not among ${proposed}`);
    }
  });
});

describe("other JSON", () => {
  afterEach(revertAll);

  it("gets nothing of ours", async () => {
    const opened = [
      await openText('{ "name": "x", "Action": "s3:*", "scripts": { "Statement": "none" } }'),
      await openText('{\n  // a comment\n  "compilerOptions": { "strict": true }\n}', "jsonc"),
    ];
    writeFile("other/package.json", '{ "name": "x", "version": "1.0.0", "scripts": { "test": "Statement" } }');
    writeFile("other/tsconfig.json", '{ "compilerOptions": { "strict": true }, "include": ["**/*.ts"] }');
    for (const file of ["package.json", "tsconfig.json"]) opened.push(await openFile(`other/${file}`));
    for (const { document } of opened) assert.deepEqual(await codeLensTitlesOf(document.uri), []);
    await untilCounter(undefined);
    // The server has answered for those once it has for a document that was opened after them.
    const session = await openFile(EXCEEDS);
    await until("warnings", () => diagnosticsOf(session.document.uri).length >= 2);
    for (const { document } of opened) {
      assert.deepEqual(
        diagnosticsOf(document.uri).filter(({ source }) => source === "session-policy"),
        [],
      );
      assert.equal(await hoverAt(document.uri, new vscode.Position(0, 3)).then(withoutSchema), "");
    }
  });

  /** What VS Code itself tells of package.json and tsconfig.json. */
  function withoutSchema(text: string): string {
    return /Layer|session|policy|`s3:/i.test(text) ? text : "";
  }
});

describe("the setting", () => {
  afterEach(async () => {
    await resetSettings();
    await revertAll();
  });

  let document: vscode.TextDocument;
  const titles = () => codeLensTitlesOf(document.uri);
  const summary = [
    "S3AccessRole · 553 / 2,048 · 2 of 3 actions not granted",
    "Not given: SCPs, RCPs, resource policies",
  ];
  const allowed = "All 106 actions allowed on example-bucket and its objects";
  const exceptions = [
    "No effect · S3AccessRole doesn't grant it",
    "Not granted by role · only a resource policy could allow it",
  ];

  beforeEach(async () => {
    document = (await openFile(EXCEEDS)).document;
    await eventually(titles, [...summary, allowed, ...exceptions]);
  });

  it("sessionPolicy.codeLens.actions leaves only exceptions, or none", async () => {
    await set("sessionPolicy.codeLens.actions", "exceptions");
    await eventually(titles, [...summary, ...exceptions]);
    await set("sessionPolicy.codeLens.actions", "off");
    await eventually(titles, summary);
  });

  it("sessionPolicy.codeLens.summary hides the lens on top", async () => {
    await set("sessionPolicy.codeLens.summary", false);
    await eventually(titles, [allowed, ...exceptions]);
  });

  it("sessionPolicy.statusBar.enabled hides the counter", async () => {
    await untilCounter("553 / 2,048");
    await set("sessionPolicy.statusBar.enabled", false);
    await untilCounter(undefined);
  });

  it("sessionPolicy.rules changes how a rule is heard", async () => {
    const severities = () =>
      diagnosticsOf(document.uri)
        .filter(({ code }) => code === "exceeds-base-role")
        .map(({ severity }) => severity);
    await set("sessionPolicy.rules", { "exceeds-base-role": "error" });
    await eventually(severities, [vscode.DiagnosticSeverity.Error, vscode.DiagnosticSeverity.Error]);
    await set("sessionPolicy.rules", { "exceeds-base-role": "off" });
    await eventually(severities, []);
  });
});
