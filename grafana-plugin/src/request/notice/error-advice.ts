import { t } from '@grafana/i18n';
import type { ErrorOrigin, UsageRecord } from '@tokentrail/records';

type Failed = Pick<UsageRecord, 'errorCode' | 'errorOrigin' | 'statusCode'>;

/** What to do about a common error. Null for the others. */
export function errorAdvice(record: Failed): string | null {
  const { errorOrigin: origin } = record;
  switch (kindOf(record)) {
    case 'rate_limit':
      return rateLimitAdvice(origin);
    case 'quota':
      return quotaAdvice(origin);
    case 'key':
      return keyAdvice(origin);
    case 'model':
      return t('request.notice.model', 'Check the name of the model, and whether the key may use it.');
    case 'context':
      return t(
        'request.notice.context',
        'Shorten the prompt or the conversation, ask for fewer output tokens, or use a model with a larger context.',
      );
    case 'content_filter':
      return t(
        'request.notice.content-filter',
        'Change the prompt, or the filter where it is set. The recorded response may name the category.',
      );
    case 'timeout':
      return t(
        'request.notice.timeout',
        'Retry, or raise the timeout of the client if responses take that long. A streamed response shows earlier that the provider works.',
      );
    case 'connection':
      return t('request.notice.connection', 'Check network, DNS and proxy between the app and the provider.');
    case 'server':
      return serverAdvice(origin);
    case null:
      return null;
  }
}

type Kind =
  'rate_limit' | 'quota' | 'key' | 'model' | 'context' | 'content_filter' | 'timeout' | 'connection' | 'server';

const KIND_OF_CODE: Readonly<Record<string, Kind>> = {
  rate_limit_exceeded: 'rate_limit',
  insufficient_quota: 'quota',
  invalid_api_key: 'key',
  model_not_found: 'model',
  context_length_exceeded: 'context',
  content_filter: 'content_filter',
  content_policy_violation: 'content_filter',
  timeout: 'timeout',
  connection_error: 'connection',
  stream_interrupted: 'connection',
  server_error: 'server',
};

const KIND_OF_STATUS: Readonly<Record<number, Kind>> = {
  401: 'key',
  402: 'quota',
  403: 'key',
  408: 'timeout',
  429: 'rate_limit',
  504: 'timeout',
};

function kindOf({ errorCode, statusCode }: Failed): Kind | null {
  const ofCode = errorCode !== null && Object.hasOwn(KIND_OF_CODE, errorCode) ? KIND_OF_CODE[errorCode] : undefined;
  const ofStatus = statusCode === null ? undefined : KIND_OF_STATUS[statusCode];
  return ofCode ?? ofStatus ?? (statusCode !== null && statusCode >= 500 ? 'server' : null);
}

function rateLimitAdvice(origin: ErrorOrigin | null): string {
  switch (origin) {
    case 'provider':
      return t(
        'request.notice.rate-limit-provider',
        'Send fewer calls, or retry after the time that the response header retry-after states. The provider can raise the limit of the account.',
      );
    case 'gateway':
      return t(
        'request.notice.rate-limit-gateway',
        'Send fewer calls, or raise the limit of this key or group in the gateway.',
      );
    default:
      return t('request.notice.rate-limit', 'Send fewer calls, or retry later with growing pauses.');
  }
}

function quotaAdvice(origin: ErrorOrigin | null): string {
  switch (origin) {
    case 'provider':
      return t('request.notice.quota-provider', 'Add credit to the account at the provider, or use another account.');
    case 'gateway':
      return t('request.notice.quota-gateway', 'Top up the balance of the caller in the gateway.');
    default:
      return t('request.notice.quota', 'Check the balance of the account that the key belongs to.');
  }
}

function keyAdvice(origin: ErrorOrigin | null): string {
  switch (origin) {
    case 'provider':
      return t(
        'request.notice.key-provider',
        'Check the key of the provider: it may be revoked, of another project, or without the right to this model.',
      );
    case 'gateway':
      return t(
        'request.notice.key-gateway',
        'Check the key that the caller sends to the gateway, and what the gateway allows it.',
      );
    default:
      return t('request.notice.key', 'Check the key that was sent, and what it may be used for.');
  }
}

function serverAdvice(origin: ErrorOrigin | null): string {
  return origin === 'gateway'
    ? t('request.notice.server-gateway', 'See the log of the gateway at this time.')
    : t('request.notice.server', 'Retry later. If it lasts, see the status page of the provider.');
}
