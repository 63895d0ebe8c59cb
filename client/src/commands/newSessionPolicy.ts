import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { chooseBaseRole } from "./chooseBaseRole.js";

interface Kind extends vscode.QuickPickItem {
  readonly statements: readonly string[];
}

/** Opens a new session policy of a kind, saves it where the user says, and links it to a role. */
export async function newSessionPolicy(server: ServerConnection): Promise<void> {
  const kind = await vscode.window.showQuickPick(kinds(), {
    title: vscode.l10n.t("New session policy: of which kind?"),
  });
  if (kind === undefined) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Save the session policy"),
    filters: { JSON: ["json"] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, "new.session.json") }),
  });
  if (file === undefined) return;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(policyText(kind.statements)));
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  if (vscode.workspace.getWorkspaceFolder(file) !== undefined) await chooseBaseRole(server, file);
}

function kinds(): readonly Kind[] {
  return [
    {
      label: vscode.l10n.t("Only some actions"),
      description: vscode.l10n.t("what the task needs, and nothing else"),
      statements: [
        `{
      "Effect": "Allow",
      "Action": ["s3:GetObject"],
      "Resource": ["arn:aws:s3:::example-bucket/*"]
    }`,
      ],
    },
    {
      label: vscode.l10n.t("One tenant's prefix of a bucket"),
      description: vscode.l10n.t("read and write below a prefix, and list it"),
      statements: [
        `{
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Resource": ["arn:aws:s3:::example-bucket/tenant-1/*"]
    }`,
        `{
      "Effect": "Allow",
      "Action": ["s3:ListBucket"],
      "Resource": ["arn:aws:s3:::example-bucket"],
      "Condition": { "StringLike": { "s3:prefix": ["tenant-1/*"] } }
    }`,
      ],
    },
    {
      label: vscode.l10n.t("All the role may do, but …"),
      description: vscode.l10n.t("passes everything on and takes something away"),
      statements: [
        `{
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    }`,
        `{
      "Effect": "Deny",
      "Action": ["s3:DeleteObject"],
      "Resource": "*"
    }`,
      ],
    },
    {
      label: vscode.l10n.t("Nothing at all"),
      description: vscode.l10n.t("credentials that can do nothing"),
      statements: [
        `{
      "Effect": "Deny",
      "Action": "*",
      "Resource": "*"
    }`,
      ],
    },
  ];
}

function policyText(statements: readonly string[]): string {
  return `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${statements.join(",\n    ")}\n  ]\n}\n`;
}
