import type { Case } from '../case.ts';

// Kinds of cases that libraries treat alike.

export const ofOpenAI = ({ host }: Case) => host === 'api.openai.com';
export const ofOthers = (one: Case) => !ofOpenAI(one);
export const isCached = ({ expected: { tokens } }: Case) => Number(tokens?.cacheReadTokens) > 0;
export const hasParts = (one: Case) =>
  isCached(one) || Object.keys(one.expected.meters ?? {}).some((meter) => !['input', 'output'].includes(meter));
export const usesTools = ({ expected }: Case) => expected.units !== undefined;
export const fails = ({ expected }: Case) => expected.state === 'failed';
export const servesTier = ({ name }: Case) => name.startsWith('served tier');
export const isIncomplete = ({ name }: Case) => name.startsWith('incomplete');
