import type { RawTimeRange, TimeRange } from '@grafana/data';
import { rangeUtil, dateTime } from '@grafana/data';
import { RefreshPicker, TimeRangePicker } from '@grafana/ui';

interface Props {
  range: TimeRange;
  onChange: (range: RawTimeRange) => void;
  onReload: () => void;
}

/** Time range picker and refresh button, as above a dashboard. */
export function TimeControls({ range, onChange, onReload }: Props) {
  const span = range.to.valueOf() - range.from.valueOf();
  const shift = (ms: number) =>
    onChange({ from: dateTime(range.from.valueOf() + ms), to: dateTime(range.to.valueOf() + ms) });
  const zoomOut = () =>
    onChange({ from: dateTime(range.from.valueOf() - span / 2), to: dateTime(range.to.valueOf() + span / 2) });
  return (
    <>
      <TimeRangePicker
        value={range}
        timeZone="browser"
        onChange={(next) =>
          onChange(rangeUtil.isRelativeTimeRange(next.raw) ? next.raw : { from: next.from, to: next.to })
        }
        onChangeTimeZone={() => undefined}
        onMoveBackward={() => shift(-span / 2)}
        onMoveForward={() => shift(span / 2)}
        onZoom={zoomOut}
      />
      <RefreshPicker onRefresh={onReload} onIntervalChanged={() => undefined} value="" noIntervalPicker />
    </>
  );
}
