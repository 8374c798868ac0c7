import type { JsonIndex } from '../json/json-index.ts';
import { childrenOf, elementsOf, kindOf, memberOf, nameOf, rawOf, stringOf, valueAt } from '../json/json-value.ts';
import type { TurnPart } from './turn.ts';

/** Reads a text of an object; null if it has no such text. */
export function textIn(index: JsonIndex, object: number, ...path: readonly string[]): string | null {
  return stringOf(index, valueAt(index, object, ...path));
}

/** The text of a string, otherwise the value as it was recorded. Empty for no value. */
export function textOrRaw(index: JsonIndex, value: number): string {
  return value < 0 ? '' : (stringOf(index, value) ?? rawOf(index, value));
}

/** What the content of a message is: a text, or a list of parts. */
export function contentParts(index: JsonIndex, value: number): TurnPart[] {
  if (value < 0 || rawOf(index, value) === 'null') {
    return [];
  }
  const text = stringOf(index, value);
  if (text !== null) {
    return [{ kind: 'text', text }];
  }
  return kindOf(index, value) === 'list'
    ? elementsOf(index, value).map((part) => partOf(index, part))
    : [partOf(index, value)];
}

/** Names under which formats keep the text of a part. */
const TEXTS = ['text', 'content', 'refusal', 'thinking', 'input_text', 'output_text'];

/** A part of a message in the form of OpenTelemetry, OpenAI, Anthropic or Gemini. */
export function partOf(index: JsonIndex, part: number): TurnPart {
  const bare = stringOf(index, part);
  if (bare !== null) {
    return { kind: 'text', text: bare };
  }
  const type = textIn(index, part, 'type') ?? typeByMember(index, part);
  const id = textIn(index, part, 'id') ?? textIn(index, part, 'call_id');
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'refusal':
      return { kind: isThought(index, part) ? 'thinking' : 'text', text: firstText(index, part) };
    case 'reasoning':
    case 'thinking':
      return { kind: 'thinking', text: firstText(index, part) || summaryOf(index, part) };
    case 'redacted_thinking':
      return { kind: 'thinking', text: '***' };
    case 'tool_call':
    case 'tool_use':
    case 'server_tool_use':
      return { kind: 'call', id, name: textIn(index, part, 'name') ?? '', input: inputOf(index, part) };
    case 'tool_call_response':
    case 'tool_result':
      return resultOf(index, part, textIn(index, part, 'tool_use_id') ?? id);
    case 'functionCall':
    case 'functionResponse':
      return geminiTool(index, part, type);
    default:
      return isMedia(type)
        ? { kind: 'media', description: mediaOf(index, part, type) }
        : { kind: 'other', type, json: rawOf(index, part) };
  }
}

function typeByMember(index: JsonIndex, part: number): string {
  const known = ['functionCall', 'functionResponse', 'inlineData', 'fileData', 'text'];
  return known.find((name) => memberOf(index, part, name) >= 0) ?? '';
}

function isThought(index: JsonIndex, part: number): boolean {
  const thought = memberOf(index, part, 'thought');
  return thought >= 0 && rawOf(index, thought) === 'true';
}

function firstText(index: JsonIndex, part: number): string {
  for (const name of TEXTS) {
    const text = textIn(index, part, name);
    if (text !== null) {
      return text;
    }
  }
  return '';
}

/** The summaries of reasoning in the Responses API. */
function summaryOf(index: JsonIndex, part: number): string {
  return elementsOf(index, memberOf(index, part, 'summary'))
    .map((one) => textIn(index, one, 'text') ?? '')
    .join('\n\n');
}

function inputOf(index: JsonIndex, part: number): string {
  const names = ['arguments', 'input'];
  const found = names.map((name) => memberOf(index, part, name)).find((value) => value >= 0);
  return textOrRaw(index, found ?? -1);
}

function resultOf(index: JsonIndex, part: number, id: string | null): TurnPart {
  const names = ['response', 'result', 'content', 'output'];
  const value = names.map((name) => memberOf(index, part, name)).find((one) => one >= 0) ?? -1;
  const isError = memberOf(index, part, 'is_error');
  return {
    kind: 'result',
    id,
    content: resultText(index, value),
    isError: isError >= 0 && rawOf(index, isError) === 'true',
  };
}

/** A result that consists of texts is these; another one is shown as it was recorded. */
export function resultText(index: JsonIndex, value: number): string {
  const parts = elementsOf(index, value).map((one) => partOf(index, one));
  return parts.length > 0 && parts.every((part) => part.kind === 'text')
    ? parts.map((part) => ('text' in part ? part.text : '')).join('\n')
    : textOrRaw(index, value);
}

function geminiTool(index: JsonIndex, part: number, type: 'functionCall' | 'functionResponse'): TurnPart {
  const tool = memberOf(index, part, type);
  const id = textIn(index, tool, 'id') ?? textIn(index, tool, 'name');
  return type === 'functionCall'
    ? {
        kind: 'call',
        id,
        name: textIn(index, tool, 'name') ?? '',
        input: textOrRaw(index, memberOf(index, tool, 'args')),
      }
    : { kind: 'result', id, content: textOrRaw(index, memberOf(index, tool, 'response')), isError: false };
}

function isMedia(type: string): boolean {
  return /image|audio|video|file|document|blob|uri|inlineData/i.test(type);
}

/** What replaces media when it is recorded: `[image/png, 48211 bytes]`. */
const PLACEHOLDER = /\[[\w.+-]+(?:\/[\w.+-]+)?, \d+ bytes\]/;
/** The beginning of media that another sender recorded in full. */
const DATA_URL = /^data:([\w.+/-]+)[^,]*,/;

/** Type and size of media, from what was recorded of it. Its address is not loaded. */
function mediaOf(index: JsonIndex, part: number, type: string): string {
  for (const text of textsIn(index, part)) {
    const placeholder = PLACEHOLDER.exec(text)?.[0];
    if (placeholder !== undefined) {
      return placeholder.slice(1, -1);
    }
    const dataType = DATA_URL.exec(text)?.[1];
    if (dataType !== undefined) {
      return dataType;
    }
  }
  const named = ['mime_type', 'mimeType', 'media_type', 'modality'];
  for (const value of within(index, part)) {
    if (named.includes(nameOf(index, value) ?? '') && stringOf(index, value) !== null) {
      return stringOf(index, value) ?? type;
    }
  }
  return type;
}

function textsIn(index: JsonIndex, part: number): string[] {
  return [...within(index, part)].map((value) => stringOf(index, value)).filter((text) => text !== null);
}

function* within(index: JsonIndex, part: number): Generator<number> {
  for (const child of kindOf(index, part) === 'object' ? childrenOf(index, part) : []) {
    yield child;
    yield* kindOf(index, child) === 'object' ? childrenOf(index, child) : [];
  }
}
