import type { SessionAccess } from "../../serverMessages.js";
export interface RowFilter {
  /** Words that a row must hold, all of them, in any letter case. */
  readonly text: string;
  /** Leaves out what is simply allowed, or removed by a Deny. */
  readonly exceptions: boolean;
}
export type Service = SessionAccess["services"][number];
export type Row = Service["rows"][number];
/** The services with the rows that the filter leaves; those without any are left out. */
export declare function filterRows(access: SessionAccess, { text, exceptions }: RowFilter): readonly Service[];
export declare function isPlain(result: string | undefined): boolean;
export declare function countRows(services: readonly Service[]): number;
