/**
 * A request that cannot occur: its context contradicts itself or what follows from the principal. `evaluate` throws it;
 * `decide` turns it into an error of the input.
 */
export class ImpossibleRequest extends Error {
  /** Where in the request: `context.aws:PrincipalArn`. */
  readonly place: string;

  constructor(place: string, message: string) {
    super(message);
    this.place = place;
  }
}
