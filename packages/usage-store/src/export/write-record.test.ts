import { sampleValues, recordOfValues } from '@tokentrail/records';
import { EXPORT_FIELDS, exportField, exportName } from './export-columns.ts';
import { lineWriter } from './write-record.ts';

const sample = recordOfValues(sampleValues());
const columnsOf = (...names: string[]) => names.map((name) => exportField(name)!);

test('each field has a name of its own, from which it is found', () => {
  const names = EXPORT_FIELDS.map(exportName);
  expect(new Set(names).size).toBe(names.length);
  expect(names.map(exportField)).toEqual(EXPORT_FIELDS);
  expect(exportField('cost_lines')).toBeUndefined();
});

test('CSV has a header, quoted texts, plain numbers, exact amounts, and a last line with the number of rows', () => {
  const columns = columnsOf(
    'start_time',
    'received_at',
    'duration_s',
    'time_to_first_chunk_s',
    'cost_list_usd',
    'balance_after_usd',
    'input_tokens',
    'stream',
    'finish_reasons',
    'tags',
    'repriced_by',
    'error_message',
  );
  const writer = lineWriter('csv', columns);
  expect(writer.first()).toBe(`${columns.map(exportName).join(',')}\r\n`);
  expect(writer.record(sample)).toBe(
    '2025-11-22T14:12:10.412123456Z,2025-11-22T14:12:12.000Z,1.23456789,0.25,9007199.254740993,-0.000000001,1200,true,' +
      '"stop; length","cost_center=search; feature=a ""b"" \\ ü",,"The provider\'s rate limit was reached."\r\n',
  );
  expect(writer.last(12_345)).toBe('# 12345 rows\r\n');
});

test('JSON Lines has numbers with all their digits, lists, tags by name and nothing for what is unknown', () => {
  const writer = lineWriter('jsonl', columnsOf('start_time', 'cost_list_usd', 'finish_reasons', 'tags', 'repriced_by'));
  expect(writer.first()).toBe('');
  expect(writer.record(sample)).toBe(
    '{"start_time":"2025-11-22T14:12:10.412123456Z","cost_list_usd":"9007199.254740993","finish_reasons":["stop","length"],' +
      '"tags":{"cost_center":"search","feature":"a \\"b\\" \\\\ ü"}}\n',
  );
  expect(writer.last(2)).toBe('{"rows":2}\n');
});

test('a cell of a spreadsheet cannot begin a formula, and JSON Lines have the text unchanged', () => {
  const record = { ...sample, userId: '=HYPERLINK("x")', amountNanoUsd: '-5000000000' };
  const columns = columnsOf('user_id', 'amount_usd');
  expect(lineWriter('csv', columns).record(record)).toBe('"\'=HYPERLINK(""x"")",-5\r\n');
  expect(lineWriter('jsonl', columns).record(record)).toBe('{"user_id":"=HYPERLINK(\\"x\\")","amount_usd":"-5"}\n');
});
