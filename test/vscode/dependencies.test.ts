// What a session shows follows the files that it leans on, though nobody touches the session's own file.

import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as vscode from "vscode";
import { annotated, eventually, NEVER_PASSED } from "./seen.js";
import { openFile, replaceText, revertAll, workspacePath, writeFile } from "./support.js";

const SESSION = "examples/sessions/get-object.json";
const ROLE = "examples/roles/S3AccessRolePolicy.json";
const CONFIG = "examples/session-policy.config.json";

describe("a session follows", () => {
  let session: vscode.TextDocument;
  let version: number;
  const originals = new Map<string, Buffer>();

  beforeEach(async () => {
    for (const file of [ROLE, CONFIG]) originals.set(file, fs.readFileSync(workspacePath(file)));
    session = (await openFile(SESSION)).document;
    version = session.version;
    await eventually(() => annotated(session), allowed);
  });

  afterEach(async () => {
    assert.equal(session.version, version, "the session's own text was changed");
    await revertAll();
    for (const [file, content] of originals) writeFile(file, content);
  });

  const allowed = `     S3AccessRole · 171 / 2,048 · all effective | Not given: SCPs, RCPs, resource policies
  1  {
${NEVER_PASSED}
 …
           Allowed on example-bucket/*
  6        "Action": "s3:GetObject",
 …`;

  const lost = `     S3AccessRole · 171 / 2,048 · 1 of 1 action not granted | Not given: SCPs, RCPs, resource policies
  1  {
${NEVER_PASSED}
 …
           Not granted by role · only a resource policy could allow it
  6        "Action": "s3:GetObject",
                     ^^^^^^^^^^^^^^ error required-action-blocked: The session get-object needs "s3:GetObject" on "arn:aws:s3:::example-bucket/*", but the base role S3AccessRole does not grant it.
                     ^^^^^^^^^^^^^^ warning exceeds-base-role: The base role S3AccessRole does not grant "s3:GetObject".
 …`;

  it("the role's policy while it is edited, and back again when that is undone", async () => {
    const role = await openFile(ROLE);
    await replaceText(role, '"s3:*"', '"s3:List*"');
    await eventually(() => annotated(session), lost);
    await vscode.commands.executeCommand("undo");
    await eventually(() => annotated(session), allowed);
  });

  it("the role's policy as it was saved, also once its editor is closed", async () => {
    const role = await openFile(ROLE);
    await replaceText(role, '"s3:*"', '"s3:List*"');
    await role.document.save();
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await eventually(() => annotated(session), lost);
  });

  it("the role's policy when another program writes it", async () => {
    const text = fs.readFileSync(workspacePath(ROLE), "utf8");
    writeFile(ROLE, text.replace('"s3:*"', '"s3:List*"'));
    await eventually(() => annotated(session), lost);
    writeFile(ROLE, text);
    await eventually(() => annotated(session), allowed);
  });

  it("the config while it is edited", async () => {
    const config = await openFile(CONFIG);
    await replaceText(
      config,
      '"permissionsBoundary": null',
      '"permissionsBoundary": null, "serviceControlPolicies": []',
    );
    await eventually(async () => (await annotated(session)).includes("Not given: RCPs, resource policies"), true);
    await vscode.commands.executeCommand("undo");
    await eventually(() => annotated(session), allowed);
  });

  it("the config as it was saved", async () => {
    const config = await openFile(CONFIG);
    await replaceText(config, '["roles/S3AccessRolePolicy.json"]', "[]");
    await config.document.save();
    await eventually(() => annotated(session), lost);
  });
});
