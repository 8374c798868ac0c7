import type { RecordDetail, UsageRecord } from '@tokentrail/records';
import type { ContentSizes } from '@tokentrail/usage-store';
import type { ShownTab } from './content-tabs.ts';

/** What each tab of the content gets. */
export interface TabProps {
  record: UsageRecord;
  detail: RecordDetail | null;
  tab: ShownTab;
  sizes: ContentSizes;
  ds: string | null;
}
