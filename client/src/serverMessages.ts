// What client and server say to each other beyond LSP; the server's side is `server/src/lsp/ownMessages.ts`, and a test
// compares the two.

/** Request: the size of the document's session policy. */
export const sizeRequest = "sessionPolicy/size";

export interface Size {
  /** `231 / 2,048`. */
  readonly text: string;
  readonly tooltip: string;
  readonly state: "fits" | "fits-minified" | "too-long";
}

/** Notification from the server: sizes may have changed though their documents have not. */
export const sizesChangedNotification = "sessionPolicy/sizesChanged";

/** Request: the policy without white space. */
export const oneLineRequest = "sessionPolicy/oneLine";

export interface OneLine {
  readonly text: string;
  readonly characters: number;
}

/** Request: what a session policy can be linked to. */
export const linkChoicesRequest = "sessionPolicy/linkChoices";

export interface LinkChoices {
  readonly configUri: string;
  readonly exists: boolean;
  readonly roles: readonly string[];
  readonly policyFiles: readonly { readonly uri: string; readonly path: string }[];
}

/** Request: the edit of the config that links a session policy. */
export const linkRequest = "sessionPolicy/link";
