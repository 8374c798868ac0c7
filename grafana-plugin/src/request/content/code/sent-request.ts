import { indexJson } from '../json/json-index.ts';
import { memberOf, stringOf } from '../json/json-value.ts';
import { isRedacted } from '../compare/compared.ts';
import { headersOf, type Header } from '../compare/headers.ts';

/** A recorded request that is to be sent again. */
export interface SentRequest {
  method: string;
  /** With scheme and host, or beginning with `$BASE_URL` if the host was not recorded. */
  url: string;
  /** Without what authenticates, and without what a client sets by itself. */
  headers: readonly Header[];
  /** Name of the header that authenticates, and what is in front of the key. */
  auth: { header: string; prefix: string; variable: string };
  /** As it was recorded. */
  body: string;
}

export interface RecordedRequest {
  method: string | null;
  /** Path of the caller's request; null if it was not recorded. */
  path: string | null;
  apiFormat: string | null;
  /** Host of the provider, with its port; null if it is not known, and for a gateway, whose scheme is not recorded. */
  host: string | null;
  /** Recorded headers of the side; empty if there are none. */
  headersText: string;
  body: string;
}

/** Headers that authenticate, identify, or may: none of them is copied. */
const SECRET = /auth|cookie|token|secret|key|password|session|signature|credential/i;
/** Headers that a client sets by itself for each request, or that belong to one connection. */
const OF_CONNECTION =
  /^(?:host|content-length|connection|accept-encoding|transfer-encoding|te|trailer|upgrade|keep-alive|expect|forwarded|via|x-forwarded-.*|x-real-ip|traceparent|tracestate|baggage)$/i;

/** The request as it can be sent again, with a variable in place of the key. */
export function sentRequest({ method, path, apiFormat, host, headersText, body }: RecordedRequest): SentRequest {
  const headers = headersOf(headersText) ?? [];
  const isOurs = ({ name, values }: Header) =>
    !SECRET.test(name) && !OF_CONNECTION.test(name) && !values.some(isRedacted) && isHeaderName(name);
  const kept = headers.filter(isOurs);
  const hasType = kept.some(({ name }) => name.toLowerCase() === 'content-type');
  return {
    method: method ?? 'POST',
    url: `${host === null ? BASE_URL : `https://${host}`}${path ?? pathOf(apiFormat, body)}`,
    headers: hasType ? kept : [{ name: 'content-type', values: ['application/json'] }, ...kept],
    auth: authOf(apiFormat),
    body,
  };
}

/** Stands for a host that was not recorded. */
export const BASE_URL = '$BASE_URL';

function isHeaderName(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}

function authOf(apiFormat: string | null): SentRequest['auth'] {
  switch (familyOf(apiFormat)) {
    case 'anthropic':
      return { header: 'x-api-key', prefix: '', variable: 'ANTHROPIC_API_KEY' };
    case 'gemini':
      return { header: 'x-goog-api-key', prefix: '', variable: 'GEMINI_API_KEY' };
    default:
      return { header: 'Authorization', prefix: 'Bearer ', variable: 'OPENAI_API_KEY' };
  }
}

/** The part of an API format that names the API: `openai` of `openai.chat`. */
export function familyOf(apiFormat: string | null): string {
  return apiFormat?.split('.')[0] ?? '';
}

const PATHS: Readonly<Record<string, string>> = {
  'openai.chat': '/v1/chat/completions',
  'openai.responses': '/v1/responses',
  'openai.completions': '/v1/completions',
  'openai.embeddings': '/v1/embeddings',
  'openai.moderations': '/v1/moderations',
  'anthropic.messages': '/v1/messages',
};

/** The path of an API, as its provider documents it. Empty for another one. */
function pathOf(apiFormat: string | null, body: string): string {
  if (apiFormat === 'gemini.generate_content') {
    const index = indexJson(body);
    const model = index && stringOf(index, memberOf(index, 0, 'model'));
    return model === null ? '' : `/v1beta/models/${encodeURIComponent(model.replace(/^models\//, ''))}:generateContent`;
  }
  return PATHS[apiFormat ?? ''] ?? '';
}
