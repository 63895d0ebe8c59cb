/** So many ways in which the layers allow a cell are kept apart. */
export const mostParts = 96;

/** The layers allow a cell in more ways than anybody would read. */
export class TooManyParts extends Error {}
