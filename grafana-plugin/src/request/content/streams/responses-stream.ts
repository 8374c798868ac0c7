import type { JsonIndex } from '../json/json-index.ts';
import { memberOf, rawOf, stringOf } from '../json/json-value.ts';
import type { Draft } from './draft.ts';
import type { StreamFormat } from './stream-format.ts';

/** Events of OpenAI's Responses API. The last one contains the complete response; without it, the last one so far counts. */
export class ResponsesStream implements StreamFormat {
  #response: Draft = 'null';

  static recognises(index: JsonIndex): boolean {
    return stringOf(index, memberOf(index, 0, 'type'))?.startsWith('response.') ?? false;
  }

  add(index: JsonIndex): void {
    const response = memberOf(index, 0, 'response');
    if (response >= 0) {
      this.#response = rawOf(index, response);
    }
  }

  body(): Draft {
    return this.#response;
  }
}
