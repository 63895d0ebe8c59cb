/** Numbers that stand for objects, as long as these live: for texts that name them. */
export class ObjectIds {
  readonly #ids = new WeakMap<object, number>();
  #next = 0;

  of(object: object): number {
    let id = this.#ids.get(object);
    if (id === undefined) {
      id = this.#next++;
      this.#ids.set(object, id);
    }
    return id;
  }
}
