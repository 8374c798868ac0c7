/** `ledger`: both stores, readable by every user. `traces`: content, only in the traces store, readable by admins. */
export type AttributeStore = 'ledger' | 'traces';
export type AttributeType = 'string' | 'int' | 'double' | 'boolean' | 'string[]';

/**
 * Allowed form of the value of a ledger attribute. A value of another form is dropped. An allowed name alone is not enough: a
 * sender may have put a sentence of the provider, which may quote the prompt, under that name.
 *
 * - `word`: lower-case letters and underscores, such as the values of our enumerations.
 * - `identifier`: no space and no quote, so that a sentence cannot pass.
 * - `path`: no space, no query.
 * - `line`: one line of at most 256 characters, for names that people chose.
 * - `formula`: the characters of a cost formula.
 * - `sentence`: one of our own error sentences.
 * - `priceEntry`: a price entry as JSON with known fields only.
 * - `map`: a JSON object of at most 8 texts, each and its name at most 64 characters long.
 * - `identifiers`, `attempts`, `costLines`: arrays of these.
 */
export type AttributeShape =
  | 'word'
  | 'identifier'
  | 'path'
  | 'line'
  | 'formula'
  | 'sentence'
  | 'priceEntry'
  | 'map'
  | 'identifiers'
  | 'attempts'
  | 'costLines';

export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  readonly on: 'span' | 'resource';
  readonly store: AttributeStore;
  readonly description: string;
  /** Of a text of the ledger. Default: `line`. */
  readonly shape?: AttributeShape;
}

/** An attribute of a span that both stores receive. */
export function ledger<N extends string, T extends AttributeType>(
  name: N,
  type: T,
  description: string,
  shape?: AttributeShape,
) {
  return { name, type, on: 'span', store: 'ledger', description, ...(shape && { shape }) } as const;
}

/** An attribute of a span that only the traces store receives. */
export function content<N extends string, T extends AttributeType>(name: N, type: T, description: string) {
  return { name, type, on: 'span', store: 'traces', description } as const;
}

/** An attribute of the resource. */
export function resource<N extends string>(name: N, description: string) {
  return { name, type: 'string', on: 'resource', store: 'ledger', description } as const;
}
