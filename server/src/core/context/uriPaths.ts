/**
 * Paths on URI strings: enough of RFC 3986 to find a neighbour of a document in every host (`file:///`,
 * `vscode-vfs://`, …) without Node's `path`. A document that has no folder (`untitled:Untitled-1`) has no neighbours.
 */

interface UriParts {
  /** `file://` or `vscode-vfs://github` or `untitled:`: all before the path. */
  readonly prefix: string;
  /** The path's segments as they are spelled, without the empty one in front of the first slash. */
  readonly segments: readonly string[];
}

/** Undefined for a URI without a path of its own: `untitled:Untitled-1`. */
function split(uri: string): UriParts | undefined {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/[^/?#]*)?/.exec(uri);
  if (scheme === null) return undefined;
  const path = uri.slice(scheme[0].length).replace(/[?#].*$/s, "");
  if (!path.startsWith("/")) return undefined;
  return { prefix: scheme[0], segments: path.slice(1).split("/") };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray `%` is a character of the name, as editors read it.
    return segment;
  }
}

/** As VS Code spells URIs, so that a URI made here equals the one the editor uses for the same file. */
function encode(segment: string): string {
  // A lone surrogate is no character; `encodeURIComponent` would throw on it.
  const wellFormed = segment.replace(/\p{Surrogate}/gu, "\uFFFD");
  return encodeURIComponent(wellFormed).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const driveLetter = /^[A-Za-z](?::|%3[Aa])$/;

/**
 * One spelling for the URIs of one file: the scheme and a Windows drive letter in lower case, each segment encoded as
 * VS Code does it. Compare URIs that come from different places only through this.
 */
export function canonicalUri(uri: string): string {
  const parts = split(uri);
  if (parts === undefined) return uri;
  const segments = parts.segments.map((segment, index) =>
    index === 0 && driveLetter.test(segment) ? `${segment.charAt(0).toLowerCase()}%3A` : encode(decode(segment)),
  );
  return `${parts.prefix.toLowerCase()}/${segments.join("/")}`;
}

/** The folder that holds a file or folder, without a final slash; undefined at the top, and where there are no folders. */
export function parentFolder(uri: string): string | undefined {
  const parts = split(uri.replace(/\/+$/, ""));
  if (parts === undefined || parts.segments.length === 0 || parts.segments.join("") === "") return undefined;
  const above = parts.segments.slice(0, -1);
  return above.length === 0 ? `${parts.prefix}/` : `${parts.prefix}/${above.join("/")}`;
}

/** The decoded last part of a URI: `get-object.json`. */
export function fileName(uri: string): string {
  const parts = split(uri);
  return decode(parts === undefined ? uri.replace(/^.*[:/]/s, "") : (parts.segments.at(-1) ?? ""));
}

/**
 * The URI that a `/`-separated path means, seen from a folder: `.` and `..` are resolved, the rest is encoded.
 * Undefined where `..` climbs over the top.
 */
export function joinUri(folder: string, path: string): string | undefined {
  const parts = split(folder);
  if (parts === undefined) return undefined;
  const segments = parts.segments.filter((segment) => segment !== "");
  const first = segments[0];
  // `file:///c%3A` is a top of its own.
  const top = first !== undefined && driveLetter.test(first) ? 1 : 0;
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") segments.push(encode(step));
    else if (segments.length > top) segments.pop();
    else return undefined;
  }
  return `${parts.prefix}/${segments.join("/")}`;
}

/** The decoded, `/`-separated path of a file below a folder; `""` for the folder itself; undefined outside of it. */
export function pathBelow(folder: string, uri: string): string | undefined {
  const outer = split(canonicalUri(folder));
  const inner = split(canonicalUri(uri));
  if (outer === undefined || inner === undefined || outer.prefix !== inner.prefix) return undefined;
  const above = outer.segments.filter((segment) => segment !== "");
  const below = inner.segments.filter((segment) => segment !== "");
  if (below.length < above.length || above.some((segment, index) => segment !== below[index])) return undefined;
  // A `..` that is still there would lead out again; whoever spelled it so gets no file.
  if (below.some((segment) => segment === ".." || segment === ".")) return undefined;
  return below.slice(above.length).map(decode).join("/");
}

/** Whether a file or folder is this folder or stands below it. */
export function isBelow(folder: string, uri: string): boolean {
  return pathBelow(folder, uri) !== undefined;
}

export function sameUri(one: string, other: string): boolean {
  return one === other || canonicalUri(one) === canonicalUri(other);
}

/** How a path in a config is meant: only relative ones are followed. */
export function pathShape(path: string): "relative" | "absolute" | "uri" {
  if (/^[A-Za-z]:(?![^\\/])/.test(path) || path.startsWith("/") || path.startsWith("\\\\")) return "absolute";
  return /^[A-Za-z][A-Za-z0-9+.-]+:/.test(path) ? "uri" : "relative";
}
