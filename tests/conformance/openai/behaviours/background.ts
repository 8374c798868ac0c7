import assert from 'node:assert/strict';
import type { SeenRecord } from '../../seen-record.ts';
import { all, holds, RESPONSE, RESPONSE_USAGE, sentAttempts, type Behaviour } from '../behaviour.ts';

const BACKGROUND = { ...RESPONSE, background: true } as const;

/** What costs something in a record: operation, state, usage and whether it is billed. The replayed provider has no price. */
const billing = ({ operation, state, usage, costPaidState }: SeenRecord) => [operation, state, usage, costPaidState];

const BEGUN = ['chat', 'success', undefined, 'not_billed'];
const FETCHED = ['fetch_response', 'success', undefined, 'not_billed'];
const ENDED = ['background_response', 'success', RESPONSE_USAGE, 'unknown_price'];

function billedAs(records: SeenRecord[], ...expected: unknown[]): void {
  assert.deepEqual(records.map(billing), expected);
}

/** Responses in the background have a record of their own. Each has another id, so no behaviour returns it. */
export const BACKGROUND_RESPONSES: readonly Behaviour[] = [
  {
    name: 'a background response: only its own record is billed, however often it is fetched',
    run: async ({ client }) => {
      const patient = client('ok');
      const { id, status } = await patient.responses.create(BACKGROUND);
      const statuses = [status];
      for (let i = 0; i < 4; i++) statuses.push((await patient.responses.retrieve(id)).status);
      return statuses;
    },
    records: (records) => {
      billedAs(records, BEGUN, FETCHED, FETCHED, FETCHED, FETCHED, ENDED);
      holds(records[0]!, { finishReasons: ['queued'], method: 'POST' });
      holds(records[1]!, { finishReasons: ['in_progress'], method: 'GET', callType: 'other' });
      assert.deepEqual(sentAttempts(records[1]!), [['success', 200, 'no']]);
      holds(records[5]!, {
        callType: 'chat',
        apiFormat: 'openai.responses',
        requestModel: 'gpt-4o',
        responseModel: 'gpt-4o-2024-08-06',
        finishReasons: ['completed'],
        servedServiceTier: 'flex',
        durationMs: 5000,
        statusCode: undefined,
        path: undefined,
      });
      assert.deepEqual(sentAttempts(records[5]!), [['success', undefined, 'yes']]);
    },
  },
  {
    name: 'a background response whose end is never fetched is still running',
    run: async ({ client }) => (await client('ok').responses.create(BACKGROUND)).status,
    records: (records) => billedAs(records, BEGUN, ['background_response', 'pending', undefined, undefined]),
  },
  {
    name: 'a background response, streamed to its end',
    run: async ({ client }) => {
      const events = await all(await client('ok').responses.create({ ...BACKGROUND, stream: true }));
      return events.map(({ type }) => type);
    },
    records: (records) => billedAs(records, BEGUN, ENDED),
  },
  {
    name: 'a background response, its stream left and resumed',
    run: async ({ client }) => {
      const patient = client('ok');
      let id = '';
      for await (const event of await patient.responses.create({ ...BACKGROUND, stream: true })) {
        if (event.type === 'response.created') id = event.response.id;
        break;
      }
      const rest = await all(await patient.responses.retrieve(id, { stream: true, starting_after: 1 }));
      return rest.map(({ type }) => type);
    },
    records: (records) => billedAs(records, ['chat', 'cancelled', undefined, 'not_billed'], FETCHED, ENDED),
  },
  {
    name: 'a background response that is cancelled: what it used is unknown',
    run: async ({ client }) => {
      const patient = client('ok');
      const { id } = await patient.responses.create(BACKGROUND);
      return [(await patient.responses.cancel(id)).status, (await patient.responses.cancel(id)).status];
    },
    records: (records) => {
      const cancelling = ['cancel_response', 'success', undefined, 'not_billed'];
      billedAs(records, BEGUN, cancelling, cancelling, [
        'background_response',
        'cancelled',
        undefined,
        'unknown_usage',
      ]);
    },
  },
  {
    name: 'a background response with create().asResponse(): its usage is unknown',
    run: async ({ client }) => {
      const response = await client('ok').responses.create(BACKGROUND).asResponse();
      return ((await response.json()) as { status: unknown }).status;
    },
    records: (records) => billedAs(records, ['chat', 'success', undefined, 'unknown_usage']),
  },
  {
    name: 'a stored response that ran in the foreground: its call is billed, fetching it is not',
    run: async ({ client }) => {
      const patient = client('ok');
      const { id } = await patient.responses.create(RESPONSE);
      return (await patient.responses.retrieve(id)).status;
    },
    records: (records) => billedAs(records, ['chat', 'success', RESPONSE_USAGE, 'unknown_price'], FETCHED),
  },
];
