/**
 * Maps places between a policy's decoded text (`Region.text`) and its host document, both in UTF-16 units. Where one
 * decoded unit is written with several, as an escape in a shell string, a place inside the escape is the unit's start.
 * Both ways are monotonic, so that mapped spans keep their order.
 */
export interface OffsetMap {
  toHost(policyOffset: number): number;
  toPolicy(hostOffset: number): number;
}

/** For a policy that is its host's whole text. */
export const identityOffsets: OffsetMap = { toHost: (offset) => offset, toPolicy: (offset) => offset };
