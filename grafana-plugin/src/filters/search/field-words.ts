import { t } from '@grafana/i18n';
import type { Mark, NumberField } from '@tokentrail/usage-store';
import type { Outcome } from '@tokentrail/records';
import type { FieldName } from './caret-context.ts';

/** What a field of a search compares. */
export function fieldWords(field: FieldName): string {
  switch (field) {
    case 'type':
      return t('search.field.type', 'Type of the record');
    case 'model':
      return t('search.field.model', 'Requested, target or responding model');
    case 'request_model':
      return t('search.field.request-model', 'Model that the caller requested');
    case 'response_model':
      return t('search.field.response-model', 'Model that responded');
    case 'key':
      return t('search.field.key', 'Name or preview of the API key');
    case 'key_name':
      return t('search.field.key-name', 'Name of the API key');
    case 'group':
      return t('search.field.group', 'Group');
    case 'user':
      return t('search.field.user', 'User');
    case 'provider':
      return t('search.field.provider', 'Provider that responded');
    case 'call_type':
      return t('search.field.call-type', 'Type of the call');
    case 'source':
      return t('search.field.source', 'Source of the call');
    case 'service':
      return t('search.field.service', 'Service');
    case 'environment':
      return t('search.field.environment', 'Environment');
    case 'endpoint':
      return t('search.field.endpoint', 'Path, or method and path');
    case 'tag':
      return t('search.field.tag', 'Tag, as name=value');
    case 'agent':
      return t('search.field.agent', 'User agent');
    case 'error':
      return t('search.field.error', 'Type or code of the error');
    case 'session':
      return t('search.field.session', 'Session id');
    case 'conversation':
      return t('search.field.conversation', 'Conversation id');
    case 'ip':
      return t('search.field.ip', 'Client address');
    case 'request':
      return t('search.field.request', 'Request id');
    case 'trace':
      return t('search.field.trace', 'Trace id');
    case 'response':
      return t('search.field.response', 'Response id');
    default:
      return measureWords(field);
  }
}

type Measure = NumberField | 'state' | 'status' | 'stream';

function measureWords(field: Measure): string {
  switch (field) {
    case 'duration':
      return t('search.field.duration', 'Duration');
    case 'first_chunk':
      return t('search.field.first-chunk', 'Time to the first chunk');
    case 'cost':
      return t('search.field.cost', 'Cost in US dollars');
    case 'tokens':
      return t('search.field.tokens', 'Input and output tokens');
    case 'state':
      return t('search.field.state', 'How the record ended, or that it has not');
    case 'status':
      return t('search.field.status', 'HTTP status or class');
    case 'stream':
      return t('search.field.stream', 'Whether the response was streamed');
  }
}

/** A value of the field as a search writes it, as an example. */
export const EXAMPLES: Readonly<Record<FieldName, string>> = {
  type: 'topup',
  model: 'gpt-4o',
  request_model: 'gpt-4o',
  response_model: 'gpt-4o-2024-08-06',
  key: '"team key"',
  key_name: '"team key"',
  group: 'sales',
  user: 'u_81',
  provider: 'openai',
  call_type: 'embeddings',
  source: 'batch',
  service: 'checkout',
  environment: 'production',
  endpoint: '"POST /v1/chat"',
  tag: 'team=search',
  agent: '"OpenAI/JS 6.1.0"',
  error: 'rate_limit_exceeded',
  session: 's-1042',
  conversation: 'c-77',
  ip: '192.0.2.1',
  request: 'req_8f31',
  trace: '4bf92f35…',
  response: 'chatcmpl-9x',
  duration: '>2s',
  first_chunk: '<=500ms',
  cost: '>0.1',
  tokens: '>=10k',
  state: 'failed,retried',
  status: '404,5xx',
  stream: 'yes',
};

/** What a value of `state` selects. */
export function stateWords(state: Outcome | Mark): string {
  switch (state) {
    case 'success':
      return t('search.state.success', 'Ended without an error');
    case 'failed':
      return t('search.state.failed', 'Failed, also after a 200');
    case 'cancelled':
      return t('search.state.cancelled', 'Cancelled by the caller');
    case 'running':
      return t('search.state.running', 'Running now');
    case 'lost':
      return t('search.state.lost', 'Running, but not updated for 90 seconds');
    case 'retried':
      return t('search.state.retried', 'Retried at the same provider');
    case 'changed_key':
      return t('search.state.changed-key', 'Retried with another key of the same provider');
    case 'fell_back':
      return t('search.state.fell-back', 'Fell back to another provider');
  }
}

/** What a status class selects. */
export function statusClassWords(statusClass: string): string {
  switch (statusClass) {
    case '2xx':
      return t('search.status.2xx', 'Responded');
    case '3xx':
      return t('search.status.3xx', 'Redirected');
    case '4xx':
      return t('search.status.4xx', 'Rejected by the provider or gateway');
    default:
      return t('search.status.5xx', 'Failed at the provider or gateway');
  }
}

/** What a comparison selects. */
export function comparisonWords(comparison: string): string {
  switch (comparison) {
    case '>':
      return t('search.comparison.more', 'More than');
    case '>=':
      return t('search.comparison.at-least', 'At least');
    case '<':
      return t('search.comparison.less', 'Less than');
    default:
      return t('search.comparison.at-most', 'At most');
  }
}
