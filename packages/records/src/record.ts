import type { CallType, CaptureLevel, CostState, RecordState, RecordType, Source } from './vocabulary.ts';
import type { CostLine } from './cost.ts';

/** The permanent key of one record. */
export interface RecordKey {
  /** Start, unix nanoseconds in decimal digits. */
  startUnixNano: string;
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits. */
  spanId: string;
  /**
   * The process that sent the record, or its service. Records of several senders may share all other ids; a key without
   * a sender means the record whose sender sorts first.
   */
  sender?: string;
}

/** An amount in nano-USD (an integer in decimal digits); null in the unknown states. */
export interface Amount {
  nanoUsd: string | null;
  state: CostState | null;
}

/**
 * One row of the ledger as readers see it. `null` means "not reported", never 0. Each ledger column is the field name
 * in snake_case; the fields of `cost` are columns `cost_list`, `cost_list_state`, …
 */
export interface UsageRecord extends RecordKey {
  sender: string;
  recordType: RecordType;
  /** `lost`: running, without a heartbeat for 90 s. */
  state: RecordState | 'lost';
  callType: CallType | null;
  source: Source | null;
  apiFormat: string | null;
  eventName: string | null;
  serviceName: string;

  method: string | null;
  /** Route template if there is one, otherwise the path. */
  endpoint: string | null;
  statusCode: number | null;
  stream: boolean;
  durationMs: number | null;
  timeToFirstChunkMs: number | null;

  operation: string | null;
  provider: string | null;
  requestModel: string | null;
  targetModel: string | null;
  responseModel: string | null;
  responseId: string | null;
  finishReasons: string[];
  servedServiceTier: string | null;

  inputTokens: number | null;
  outputTokens: number | null;
  cacheReadTokens: number | null;
  cacheWriteTokens: number | null;
  reasoningTokens: number | null;

  cost: { list: Amount; paid: Amount; charged: Amount };
  costLines: CostLine[];
  costFormula: string | null;
  priceSource: string | null;
  priceVersion: string | null;
  priceEntry: string | null;
  priceTier: string | null;
  /** The user who repriced the call, and the reason; null if the record has its original price. */
  repricedBy: string | null;
  repricedReason: string | null;

  userId: string | null;
  sessionId: string | null;
  clientAddress: string | null;
  userAgent: string | null;
  keyName: string | null;
  keyPreview: string | null;
  group: string | null;
  requestId: string | null;
  captureLevel: CaptureLevel | null;

  errorType: string | null;
  errorCode: string | null;
  errorMessage: string | null;

  attemptsCount: number | null;
  attemptsRetried: boolean;
  attemptsFellBack: boolean;

  amountNanoUsd: string | null;
  balanceAfterNanoUsd: string | null;
}
