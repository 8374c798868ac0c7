import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { PriceBook, type BookDocument, type EntryDocument } from '@tokentrail/pricing';
import { snapshotDocument } from '@tokentrail/pricing/snapshot';
import { parse } from 'yaml';
import { sendSpans, span, string } from './otlp.ts';
import { chain, until } from './setup.ts';

const OPERATOR_BOOK = new URL('../../packages/pricing/src/cases/operator-book.yaml', import.meta.url);

/** What a process sends for each entry of `document`. */
function contentsOf(document: BookDocument): string[] {
  return (document.entries ?? []).map((entry) => contentOf({ ...document, entries: [entry] }, entry));
}

function contentOf(document: BookDocument, entry: EntryDocument): string {
  const book = new PriceBook([{ document, source: 'operator' }]);
  book.resolve({
    host: entry.seller.hosts?.[0]?.replace('*', 'x'),
    provider: entry.seller.provider,
    models: [(entry.models[0] ?? '').replace('*', 'x').replace('{date}', '').toLowerCase()],
    servedTier: undefined,
    requestedTier: undefined,
    conditions: {},
    at: Date.parse(entry.valid?.from ?? '2026-06-01'),
  });
  const [taken] = book.takeNewEntries();
  assert.ok(taken, `${entry.id} is not found by its own seller and model`);
  return taken.content;
}

function entrySpan(content: string, more: Parameters<typeof span>[0] = []) {
  const hash = createHash('sha256').update(content).digest('hex');
  return span([string('tokentrail.price.entry', hash), string('tokentrail.price.content', content), ...more]);
}

test('every price entry reaches the ledger unchanged, and none the traces', async (t) => {
  const { collector, ledger, traces } = await chain(t);
  const { book } = parse(readFileSync(OPERATOR_BOOK, 'utf8')) as { book: BookDocument };
  const contents = [...contentsOf(snapshotDocument()), ...contentsOf(book)];
  assert.ok(contents.length > 1000);
  await sendSpans(
    collector.otlpUrl,
    contents.map((content) => entrySpan(content)),
  );
  await sendSpans(collector.otlpUrl, [
    span([string('tokentrail.record.type', 'usage'), string('user.id', 'the-last')]),
  ]);
  await until('the last record in both stores', () =>
    [ledger, traces].every((store) => store.received().includes('the-last')),
  );
  const received = Buffer.from(ledger.received(), 'latin1').toString();
  assert.deepEqual(
    contents.filter((content) => !received.includes(content)),
    [],
  );
  assert.doesNotMatch(traces.received(), /tokentrail\.price\.content/);
});

test('an invalid price entry is dropped, alone or within a record', async (t) => {
  const { collector, ledger } = await chain(t);
  const validEntry = { id: 'e', models: ['m'], rows: [], seller: { hosts: ['h'] } };
  const record = string('tokentrail.record.type', 'usage');
  const hostile = [
    'the planted prompt',
    JSON.stringify({ entry: { ...validEntry, note: 'the planted prompt' } }),
    JSON.stringify({ entry: validEntry, prompt: 'the planted prompt' }),
    JSON.stringify({ entry: { ...validEntry, id: `the planted prompt ${'x'.repeat(300)}` } }),
    JSON.stringify({ entry: { ...validEntry, models: Array.from({ length: 4000 }, () => 'the planted prompt') } }),
  ];
  await sendSpans(collector.otlpUrl, [
    ...hostile.map((content) => entrySpan(content)),
    ...hostile.map((content) => entrySpan(content, [record])),
    entrySpan(JSON.stringify({ entry: validEntry }), [string('gen_ai.input.messages', 'the planted prompt')]),
  ]);
  await sendSpans(collector.otlpUrl, [span([record, string('user.id', 'the-last')])]);
  await until('the last record in the ledger', () => ledger.received().includes('the-last'));
  await sleep(500);
  assert.doesNotMatch(ledger.received(), /planted/);
  assert.match(ledger.received(), /"id":"e"/);
});
