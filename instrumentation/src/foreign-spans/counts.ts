import type { CountedTokens } from '@tokentrail/usage';
import { count, type Fields } from '../util/fields.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { objectIn } from './json-attribute.ts';

/** Each count that packages/usage reads → the attributes that may hold it. */
export type CountNames = Readonly<Record<keyof CountedTokens, readonly string[]>>;

/** The counts that a span reports. A count that it does not report is absent. */
export interface SpanCounts {
  tokens: CountedTokens;
  /** Counts above 0 that no name covers, by their attribute: `gen_ai.usage.details.web_search_requests`. */
  unread: Fields;
  /** Two attributes for the same count have different values. */
  contradictory: boolean;
}

/** Reads the counts in `attributes`. A 0 does not hide a count under another name. */
export function countsIn(attributes: SpanAttributes, names: CountNames): SpanCounts {
  const all = withDetails(attributes);
  const tokens: CountedTokens = {};
  let contradictory = false;
  for (const key in names) {
    const fact = key as keyof CountedTokens;
    for (const name of names[fact]) {
      const value = count(all[name]);
      const known = tokens[fact];
      if (value === undefined || (known !== undefined && value === 0)) continue;
      if (known !== undefined && known !== 0) contradictory ||= known !== value;
      else tokens[fact] = value;
    }
  }
  return { tokens, unread: unreadCounts(all, names), contradictory };
}

/** LangSmith has the parts of both counts in one JSON text each. */
const DETAILS = ['gen_ai.usage.input_token_details', 'gen_ai.usage.output_token_details'];

/** `attributes` with one attribute for each part: `gen_ai.usage.input_token_details.cache_read`. */
function withDetails(attributes: SpanAttributes): SpanAttributes {
  let all: Record<string, unknown> | undefined;
  for (const name of DETAILS) {
    const parts = objectIn(attributes[name]) ?? {};
    for (const part in parts) {
      all ??= { ...attributes };
      all[`${name}.${part}`] = parts[part];
    }
  }
  return all ?? attributes;
}

/** Prefixes of the attributes in which libraries report usage. */
const USAGE = /^(?:gen_ai\.usage|ai\.usage|llm\.usage|llm\.token_count|anthropic\.usage)\./;

/** Counts of a part that is billed like the rest of its total, or that another attribute repeats. */
const REPEATED: ReadonlySet<string> = new Set([
  'ai.usage.inputTokenDetails.noCacheTokens',
  'ai.usage.outputTokenDetails.textTokens',
  'anthropic.usage.cache_creation.ephemeral_5m_input_tokens',
  'anthropic.usage.cache_creation.ephemeral_1h_input_tokens',
  'gen_ai.usage.text.input_tokens',
  'gen_ai.usage.text.output_tokens',
  'gen_ai.usage.text.cache_read.input_tokens',
  'gen_ai.usage.input_token_details.text_tokens',
  'gen_ai.usage.output_token_details.text_tokens',
  'gen_ai.usage.details.text_tokens',
  'gen_ai.usage.details.accepted_prediction_tokens',
  'gen_ai.usage.details.rejected_prediction_tokens',
  'llm.token_count.prompt_details.text',
  'llm.token_count.completion_details.text',
]);

function unreadCounts(attributes: SpanAttributes, names: CountNames): Fields {
  const read = readNames(names);
  const unread: Record<string, unknown> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === 'number' && value > 0 && USAGE.test(name) && !read.has(name) && !REPEATED.has(name)) {
      unread[isNamedAsTokens(name) ? name : `${name}_tokens`] = value;
    }
  }
  return unread;
}

/**
 * False for a name such as `llm.token_count.prompt_details.video`: packages/usage recognizes counts by the end of their
 * name.
 */
function isNamedAsTokens(name: string): boolean {
  return !name.includes('token') || /tokens?$/.test(name);
}

const readNamesOf = new WeakMap<CountNames, ReadonlySet<string>>();

function readNames(names: CountNames): ReadonlySet<string> {
  let known = readNamesOf.get(names);
  if (known === undefined) {
    known = new Set(Object.values(names).flat());
    readNamesOf.set(names, known);
  }
  return known;
}
