import type { JsonIndex } from '../json/json-index.ts';
import { childrenOf, elementsOf, kindOf, memberOf, rawNameOf, rawOf } from '../json/json-value.ts';
import { DraftObject, objectAt, type Draft } from './draft.ts';
import { positionOf, type StreamFormat } from './stream-format.ts';

/** The strings of a delta that arrive in pieces. */
const PIECES: ReadonlySet<string> = new Set(['content', 'refusal', 'reasoning', 'reasoning_content', 'arguments']);

/** Chunks of chat completions and of legacy completions. */
export class ChatStream implements StreamFormat {
  readonly #body = new DraftObject();

  static recognises(index: JsonIndex): boolean {
    return memberOf(index, 0, 'choices') >= 0;
  }

  add(index: JsonIndex): void {
    this.#body.assign(index, 0, (name) => name === 'choices');
    for (const choice of elementsOf(index, memberOf(index, 0, 'choices'))) {
      const position = positionOf(index, choice, 0);
      this.#addChoice(index, choice, objectAt(this.#body.list('choices'), position));
    }
  }

  #addChoice(index: JsonIndex, choice: number, into: DraftObject): void {
    into.assign(index, choice, (name) => name === 'delta' || name === 'text');
    const text = memberOf(index, choice, 'text');
    if (text >= 0) {
      into.append('text', index, text);
    }
    const delta = memberOf(index, choice, 'delta');
    if (delta >= 0) {
      addDelta(index, delta, into.object('message'));
    }
  }

  body(): Draft {
    return this.#body;
  }
}

function addDelta(index: JsonIndex, delta: number, into: DraftObject): void {
  for (const value of kindOf(index, delta) === 'object' ? childrenOf(index, delta) : []) {
    const name = rawNameOf(index, value) ?? '';
    if (rawOf(index, value) === 'null' && into.members.has(name)) {
      continue;
    }
    if (PIECES.has(name)) {
      into.append(name, index, value);
    } else if (name === 'tool_calls' && kindOf(index, value) === 'list') {
      const calls = into.list(name);
      for (const call of elementsOf(index, value)) {
        addCall(index, call, objectAt(calls, positionOf(index, call, calls.length)));
      }
    } else {
      into.members.set(name, rawOf(index, value));
    }
  }
}

function addCall(index: JsonIndex, call: number, into: DraftObject): void {
  into.assign(index, call, (name) => name === 'function' || name === 'index');
  const called = memberOf(index, call, 'function');
  if (called >= 0) {
    addDelta(index, called, into.object('function'));
  }
}
