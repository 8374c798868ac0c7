import { JsonIndexer, type JsonIndex } from '../json/json-index.ts';
import { elementsOf, kindOf, memberOf, rawOf, stringOf, valueAt } from '../json/json-value.ts';
import type { Step } from '../text/steps.ts';
import { putTogether } from '../streams/put-together.ts';
import { contentParts, partOf, resultText, textIn, textOrRaw } from './parts.ts';
import { turnOf, type Turn, type TurnPart } from './turn.ts';

/** The recorded texts of a conversation. */
export interface RecordedConversation {
  system?: string | undefined;
  input?: string | undefined;
  output?: string | undefined;
  /** Used if there are no messages. */
  requestBody?: string | undefined;
  responseBody?: string | undefined;
}

/** A message that is read when it is shown: a conversation may have tens of thousands. */
export type UnreadTurn = () => Turn;

/** Finds the messages of a text; `index` is null if it is not JSON. */
type Reader = (text: string, index: JsonIndex | null) => UnreadTurn[];

const VALUES_PER_STEP = 4_000;

/** Finds the messages of a conversation in their order, in steps. Some may have no parts. */
export function conversationSteps(recorded: RecordedConversation): Step<UnreadTurn[]> {
  const { system, input, output, requestBody, responseBody } = recorded;
  const texts: [string | undefined, Reader][] =
    system !== undefined || input !== undefined || output !== undefined
      ? [
          [system, systemTurns],
          [input, (text, index) => messageTurns(text, index, 'user')],
          [output, (text, index) => messageTurns(text, index, 'assistant')],
        ]
      : [
          [requestBody, (_, index) => requestTurns(index)],
          [
            responseBody === undefined ? undefined : (putTogether(responseBody) ?? responseBody),
            (_, index) => responseTurns(index),
          ],
        ];
  const turns: UnreadTurn[] = [];
  const unread = texts.flatMap(([text, read]) =>
    text === undefined ? [] : [{ text, read, indexer: new JsonIndexer(text) }],
  );
  return () => {
    const [next] = unread;
    const index = next?.indexer.step(VALUES_PER_STEP) ?? null;
    if (next !== undefined && index !== null) {
      turns.push(...next.read(next.text, index === 'invalid' ? null : index));
      unread.shift();
    }
    return unread.length === 0 ? turns : null;
  };
}

function systemTurns(text: string, index: JsonIndex | null): UnreadTurn[] {
  return index === null ? plainTurn(text, 'system') : [() => turnOf('system', contentParts(index, 0))];
}

/** Messages in the form of OpenTelemetry, or of a provider. */
function messageTurns(text: string, index: JsonIndex | null, role: string): UnreadTurn[] {
  if (index === null) {
    return plainTurn(text, role);
  }
  const messages = kindOf(index, 0) === 'list' ? elementsOf(index, 0) : [0];
  return messages.map((message) => () => messageTurn(index, message, role));
}

/** A text that is not JSON: it was recorded as it is, or cut. */
function plainTurn(text: string, role: string): UnreadTurn[] {
  return [() => turnOf(role, [{ kind: 'text', text }])];
}

/** One message of any format. */
function messageTurn(index: JsonIndex, message: number, defaultRole: string): Turn {
  const bare = stringOf(index, message);
  if (bare !== null) {
    return turnOf(defaultRole, [{ kind: 'text', text: bare }]);
  }
  const role = textIn(index, message, 'role') ?? defaultRole;
  const parts = memberOf(index, message, 'parts');
  const content = parts >= 0 ? parts : memberOf(index, message, 'content');
  if (role === 'tool' && parts < 0) {
    const id = textIn(index, message, 'tool_call_id');
    return turnOf(role, [{ kind: 'result', id, content: resultText(index, content), isError: false }]);
  }
  return turnOf(role, [
    ...thoughts(index, message),
    ...contentParts(index, content),
    ...toolCalls(index, message),
    ...(content < 0 ? otherParts(index, message) : []),
  ]);
}

/** What a model of the chat completions thought. */
function thoughts(index: JsonIndex, message: number): TurnPart[] {
  const text = textIn(index, message, 'reasoning_content') ?? textIn(index, message, 'reasoning');
  return text === null ? [] : [{ kind: 'thinking', text }];
}

function toolCalls(index: JsonIndex, message: number): TurnPart[] {
  return elementsOf(index, memberOf(index, message, 'tool_calls')).map((call) => ({
    kind: 'call',
    id: textIn(index, call, 'id'),
    name: textIn(index, call, 'function', 'name') ?? '',
    input: textOrRaw(index, valueAt(index, call, 'function', 'arguments')),
  }));
}

/** A message without content is an item of the Responses API, such as a tool call. */
function otherParts(index: JsonIndex, item: number): TurnPart[] {
  const id = textIn(index, item, 'call_id') ?? textIn(index, item, 'id');
  switch (textIn(index, item, 'type')) {
    case 'function_call':
    case 'custom_tool_call':
      return [
        {
          kind: 'call',
          id,
          name: textIn(index, item, 'name') ?? '',
          input: textIn(index, item, 'arguments') ?? textIn(index, item, 'input') ?? '',
        },
      ];
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ kind: 'result', id, content: resultText(index, memberOf(index, item, 'output')), isError: false }];
    default:
      return memberOf(index, item, 'tool_calls') >= 0 || memberOf(index, item, 'type') < 0 ? [] : [partOf(index, item)];
  }
}

/** The messages of a request body. */
function requestTurns(index: JsonIndex | null): UnreadTurn[] {
  if (index === null) {
    return [];
  }
  const system = ['system', 'instructions'].map((name) => memberOf(index, 0, name)).find((value) => value >= 0) ?? -1;
  const gemini = valueAt(index, 0, 'systemInstruction', 'parts');
  const input = memberOf(index, 0, 'input');
  const prompt = memberOf(index, 0, 'prompt');
  const lists = ['messages', 'contents'].map((name) => memberOf(index, 0, name));
  const messages = [...lists.flatMap((list) => elementsOf(index, list)), ...(input < 0 ? [] : itemsOf(index, input))];
  return [
    ...(system < 0 && gemini < 0
      ? []
      : [() => turnOf('system', [...contentParts(index, system), ...contentParts(index, gemini)])]),
    ...messages.map((message) => () => messageTurn(index, message, 'user')),
    ...(prompt < 0 ? [] : [() => turnOf('user', contentParts(index, prompt))]),
  ];
}

function itemsOf(index: JsonIndex, input: number): number[] {
  return kindOf(index, input) === 'list' ? elementsOf(index, input) : [input];
}

/** The messages of a response body. */
function responseTurns(index: JsonIndex | null): UnreadTurn[] {
  if (index === null) {
    return [];
  }
  const content = memberOf(index, 0, 'content');
  const isMessage = content >= 0 && rawOf(index, content) !== 'null';
  const elements = (name: string) => elementsOf(index, memberOf(index, 0, name));
  return [
    ...elements('choices').map((choice) => () => choiceTurn(index, choice)),
    ...elements('candidates').map(
      (candidate) => () => turnOf('assistant', contentParts(index, valueAt(index, candidate, 'content', 'parts'))),
    ),
    ...elements('output').map((item) => () => messageTurn(index, item, 'assistant')),
    ...(isMessage ? [() => messageTurn(index, 0, 'assistant')] : []),
  ];
}

function choiceTurn(index: JsonIndex, choice: number): Turn {
  const message = memberOf(index, choice, 'message');
  return message >= 0
    ? messageTurn(index, message, 'assistant')
    : turnOf('assistant', contentParts(index, memberOf(index, choice, 'text')));
}
