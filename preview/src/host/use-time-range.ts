import { getDefaultTimeRange, rangeUtil, type RawTimeRange, type TimeRange } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom-v5-compat';

/** Time range of the URL parameters `from` and `to`, in Grafana's format. `run` counts refreshes. */
export function useTimeRange(initial: RawTimeRange = getDefaultTimeRange().raw) {
  const [parameters, setParameters] = useSearchParams();
  const [run, setRun] = useState(0);
  const from = parameters.get('from') ?? String(initial.from);
  const to = parameters.get('to') ?? String(initial.to);
  const range = useMemo(() => {
    const parsed = parse(from, to);
    getTemplateSrv().updateTimeRange(parsed);
    return parsed;
  }, [from, to, run]);

  const setRange = (next: RawTimeRange) => {
    parameters.set('from', asParameter(next.from));
    parameters.set('to', asParameter(next.to));
    setParameters(parameters);
  };
  return { range, setRange, run, reload: () => setRun(run + 1) };
}

function parse(from: string, to: string): TimeRange {
  return rangeUtil.convertRawToRange({ from: asRaw(from), to: asRaw(to) });
}

/** Keeps relative times such as `now-1h` and converts Unix milliseconds to a format that the range parser reads. */
function asRaw(parameter: string): string {
  return /^\d+$/.test(parameter) ? new Date(Number(parameter)).toISOString() : parameter;
}

function asParameter(time: RawTimeRange['from']): string {
  return typeof time === 'string' ? time : String(time.valueOf());
}
