import type { JsonIndex } from '../json/json-index.ts';
import { memberOf, rawOf } from '../json/json-value.ts';
import type { Draft } from './draft.ts';

/** Puts the events of a stream together to the body of a response without streaming. */
export interface StreamFormat {
  add(event: JsonIndex): void;
  body(): Draft;
}

const MAX_POSITION = 1_024;

/** `index` of an element: its position in the list of the whole response. */
export function positionOf(index: JsonIndex, element: number, otherwise: number): number {
  const value = memberOf(index, element, 'index');
  const position = value < 0 ? NaN : Number(rawOf(index, value));
  return Number.isInteger(position) && position >= 0 && position < MAX_POSITION ? position : otherwise;
}
