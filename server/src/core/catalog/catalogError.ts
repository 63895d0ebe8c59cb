/** A data file of the catalog that is missing, damaged or of another version. The message is fit for a user. */
export class CatalogError extends Error {
  /** The data file's name, such as `catalog.json`. */
  readonly file: string;

  constructor(file: string, what: string, options?: { cause: unknown }) {
    super(`The data file ${file} ${what}. Installing again should mend it.`, options);
    this.name = "CatalogError";
    this.file = file;
  }
}
