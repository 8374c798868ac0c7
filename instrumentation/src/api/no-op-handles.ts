import type { AttemptHandle, CallHandle } from '../types.ts';
import type { Candidate, GatewayAttempt, RequestHandle } from './gateway-types.ts';

const noop = () => undefined;

/** Handles that do nothing: returned while recording is off, and if a call of the API fails. */
export const NO_ATTEMPT: AttemptHandle = { responded: noop, firstChunk: noop, end: noop };

export const NOTHING_RECORDED: CallHandle = {
  captureLevel: 'basic',
  ended: true,
  attempt: () => NO_ATTEMPT,
  describe: noop,
  firstChunk: noop,
  wants: () => false,
  content: noop,
  end: noop,
};

export const NO_GATEWAY_ATTEMPT: GatewayAttempt = { ...NO_ATTEMPT, run: (fn) => fn() };

export const NO_CANDIDATE: Candidate = { skip: noop, attempt: () => NO_GATEWAY_ATTEMPT };

export const NO_REQUEST: RequestHandle = {
  ...NOTHING_RECORDED,
  candidates: (list) => list.map(() => NO_CANDIDATE),
  candidate: () => NO_CANDIDATE,
  attempt: () => NO_GATEWAY_ATTEMPT,
  describe: noop,
  usage: noop,
  run: (fn) => fn(),
};
