import type { SeriesFigures } from '@tokentrail/usage-store';
import { notesOf } from './breakdown-notes.ts';
import type { BreakdownRow } from './breakdown-rows.ts';

const row = (kind: BreakdownRow['kind'], value: string, values = 1): BreakdownRow => ({
  kind,
  value,
  values,
  figures: {} as SeriesFigures,
  costs: [],
  share: null,
  before: null,
});
const shop = [row('value', 'shop')];

it('says nothing where each row links to its calls', () => {
  expect(notesOf({ rows: [...shop, row('value', 'search')], rest: row('rest', '', 3) }, 'group')).toEqual([]);
});

it('says that no filter selects the others', () => {
  expect(notesOf({ rows: shop, rest: row('rest', '', 3) }, 'key')).toEqual([expect.stringContaining('No filter')]);
  expect(notesOf({ rows: shop, rest: null }, 'key')).toEqual([]);
});

it('says that names which differ only in case share their rows', () => {
  expect(notesOf({ rows: [...shop, row('value', 'Shop')], rest: null }, 'group')).toEqual([
    expect.stringContaining('differ only in case'),
  ]);
});

it('says how calls with several tags count', () => {
  expect(notesOf({ rows: [row('value', 'team=a')], rest: null }, 'tag')).toEqual([
    expect.stringContaining('each of its tags'),
  ]);
});
