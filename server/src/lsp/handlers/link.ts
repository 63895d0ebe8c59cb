import type { WorkspaceEdit } from "vscode-languageserver";
import { fileName, parentFolder, pathBelow } from "../../core/context/uriPaths.js";
import { type Base, choicesOf, linkSession, newConfig, type SessionToLink } from "../../core/features/linkSession.js";
import { lineIndex } from "../../core/text/lineIndex.js";
import type { AnalyzedDocument } from "../analyzeDocument.js";
import type { LinkParams, LinkResult } from "../ownMessages.js";
import type { Session } from "../session.js";
import { textEdits } from "../toProtocol.js";
import { configFor } from "./linkChoices.js";

/** `sessionPolicy/link`: the edit of the config that links a session policy to a role. */
export async function link(session: Session, { textDocument, base }: LinkParams): Promise<LinkResult | null> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return null;
  const configUri = await configFor(analyzed, session.files);
  const folder = configUri === undefined ? undefined : parentFolder(configUri);
  const toLink = folder === undefined ? undefined : sessionToLink(analyzed, folder);
  if (configUri === undefined || folder === undefined || toLink === undefined) return null;
  const config = await session.files.read(configUri);
  const chosen = chosenBase(base, folder, config.ok ? choicesOf(configUri, config.text).roles : []);
  if (chosen === undefined) return null;
  if (!config.ok) {
    return config.why === "missing" ? { configUri, edit: creation(configUri, newConfig(toLink, chosen)) } : null;
  }
  const changes = linkSession(configUri, config.text, toLink, chosen);
  if (changes.length === 0) return null;
  const version = session.documentOf(configUri)?.version ?? null;
  const edits = textEdits(lineIndex(config.text), changes);
  return { configUri, edit: { documentChanges: [{ textDocument: { uri: configUri, version }, edits }] } };
}

function sessionToLink({ document, analysis }: AnalyzedDocument, folder: string): SessionToLink | undefined {
  const path = pathBelow(folder, document.uri);
  if (path === undefined) return undefined;
  const name = fileName(document.uri).replace(/(\.session)?\.json$/, "");
  const linkedAs =
    analysis.context.kindFrom === "config" ? analysis.context.sessions.map((session) => session.name) : [];
  return { name, path, linkedAs };
}

/** A role for a policy's file or ARN is called after it; where that name is taken, with a number. */
function chosenBase(base: LinkParams["base"], folder: string, roles: readonly string[]): Base | undefined {
  if ("role" in base) return base;
  const policyPath = "policyArn" in base ? base.policyArn : pathBelow(folder, base.policyUri);
  if (policyPath === undefined) return undefined;
  const name =
    fileName("policyArn" in base ? base.policyArn : base.policyUri)
      .replace(/(\.role)?\.json$/, "")
      .replace(/[-_]?policy$/i, "") || "Role";
  let newRole = name;
  for (let number = 2; roles.includes(newRole); number++) newRole = `${name}${number}`;
  return { newRole, policyPath };
}

function creation(uri: string, text: string): WorkspaceEdit {
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      { kind: "create", uri },
      { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
    ],
  };
}
