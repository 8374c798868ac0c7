import { t } from '@grafana/i18n';
import { outcomeOf, type AttributeKey, type CaptureLevel, type UsageRecord } from '@tokentrail/records';
import type { ContentSizes } from '@tokentrail/usage-store';

/** The tabs of the content in their order. Their keys are in URLs. */
export const CONTENT_TABS = [
  'request-headers',
  'request-body',
  'response-headers',
  'response-body',
  'conversation',
  'metadata',
  'errors',
] as const;
export type ContentTab = (typeof CONTENT_TABS)[number];

/** The content that each tab shows. A conversation may also come from bodies: see `conversationNames`. */
const NAMES: Readonly<Record<ContentTab, readonly AttributeKey[]>> = {
  'request-headers': ['clientRequestHeaders', 'providerRequestHeaders'],
  'request-body': ['clientRequestBody', 'providerRequestBody'],
  'response-headers': ['clientResponseHeaders', 'providerResponseHeaders'],
  'response-body': ['clientResponseBody', 'providerResponseBody'],
  conversation: ['systemInstructions', 'inputMessages', 'outputMessages'],
  metadata: ['metadata'],
  errors: ['errorDetails', 'attemptErrorBodies'],
};

/** Tabs of content that the level `headers` records; the others need `full`. */
const AT_LEVEL_HEADERS: ReadonlySet<ContentTab> = new Set(['request-headers', 'response-headers', 'metadata']);
/** Tabs that a request may have nothing for at any level, so that nothing is missing without them. */
const OPTIONAL: ReadonlySet<ContentTab> = new Set(['metadata', 'errors']);

/** Why a tab is empty. */
export type EmptyReason =
  | { kind: 'not-recorded'; level: CaptureLevel | null }
  | { kind: 'running' }
  | { kind: 'lost' }
  | { kind: 'removed'; sinceMs: number }
  | { kind: 'not-there' };

export interface ShownTab {
  key: ContentTab;
  /** The content that there is. */
  names: readonly AttributeKey[];
  /** Null if there is content. */
  empty: EmptyReason | null;
}

/** What the traces store has of a record. */
export interface StoredContent {
  /** Null if the store does not have the record's span. */
  sizes: ContentSizes | null;
  /** When the oldest span of the store started, unix ms. Null if it is not known. */
  oldestMs: number | null;
}

/**
 * The tabs of a record. A tab is left out only if the request had nothing of the kind; otherwise it says why it is
 * empty.
 */
export function shownTabs(record: UsageRecord, { sizes, oldestMs }: StoredContent): ShownTab[] {
  const present = (key: ContentTab) => namesOf(key, sizes).filter((name) => (sizes?.[name] ?? 0) > 0);
  return CONTENT_TABS.flatMap((key): ShownTab[] => {
    const names = present(key);
    if (names.length > 0) {
      return [{ key, names, empty: null }];
    }
    const empty = emptyReason(key, record, { sizes, oldestMs });
    return empty === null ? [] : [{ key, names, empty }];
  });
}

function emptyReason(key: ContentTab, record: UsageRecord, { sizes, oldestMs }: StoredContent): EmptyReason | null {
  const level = record.captureLevel;
  const isRecorded = level === 'full' || (level === 'headers' && AT_LEVEL_HEADERS.has(key));
  if (OPTIONAL.has(key) || (sizes !== null && isRecorded)) {
    return null;
  }
  if (!isRecorded) {
    return { kind: 'not-recorded', level };
  }
  const outcome = outcomeOf(record);
  if (outcome === 'running' || outcome === 'lost') {
    return { kind: outcome };
  }
  const startMs = Number(BigInt(record.startUnixNano) / 1_000_000n);
  return oldestMs !== null && startMs < oldestMs ? { kind: 'removed', sinceMs: oldestMs } : { kind: 'not-there' };
}

/** The content of a tab. Without messages, a conversation is read from the bodies. */
function namesOf(key: ContentTab, sizes: ContentSizes | null): readonly AttributeKey[] {
  return key === 'conversation' && !NAMES.conversation.some((name) => (sizes?.[name] ?? 0) > 0)
    ? conversationBodies(sizes)
    : NAMES[key];
}

/** The bodies that have the conversation: those of the caller, or of the provider. */
function conversationBodies(sizes: ContentSizes | null): readonly AttributeKey[] {
  const sideOf = (client: AttributeKey, provider: AttributeKey) => ((sizes?.[client] ?? 0) > 0 ? client : provider);
  return [sideOf('clientRequestBody', 'providerRequestBody'), sideOf('clientResponseBody', 'providerResponseBody')];
}

export function tabWords(key: ContentTab): string {
  switch (key) {
    case 'request-headers':
      return t('request.content.tab.request-headers', 'Request headers');
    case 'request-body':
      return t('request.content.tab.request-body', 'Request body');
    case 'response-headers':
      return t('request.content.tab.response-headers', 'Response headers');
    case 'response-body':
      return t('request.content.tab.response-body', 'Response body');
    case 'conversation':
      return t('request.content.tab.conversation', 'Conversation');
    case 'metadata':
      return t('request.content.tab.metadata', 'Metadata');
    case 'errors':
      return t('request.content.tab.errors', 'Provider errors');
  }
}
