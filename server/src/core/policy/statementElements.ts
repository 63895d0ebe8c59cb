import type { JsonMember, JsonObject } from "../syntax/json.js";

/** The members of a statement by name, the last of each name. */
export class StatementElements {
  Sid: JsonMember | undefined = undefined;
  Effect: JsonMember | undefined = undefined;
  Action: JsonMember | undefined = undefined;
  NotAction: JsonMember | undefined = undefined;
  Resource: JsonMember | undefined = undefined;
  NotResource: JsonMember | undefined = undefined;
  Principal: JsonMember | undefined = undefined;
  NotPrincipal: JsonMember | undefined = undefined;
  Condition: JsonMember | undefined = undefined;
  /** Names that no element of a statement has, each once. */
  readonly unknown: readonly string[];

  constructor({ members }: JsonObject) {
    let unknown: Set<string> | undefined;
    for (const member of members) {
      const name = member.key.value;
      switch (name) {
        case "Effect":
          this.Effect = member;
          break;
        case "Action":
          this.Action = member;
          break;
        case "Resource":
          this.Resource = member;
          break;
        case "Sid":
          this.Sid = member;
          break;
        case "Condition":
          this.Condition = member;
          break;
        case "NotAction":
          this.NotAction = member;
          break;
        case "NotResource":
          this.NotResource = member;
          break;
        case "Principal":
          this.Principal = member;
          break;
        case "NotPrincipal":
          this.NotPrincipal = member;
          break;
        default:
          unknown ??= new Set();
          unknown.add(name);
      }
    }
    this.unknown = unknown === undefined ? none : [...unknown];
  }
}

const none: readonly string[] = [];

export type ElementName = Exclude<keyof StatementElements, "unknown">;
