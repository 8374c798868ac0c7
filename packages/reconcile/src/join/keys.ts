const MASK = /^(.*?)(?:\.{3}|\*{3,}|…)([\w-]+)$/;

/**
 * Which key of the ledger a key of the export is: the one that `map` gives for its id; the same text; or a preview that shows the
 * same last characters and a beginning that does not contradict. Null if there is none, or more than one.
 */
export class KeyNames {
  readonly #ledgerKeys: ReadonlySet<string>;
  readonly #map: Readonly<Record<string, string>>;
  readonly #found = new Map<string, string | null>();

  constructor(ledgerKeys: ReadonlySet<string>, map: Readonly<Record<string, string>>) {
    this.#ledgerKeys = ledgerKeys;
    this.#map = map;
  }

  ledgerKey(exportKey: string): string | null {
    let key = this.#found.get(exportKey);
    if (key === undefined) {
      key = this.#find(this.#map[exportKey] ?? exportKey);
      this.#found.set(exportKey, key);
    }
    return key;
  }

  #find(name: string): string | null {
    if (this.#ledgerKeys.has(name)) {
      return name;
    }
    const mask = MASK.exec(name);
    if (mask === null) {
      return null;
    }
    const same = [...this.#ledgerKeys].filter((key) => isSameKey(mask, MASK.exec(key)));
    return same.length === 1 ? (same[0] ?? null) : null;
  }
}

/** Masks show different parts: `sk-ant-api03-R2D...igAA` and `sk-ant-api03-...igAA`. */
function isSameKey(a: RegExpExecArray, b: RegExpExecArray | null): boolean {
  const [, startA = '', endA = ''] = a;
  const [, startB = '', endB = ''] = b ?? [];
  const ends = endB !== '' && (endA.endsWith(endB) || endB.endsWith(endA)) && Math.min(endA.length, endB.length) >= 3;
  return ends && (startA.startsWith(startB) || startB.startsWith(startA));
}
