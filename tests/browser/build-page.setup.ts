import { buildPreview } from '@tokentrail/preview';
import { test } from './fixtures.ts';

test('builds the preview page', async ({ release }) => {
  // The first build also installs the libraries of 13.2.
  test.setTimeout(600_000);
  await buildPreview(release);
});
