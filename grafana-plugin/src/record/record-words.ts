import { t } from '@grafana/i18n';
import {
  type AttemptState,
  type Billed,
  type CallType,
  type CaptureLevel,
  type ErrorOrigin,
  type RecordType,
  type Source,
  visibleText,
} from '@tokentrail/records';

/** A value that is none of the vocabulary: the store accepts any text. */
function otherWord(text: string): string {
  return visibleText(text);
}

export function recordTypeWord(type: RecordType): string {
  switch (type) {
    case 'usage':
      return t('record.type.usage', 'usage');
    case 'request':
      return t('record.type.request', 'request');
    case 'system':
      return t('record.type.system', 'system');
    case 'manage':
      return t('record.type.manage', 'manage');
    case 'topup':
      return t('record.type.topup', 'topup');
    case 'refund':
      return t('record.type.refund', 'refund');
    case 'login':
      return t('record.type.login', 'login');
    default:
      return otherWord(type);
  }
}

export function sourceWord(source: Source): string {
  switch (source) {
    case 'api_key':
      return t('record.source.api-key', 'API key');
    case 'playground':
      return t('record.source.playground', 'playground');
    case 'batch':
      return t('record.source.batch', 'batch');
    case 'internal':
      return t('record.source.internal', 'internal');
    default:
      return otherWord(source);
  }
}

export function callTypeWord(type: CallType): string {
  switch (type) {
    case 'chat':
      return t('record.call-type.chat', 'chat');
    case 'embeddings':
      return t('record.call-type.embeddings', 'embeddings');
    case 'image':
      return t('record.call-type.image', 'image');
    case 'audio':
      return t('record.call-type.audio', 'audio');
    case 'video':
      return t('record.call-type.video', 'video');
    case 'rerank':
      return t('record.call-type.rerank', 'rerank');
    case 'moderation':
      return t('record.call-type.moderation', 'moderation');
    case 'search':
      return t('record.call-type.search', 'search');
    case 'other':
      return t('record.call-type.other', 'other');
    default:
      return otherWord(type);
  }
}

/** State of an attempt that was sent, is running or was skipped. */
export function stateWord(state: AttemptState): string {
  switch (state) {
    case 'available':
      return t('record.attempt-state.available', 'not reached');
    case 'pending':
      return t('record.attempt-state.pending', 'pending');
    case 'streaming':
      return t('record.attempt-state.streaming', 'streaming');
    case 'success':
      return t('record.attempt-state.success', 'success');
    case 'failed':
      return t('record.attempt-state.failed', 'failed');
    case 'cancelled':
      return t('record.attempt-state.cancelled', 'cancelled');
    case 'skipped':
      return t('record.attempt-state.skipped', 'skipped');
  }
}

/** Whether the provider bills an attempt. */
export function billedWord(billed: Billed): string {
  switch (billed) {
    case 'yes':
      return t('record.billed.yes', 'yes');
    case 'no':
      return t('record.billed.no', 'no');
    case 'possibly':
      return t('record.billed.possibly', 'possibly');
  }
}

/** Where a price comes from. */
export function priceSourceWord(source: string): string {
  switch (source) {
    case 'snapshot':
      return t('record.price-source.snapshot', 'Global price list');
    case 'operator':
      return t('record.price-source.operator', 'Our price file');
    case 'provider':
      return t('record.price-source.provider', 'Reported by the provider');
    default:
      return otherWord(source);
  }
}

/** Who caused an error. */
export function errorOriginWords(origin: ErrorOrigin): string {
  switch (origin) {
    case 'client':
      return t('record.error-origin.client', 'Caused by the caller');
    case 'gateway':
      return t('record.error-origin.gateway', 'Caused by the gateway');
    case 'provider':
      return t('record.error-origin.provider', 'Caused by the provider');
    case 'network':
      return t('record.error-origin.network', 'Caused by the network');
    default:
      return otherWord(origin);
  }
}

/** What was recorded of a call besides its figures. */
export function captureWords(level: CaptureLevel): string {
  switch (level) {
    case 'basic':
      return t('record.capture.basic', 'No headers and bodies');
    case 'headers':
      return t('record.capture.headers', 'Headers');
    case 'full':
      return t('record.capture.full', 'Headers and bodies');
    default:
      return otherWord(level);
  }
}
