import { t } from '@grafana/i18n';
import type { RecordType } from '@tokentrail/records';
import type { FilterCondition, NumberCondition, NumberField, SearchTerm } from '@tokentrail/usage-store';
import { formatCount, formatExactCost, formatQuantity } from '../../format.ts';
import { recordTypeWord } from '../../record/record-words.ts';
import { visibleText } from '../../record/visible-text.ts';
import { listsValues, type FilterField } from '../filters.ts';

/** Name of a filter. */
export function filterLabel(field: FilterField): string {
  switch (field) {
    case 'type':
      return t('usage-log.filter.type', 'Record type');
    case 'model':
      return t('usage-log.filter.model', 'Model');
    case 'request_model':
      return t('usage-log.filter.request-model', 'Requested model');
    case 'response_model':
      return t('usage-log.filter.response-model', 'Responding model');
    case 'key':
      return t('usage-log.filter.key', 'Key');
    case 'key_name':
      return t('usage-log.filter.key-name', 'Key name');
    case 'group':
      return t('usage-log.filter.group', 'Group');
    case 'user':
      return t('usage-log.filter.user', 'User');
    case 'provider':
      return t('usage-log.filter.provider', 'Provider');
    case 'call_type':
      return t('usage-log.filter.call-type', 'Call type');
    case 'source':
      return t('usage-log.filter.source', 'Source');
    case 'service':
      return t('usage-log.filter.service', 'Service');
    case 'environment':
      return t('usage-log.filter.environment', 'Environment');
    case 'endpoint':
      return t('usage-log.filter.endpoint', 'Endpoint');
    case 'tag':
      return t('usage-log.filter.tag', 'Tag');
    case 'agent':
      return t('usage-log.filter.agent', 'User agent');
    case 'error':
      return t('usage-log.filter.error', 'Error');
    case 'session':
      return t('usage-log.filter.session', 'Session');
    case 'conversation':
      return t('usage-log.filter.conversation', 'Conversation');
    case 'ip':
      return t('usage-log.filter.ip', 'Client address');
    case 'request':
      return t('usage-log.filter.request', 'Request id');
    case 'trace':
      return t('usage-log.filter.trace', 'Trace id');
    case 'response':
      return t('usage-log.filter.response', 'Response id');
    default:
      return measureLabel(field);
  }
}

type Measure = NumberField | 'state' | 'status' | 'stream';

function measureLabel(field: Measure): string {
  switch (field) {
    case 'duration':
      return t('usage-log.filter.duration', 'Duration');
    case 'first_chunk':
      return t('usage-log.filter.first-chunk', 'First chunk');
    case 'cost':
      return t('usage-log.filter.cost', 'Cost');
    case 'tokens':
      return t('usage-log.filter.tokens', 'Tokens');
    case 'state':
      return t('usage-log.filter.state', 'State');
    case 'status':
      return t('usage-log.filter.status', 'Status');
    case 'stream':
      return t('usage-log.filter.stream', 'Stream');
  }
}

/** A value of a filter as text. */
export function valueLabel(field: FilterField, value: string): string {
  if (value === '') {
    return t('usage-log.filter.not-reported', 'Not reported');
  }
  switch (field) {
    case 'state':
      return stateLabel(value);
    case 'type':
      return recordTypeWord(value as RecordType);
    default:
      return visibleText(value);
  }
}

function stateLabel(state: string): string {
  switch (state) {
    case 'success':
      return t('usage-log.filter.state-success', 'Success');
    case 'failed':
      return t('usage-log.filter.state-failed', 'Failed');
    case 'cancelled':
      return t('usage-log.filter.state-cancelled', 'Cancelled');
    case 'running':
      return t('usage-log.filter.state-running', 'Running');
    case 'lost':
      return t('usage-log.filter.state-lost', 'Lost');
    case 'retried':
      return t('usage-log.filter.state-retried', 'Retried');
    case 'changed_key':
      return t('usage-log.filter.state-changed-key', 'Changed key');
    default:
      return t('usage-log.filter.state-fell-back', 'Fell back');
  }
}

/** Sign between the name of a filter and its values. */
const SIGNS = { '>': '>', '>=': '≥', '<': '<', '<=': '≤', '=': '=' } as const;
const EXCLUDING_SIGN = '≠';
const MAX_SHOWN = 3;

/** A condition as text, such as "Model ≠ gpt-4o, o3" or "Duration ≥ 2 s". */
export function conditionLabel(condition: FilterCondition): string {
  const name = filterLabel(condition.field);
  const isExcluded = condition.exclude === true;
  if (listsValues(condition)) {
    return `${name} ${isExcluded ? EXCLUDING_SIGN : '='} ${listed(condition.field, condition.values)}`;
  }
  if ('comparison' in condition) {
    const comparison = `${name} ${SIGNS[condition.comparison]} ${numberLabel(condition)}`;
    return isExcluded
      ? t('usage-log.filter.not', 'Not: {{comparison}}', { comparison, interpolation: { escapeValue: false } })
      : comparison;
  }
  const value = condition.value ? t('usage-log.filter.yes', 'Yes') : t('usage-log.filter.no', 'No');
  return `${name} ${isExcluded ? EXCLUDING_SIGN : '='} ${value}`;
}

function listed(field: FilterField, values: readonly string[]): string {
  const shown = values.slice(0, MAX_SHOWN).map((value) => valueLabel(field, value));
  const more = values.length - shown.length;
  return more === 0
    ? shown.join(', ')
    : t('usage-log.filter.and-more', '{{values}} and {{more}} more', {
        values: shown.join(', '),
        more,
        interpolation: { escapeValue: false },
      });
}

/** A word or phrase of a search as text. */
export function termLabel({ text, exclude }: SearchTerm): string {
  const quoted = t('usage-log.filter.quoted', '“{{text}}”', {
    text: visibleText(text),
    interpolation: { escapeValue: false },
  });
  return exclude === true ? `-${quoted}` : quoted;
}

function numberLabel({ field, value }: NumberCondition): string {
  switch (field) {
    case 'cost':
      return formatExactCost(value);
    case 'tokens':
      return formatCount(Number(value));
    default:
      return exactTime(value);
  }
}

const NS_PER_S = 1e9;
const NS_PER_MS = 1e6;

/** Without rounding, because the filter compares exactly. */
function exactTime(nanoseconds: string): string {
  const ns = Number(nanoseconds);
  return ns % NS_PER_S === 0
    ? `${formatQuantity(String(ns / NS_PER_S))} s`
    : `${formatQuantity(String(ns / NS_PER_MS))} ms`;
}
