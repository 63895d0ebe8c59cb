import * as vscode from "vscode";

/** The page of a view: nothing in it runs but our own script, and nothing is loaded but it and our style sheet. */
export function viewHtml(webview: vscode.Webview, distribution: vscode.Uri, title: string): string {
  const nonce = [...globalThis.crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(distribution, name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${file("effectiveAccessView.css")}">
<title>${escaped(title)}</title>
</head>
<body>
<main id="view"></main>
<script nonce="${nonce}" src="${file("effectiveAccessView.js")}"></script>
</body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
}
