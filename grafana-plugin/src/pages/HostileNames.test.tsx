import { fireEvent, screen, within } from '@testing-library/react';
import { usageLogPath } from '../links.ts';
import { installGrafana } from '../testing/grafana.ts';
import { find, findAll, mockLayout, renderApp } from '../testing/render-app.tsx';
import { ReplayedClickHouse } from '../testing/replayed-clickhouse.ts';
import { recordRow } from '../testing/rows.ts';
import { testIds } from '../testIds.ts';

jest.setTimeout(120_000);
beforeAll(mockLayout);

const OVERRIDE = '\u202E';
const NAMES = {
  endpoint: `/v1/${OVERRIDE}txt.exe`,
  request_model: `gpt\u200B-4o`,
  response_model: `gpt\u200B-4o`,
  user_id: `cust\u2060omer<img src=x onerror=alert(1)>`,
  key_name: `${OVERRIDE}key`,
  group: `gr${OVERRIDE}oup`,
  request_id: `req${OVERRIDE}1`,
  provider: `open${OVERRIDE}ai`,
  error_code: `code${OVERRIDE}`,
  error_type: `type${OVERRIDE}`,
  error_message: null,
};

test('names with hidden characters are marked in rows and in the unfolded row, and run nothing', async () => {
  installGrafana({ store: new ReplayedClickHouse({ records: [recordRow(0, NAMES)] }), user: 'viewer' });
  renderApp(usageLogPath());
  const [row] = await findAll(testIds.usageLog.row);
  const cell = (column: string) => within(row ?? document.body).getByTestId(testIds.usageLog.cell(column));
  expect(cell('endpoint')).toHaveTextContent('/v1/U+202Etxt.exe');
  expect(cell('model')).toHaveTextContent('gptU+200B-4o');
  expect(cell('caller')).toHaveTextContent('U+202Ekey·custU+2060omer<img src=x onerror=alert(1)>');
  expect(cell('error')).toHaveTextContent('codeU+202E');
  fireEvent.click(within(row ?? document.body).getByTestId(testIds.usageLog.unfold));
  const summary = await find(testIds.request.summary);
  for (const text of ['grU+202Eoup', 'reqU+202E1', 'openU+202Eai', 'code[U+202E]', 'typeU+202E']) {
    expect(summary).toHaveTextContent(text);
  }
  expect(screen.getByTestId(testIds.usageLog.page).textContent).not.toMatch(/[\u202E\u200B\u2060]/);
  expect(document.querySelector('img')).toBeNull();
});
