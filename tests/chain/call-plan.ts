/** One call of the workload: its request, and the behaviour of the replayed provider. */
export interface PlannedCall {
  /** Sent as `x-replay-id`, the same for all attempts of the call. */
  id: string;
  api: 'chat' | 'responses' | 'embeddings';
  model: string;
  prompt: string;
  stream: boolean;
  /** Chat streams only: whether to request the usage chunk. */
  includeUsage: boolean;
  /** A scenario of the replayed provider. */
  replay: string;
  /** The caller leaves the stream after this many chunks. */
  leaveAfter?: number;
}

type CallKind = Omit<PlannedCall, 'id' | 'prompt'> & { promptLength: number };

const PLAIN = { stream: false, includeUsage: false, replay: 'ok' } as const;
const STREAM = { stream: true, includeUsage: true, replay: 'ok' } as const;

/** The provider reads prompts of 4,096 characters or more partly from its cache. */
const KINDS: readonly CallKind[] = [
  { api: 'chat', model: 'gpt-4o', promptLength: 40, ...PLAIN },
  { api: 'chat', model: 'gpt-4o-mini', promptLength: 6000, ...PLAIN },
  { api: 'chat', model: 'gpt-4o', promptLength: 9000, ...STREAM },
  { api: 'chat', model: 'gpt-4.1-nano', promptLength: 700, ...STREAM },
  { api: 'chat', model: 'gpt-4o', promptLength: 300, ...STREAM, includeUsage: false },
  { api: 'chat', model: 'gpt-4o-mini', promptLength: 500, ...PLAIN, replay: 'rate-limit-once' },
  { api: 'chat', model: 'gpt-4o', promptLength: 80, ...STREAM, replay: 'rate-limit-once' },
  { api: 'chat', model: 'gpt-4o', promptLength: 90, ...PLAIN, replay: 'error-once' },
  { api: 'chat', model: 'gpt-4o', promptLength: 20, ...PLAIN, replay: 'error' },
  { api: 'chat', model: 'gpt-4o', promptLength: 6000, ...STREAM, leaveAfter: 5 },
  { api: 'chat', model: 'gpt-4o-mini', promptLength: 50, ...STREAM, replay: 'break-off' },
  { api: 'chat', model: 'gpt-4o-mini', promptLength: 50, ...PLAIN, replay: 'bad-key' },
  { api: 'chat', model: 'gpt-4o-mini', promptLength: 50, ...PLAIN, replay: 'too-long' },
  { api: 'chat', model: 'gpt-4o-mini', promptLength: 50, ...PLAIN, replay: 'quota' },
  { api: 'responses', model: 'gpt-5-mini', promptLength: 60, ...PLAIN },
  { api: 'responses', model: 'gpt-5-mini', promptLength: 8000, ...STREAM },
  { api: 'responses', model: 'gpt-5-mini', promptLength: 60, ...STREAM, leaveAfter: 6 },
  { api: 'responses', model: 'gpt-4o', promptLength: 60, ...STREAM, replay: 'rate-limit-once' },
  { api: 'embeddings', model: 'text-embedding-3-small', promptLength: 1000, ...PLAIN },
  { api: 'embeddings', model: 'text-embedding-3-small', promptLength: 10, ...PLAIN, replay: 'error-once' },
];

/** Plans `count` calls, cycling through the kinds, with prompts of different lengths. Deterministic. */
export function planCalls(count: number): PlannedCall[] {
  return Array.from({ length: count }, (_, i) => {
    const { promptLength, ...kind } = KINDS[i % KINDS.length] as CallKind;
    return { ...kind, id: `call-${i}`, prompt: 'x'.repeat(promptLength + ((i * 37) % 401)) };
  });
}

/** Ids of the calls whose caller leaves before the end. */
export function leftEarly(calls: readonly PlannedCall[]): ReadonlySet<string> {
  return new Set(calls.filter((call) => call.leaveAfter !== undefined).map((call) => call.id));
}
