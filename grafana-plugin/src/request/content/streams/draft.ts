import type { JsonIndex } from '../json/json-index.ts';
import { childrenOf, kindOf, rawNameOf, rawOf } from '../json/json-value.ts';

/**
 * JSON that is put together from parts of others. Values stay texts, so that numbers and strings keep the notation in which they were
 * recorded.
 */
export type Draft = RawJson | DraftText | DraftObject | Draft[];

/** A value as it was recorded. */
export type RawJson = string;

/** A string that arrives in pieces. */
export class DraftText {
  /** The inner parts of JSON strings. */
  readonly pieces: string[] = [];

  /** `raw`: a JSON string. */
  add(raw: RawJson): void {
    this.pieces.push(raw.slice(1, -1));
  }
}

/** An object by the raw names of its members. */
export class DraftObject {
  readonly members = new Map<string, Draft>();

  /** Sets all members of a recorded object, except those that `isLeftOut`. An absent value replaces nothing. */
  assign(index: JsonIndex, object: number, isLeftOut: (name: string) => boolean = () => false): void {
    if (object < 0 || kindOf(index, object) !== 'object') {
      return;
    }
    for (const value of childrenOf(index, object)) {
      const name = rawNameOf(index, value) ?? '';
      const raw = rawOf(index, value);
      if (!isLeftOut(name) && (raw !== 'null' || !this.members.has(name))) {
        this.members.set(name, raw);
      }
    }
  }

  /** Adds a recorded string to a member. Other values replace it. */
  append(name: string, index: JsonIndex, value: number): void {
    if (kindOf(index, value) !== 'string') {
      this.members.set(name, rawOf(index, value));
      return;
    }
    const before = this.members.get(name);
    const text = before instanceof DraftText ? before : new DraftText();
    if (typeof before === 'string' && before.startsWith('"')) {
      text.add(before);
    }
    text.add(rawOf(index, value));
    this.members.set(name, text);
  }

  object(name: string): DraftObject {
    return this.#member(
      name,
      (before) => before instanceof DraftObject,
      () => new DraftObject(),
    );
  }

  list(name: string): Draft[] {
    return this.#member(
      name,
      (before) => Array.isArray(before),
      () => [],
    );
  }

  #member<T extends Draft>(name: string, isOfKind: (before: Draft) => before is T, make: () => T): T {
    const before = this.members.get(name);
    if (before !== undefined && isOfKind(before)) {
      return before;
    }
    const made = make();
    this.members.set(name, made);
    return made;
  }
}

/** The object at a position of a list; missing ones become empty objects. */
export function objectAt(list: Draft[], position: number): DraftObject {
  while (list.length <= position) {
    list.push(new DraftObject());
  }
  const found = list[position];
  if (found instanceof DraftObject) {
    return found;
  }
  const made = new DraftObject();
  list[position] = made;
  return made;
}

/** The JSON text of a draft. */
export function written(draft: Draft): string {
  if (typeof draft === 'string') {
    return draft;
  }
  if (draft instanceof DraftText) {
    return `"${draft.pieces.join('')}"`;
  }
  return Array.isArray(draft)
    ? `[${draft.map(written).join(',')}]`
    : `{${[...draft.members].map(([name, member]) => `"${name}":${written(member)}`).join(',')}}`;
}
