import type { TimeZone } from '@grafana/data';
import type { FilterCondition } from '@tokentrail/usage-store';
import type { GroupView } from '../../layout-parameters.ts';
import type { Selection } from '../use-selection.ts';

export interface GroupsProps {
  view: GroupView;
  selection: Selection;
  timeZone: TimeZone;
  /** Shows the rows that meet these conditions besides the filter. */
  onShowRows: (conditions: readonly FilterCondition[]) => void;
  /** Called when loading begins and ends. */
  onLoading: (loading: boolean) => void;
}
