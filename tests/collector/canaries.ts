import { ATTRIBUTES } from '@tokentrail/records';
import { string, strings, span, type AnyValue, type Json, type KeyValue, type Surroundings } from './otlp.ts';

/** A payload with a distinct word in every field of OTLP that a sender can write. */
export interface Planted {
  spans: Json[];
  surroundings: Surroundings;
  /** All planted words. */
  words: string[];
}

/** Attribute names under which other LLM instrumentations put prompts and responses. */
const CONTENT_NAMES_OF_OTHERS = [
  // OpenLLMetry
  'gen_ai.prompt.0.content',
  'gen_ai.completion.0.content',
  'traceloop.entity.input',
  'traceloop.entity.output',
  // OpenInference
  'llm.input_messages.0.message.content',
  'llm.output_messages.0.message.content',
  'input.value',
  'output.value',
  'llm.prompts',
  // Langfuse
  'langfuse.observation.input',
  'langfuse.observation.output',
  'langfuse.trace.input',
  // OpenLIT
  'gen_ai.prompt',
  'gen_ai.completion',
  'gen_ai.content.prompt',
  // AI SDK
  'ai.prompt',
  'ai.prompt.messages',
  'ai.response.text',
  'ai.toolCall.args',
  // Sentry
  'gen_ai.request.messages',
  'gen_ai.response.text',
  'gen_ai.response.tool_calls',
  'gen_ai.request.available_tools',
];

/** Ledger attributes whose text is free because people choose it. A word in one of them is allowed to pass. */
const FREE_LINES = new Set<string>(
  [
    ATTRIBUTES.keyName,
    ATTRIBUTES.keyPreview,
    ATTRIBUTES.group,
    ATTRIBUTES.requestModel,
    ATTRIBUTES.targetModel,
    ATTRIBUTES.responseModel,
    ATTRIBUTES.conversationId,
    ATTRIBUTES.userId,
    ATTRIBUTES.sessionId,
    ATTRIBUTES.userAgent,
    ATTRIBUTES.priceTier,
    ATTRIBUTES.costFormula,
  ].map(({ name }) => name),
);

export function plantEverywhere(): Planted {
  const words: string[] = [];
  const word = (endpoint: string) => {
    const planted = `zq${words.length}canary-${endpoint.replaceAll(/[^A-Za-z0-9]/g, '-')}`;
    words.push(planted);
    return planted;
  };
  const record = string('tokentrail.record.type', 'usage');
  const values = (endpoint: string) => everyType(endpoint, word);
  const attributes = (endpoint: string): KeyValue[] => [
    ...values(endpoint).map((value, index) => ({ key: `plain.${index}`, value })),
    string(word(`${endpoint} key`), 'x'),
  ];
  const everywhere = span([record, ...attributes('span')], {
    name: word('span name'),
    traceState: `vendor=${word('tracestate')}`,
    status: { code: 2, message: word('status message') },
    events: [{ name: word('event name'), timeUnixNano: '1', attributes: attributes('event') }],
    links: [
      {
        traceId: '5b8efff798038103d269b633813fc60d',
        spanId: '00000000000000ff',
        traceState: `vendor=${word('link tracestate')}`,
        attributes: attributes('link'),
      },
    ],
  });
  const underOtherNames = span([record, ...CONTENT_NAMES_OF_OTHERS.map((name) => string(name, word(name)))]);
  return {
    spans: [everywhere, underOtherNames, ...underLedgerNames(record, word), spanWithoutType(word)],
    surroundings: {
      resource: {
        attributes: [string('service.name', 'planted'), ...attributes('resource')],
        entityRefs: [{ type: word('entity'), idKeys: [word('entity id')], schemaUrl: word('entity schema') }],
      },
      resourceSchemaUrl: `https://${word('resource schema')}`,
      scope: { name: word('scope name'), version: word('scope version'), attributes: attributes('scope') },
      scopeSchemaUrl: `https://${word('scope schema')}`,
    },
    words,
  };
}

/** Sentences, and values of types that the vocabulary does not allow, under the ledger's own attribute names. */
function underLedgerNames(record: KeyValue, word: (endpoint: string) => string): Json[] {
  const definitions = Object.values(ATTRIBUTES).filter(({ name, on }) => on === 'span' && name !== record.key);
  const ledger = definitions.filter(({ store }) => store === 'ledger');
  const shaped = ledger.filter(({ name }) => !FREE_LINES.has(name));
  const sentence = (name: string) => `The prompt said "${word(name)}" and more.`;
  const wrongTypes = ledger.flatMap(({ name, type }) =>
    everyType(name, word)
      .filter((value) => !('stringValue' in value) && !(type === 'string[]' && 'arrayValue' in value))
      .map((value) => ({ key: name, value })),
  );
  return [
    span([record, ...shaped.map(({ name }) => string(name, sentence(name)))]),
    span([record, ...ledger.map(({ name }) => strings(name, [sentence(name)]))]),
    span([record, string('gen_ai.request.model', `two\nlines ${word('second line')}`)]),
    span([record, string('user.id', `${'long '.repeat(100)}${word('long line')}`)]),
    span([
      record,
      strings('tokentrail.attempts', [JSON.stringify({ index: 0, words: word('unknown field of an attempt') })]),
    ]),
    span([
      record,
      strings('tokentrail.attempts', [JSON.stringify({ index: 0, errorCode: sentence('words as the code') })]),
    ]),
    span([record, strings('tokentrail.cost.lines', [JSON.stringify({ meter: sentence('words as the meter') })])]),
    span([record, string('url.path', `/v1/chat?prompt=${word('query')}`)]),
    // One span per value, because an attribute name is unique within a span.
    ...wrongTypes.map((attribute) => span([record, attribute])),
  ];
}

function spanWithoutType(word: (endpoint: string) => string): Json {
  return span([string('gen_ai.request.model', word('span that is no record'))], { name: word('its name') });
}

function everyType(endpoint: string, word: (endpoint: string) => string): AnyValue[] {
  const inMap = {
    values: [{ key: word(`${endpoint} map key`), value: { stringValue: word(`${endpoint} map value`) } }],
  };
  return [
    { stringValue: word(`${endpoint} string`) },
    { bytesValue: Buffer.from(word(`${endpoint} bytes`)).toString('base64') },
    { arrayValue: { values: [{ stringValue: word(`${endpoint} array`) }, { kvlistValue: inMap }] } },
    { kvlistValue: inMap },
  ];
}
