import type { CostState, Usage } from '@tokentrail/records';

export type Body = Record<string, unknown>;

/** API formats, as records name them. */
export type Format =
  | 'openai.chat'
  | 'openai.responses'
  | 'openai.embeddings'
  | 'openai.speech'
  | 'openai.transcriptions'
  | 'anthropic.messages'
  | 'gemini.generate_content'
  | 'gemini.embed_content';

/** One response of a provider, and what every path must report of it. */
export interface Case {
  /** Unique. A sentence part: `cached tokens`. */
  name: string;
  format: Format;
  /** The provider's host, on which provider and price depend. */
  host: string;
  /** The request's body in the provider's format, without `stream`. */
  request: Body & { model: string };
  /** The response without streaming; null if the case is a stream that breaks off. Bytes are sent as audio. */
  body: Body | Buffer | null;
  /** More headers of the response. */
  headers?: Readonly<Record<string, string>>;
  /** The events of the stream; null if the case exists only without streaming. */
  events: readonly Body[] | null;
  expected: Seen;
}

/** What a record reports of a call, in the form that paths are compared in. */
export interface Seen {
  state: string;
  errorCode?: string;
  /** The model that responded, as the provider names it. */
  model?: string;
  finish?: readonly string[];
  tokens?: Usage;
  /** The usage by meter, each including its parts. */
  meters?: Readonly<Record<string, number>>;
  /** Counts outside the usage object. */
  units?: Readonly<Record<string, number>>;
  /** Nano-USD, or why the amount is unknown. */
  list: number | CostState;
  paid: number | CostState;
  charged: number | CostState;
}

/** The three amounts of a call without contract and without ratios. */
export function costs(amount: number | CostState): Pick<Seen, 'list' | 'paid' | 'charged'> {
  return { list: amount, paid: amount, charged: amount };
}

/** A call as a program makes it. */
export interface Call {
  /** Also the user of its record. */
  id: string;
  format: Format;
  /** `http://<host>:<port>/<case>`, to which the program adds the path of its API. */
  url: string;
  request: Case['request'];
  stream: boolean;
}

/** Fields of what is expected of a case; undefined removes a field that most cases of its file have. */
export type Expectation = Partial<Unset<Seen>> & Pick<Seen, 'paid'>;

type Unset<T> = { [K in keyof T]: T[K] | undefined };

export function withoutUnset(seen: Unset<Seen>): Seen {
  return Object.fromEntries(Object.entries(seen).filter(([, value]) => value !== undefined)) as unknown as Seen;
}
