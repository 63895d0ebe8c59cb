import { literal } from "../../regions/template.js";
import type { Proposal } from "./completion.js";
import type { Place } from "./place.js";
import { accountsSeen, partitionSeen, regionsSeen } from "./seenValues.js";
import { hasLetters } from "./subsequence.js";

/**
 * What the field of an ARN may be that is being typed: a partition, a service of the statement's, a Region, an account.
 * The rest of the ARN is the formats' affair.
 */
export function arnSegments(
  place: Place,
  typed: string,
  services: ReadonlySet<string> | "any",
  rank: number,
): readonly Proposal[] {
  const fields = typed.split(":");
  const field = fields.length - 1;
  if (field === 0) {
    const start = `arn:${partitionSeen(place)}:`;
    return [segment(start, 0, "an ARN, field by field", rank)];
  }
  if (fields[0] !== "arn" || field > 4) return [];
  const from = typed.length - fields[field]!.length;
  return values(place, fields, services)
    .filter(({ text }) => hasLetters(text, fields[field]!))
    .map(({ text, note }) => segment(`${text}:`, from, note, rank));
}

function segment(text: string, from: number, note: string, rank: number): Proposal {
  return { label: text, kind: "value", note, filling: { kind: "text", text: literal(text), from }, rank, goesOn: true };
}

interface Value {
  readonly text: string;
  readonly note: string;
}

function values(place: Place, fields: readonly string[], services: ReadonlySet<string> | "any"): readonly Value[] {
  const { catalog } = place;
  const [, partition = "", service = ""] = fields;
  switch (fields.length - 1) {
    case 1:
      return [...catalog.arnFields.partitions.keys()].map((text) => ({ text, note: "partition" }));
    case 2: {
      const names = services === "any" ? catalog.services : [...services];
      return names.map((text) => ({ text, note: catalog.title(text) ?? "" }));
    }
    case 3: {
      if (!hasField(place, service, 3)) return [{ text: "", note: "no Region in ARNs of this service" }];
      const seen = regionsSeen(place);
      const others = (catalog.arnFields.partitions.get(partition) ?? []).filter((region) => !seen.includes(region));
      return [
        ...seen.map((text) => ({ text, note: "seen around this policy" })),
        ...others.map((text) => ({ text, note: "Region" })),
        { text: "*", note: "every Region" },
      ];
    }
    default:
      if (!hasField(place, service, 4)) return [{ text: "", note: "no account in ARNs of this service" }];
      return [
        ...accountsSeen(place).map((text) => ({ text, note: "seen around this policy" })),
        { text: "*", note: "every account" },
      ];
  }
}

/** Whether any ARN of the service says something in this field, as far as the catalog's details of it are read. */
function hasField({ catalog }: Place, service: string, field: number): boolean {
  const types = [...(catalog.details(service)?.resourceTypes.values() ?? [])];
  return (
    types.length === 0 || types.some(({ arnFormats }) => arnFormats.some((format) => fieldOf(format, field) !== ""))
  );
}

function fieldOf(format: string, field: number): string {
  return format.split(":")[field] ?? "";
}
