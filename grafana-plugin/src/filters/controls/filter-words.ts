import { t } from '@grafana/i18n';
import { type RecordType, visibleText } from '@tokentrail/records';
import type { FilterCondition, NumberCondition, NumberField, SearchTerm } from '@tokentrail/usage-store';
import { formatCount, formatExactCost, formatQuantity } from '../../format.ts';
import { recordTypeWord } from '../../record/record-words.ts';
import { listsValues, type FilterField } from '../filters.ts';

/** Name of a filter. */
export function filterLabel(field: FilterField): string {
  switch (field) {
    case 'type':
      return t('filters.controls.type', 'Record type');
    case 'model':
      return t('filters.controls.model', 'Model');
    case 'request_model':
      return t('filters.controls.request-model', 'Requested model');
    case 'response_model':
      return t('filters.controls.response-model', 'Responding model');
    case 'key':
      return t('filters.controls.key', 'Key');
    case 'key_name':
      return t('filters.controls.key-name', 'Key name');
    case 'group':
      return t('filters.controls.group', 'Group');
    case 'user':
      return t('filters.controls.user', 'User');
    case 'provider':
      return t('filters.controls.provider', 'Provider');
    case 'call_type':
      return t('filters.controls.call-type', 'Call type');
    case 'source':
      return t('filters.controls.source', 'Source');
    case 'service':
      return t('filters.controls.service', 'Service');
    case 'environment':
      return t('filters.controls.environment', 'Environment');
    case 'endpoint':
      return t('filters.controls.endpoint', 'Endpoint');
    case 'tag':
      return t('filters.controls.tag', 'Tag');
    case 'agent':
      return t('filters.controls.agent', 'User agent');
    case 'error':
      return t('filters.controls.error', 'Error');
    case 'session':
      return t('filters.controls.session', 'Session');
    case 'conversation':
      return t('filters.controls.conversation', 'Conversation');
    case 'ip':
      return t('filters.controls.ip', 'Client address');
    case 'request':
      return t('filters.controls.request', 'Request id');
    case 'trace':
      return t('filters.controls.trace', 'Trace id');
    case 'response':
      return t('filters.controls.response', 'Response id');
    default:
      return measureLabel(field);
  }
}

type Measure = NumberField | 'state' | 'status' | 'stream';

function measureLabel(field: Measure): string {
  switch (field) {
    case 'duration':
      return t('filters.controls.duration', 'Duration');
    case 'first_chunk':
      return t('filters.controls.first-chunk', 'First chunk');
    case 'cost':
      return t('filters.controls.cost', 'Cost');
    case 'tokens':
      return t('filters.controls.tokens', 'Tokens');
    case 'state':
      return t('filters.controls.state', 'State');
    case 'status':
      return t('filters.controls.status', 'Status');
    case 'stream':
      return t('filters.controls.stream', 'Stream');
  }
}

/** A value of a filter as text. */
export function valueLabel(field: FilterField, value: string): string {
  if (value === '') {
    return t('filters.controls.not-reported', 'Not reported');
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
      return t('filters.controls.state-success', 'Success');
    case 'failed':
      return t('filters.controls.state-failed', 'Failed');
    case 'cancelled':
      return t('filters.controls.state-cancelled', 'Cancelled');
    case 'running':
      return t('filters.controls.state-running', 'Running');
    case 'lost':
      return t('filters.controls.state-lost', 'Lost');
    case 'retried':
      return t('filters.controls.state-retried', 'Retried');
    case 'changed_key':
      return t('filters.controls.state-changed-key', 'Changed key');
    default:
      return t('filters.controls.state-fell-back', 'Fell back');
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
      ? t('filters.controls.not', 'Not: {{comparison}}', { comparison, interpolation: { escapeValue: false } })
      : comparison;
  }
  const value = condition.value ? t('filters.controls.yes', 'Yes') : t('filters.controls.no', 'No');
  return `${name} ${isExcluded ? EXCLUDING_SIGN : '='} ${value}`;
}

function listed(field: FilterField, values: readonly string[]): string {
  const shown = values.slice(0, MAX_SHOWN).map((value) => valueLabel(field, value));
  const more = values.length - shown.length;
  return more === 0
    ? shown.join(', ')
    : t('filters.controls.and-more', '{{values}} and {{more}} more', {
        values: shown.join(', '),
        more,
        interpolation: { escapeValue: false },
      });
}

/** A word or phrase of a search as text. */
export function termLabel({ text, exclude }: SearchTerm): string {
  const quoted = t('filters.controls.quoted', '“{{text}}”', {
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
