import { type AbsoluteTimeRange, dateTime } from '@grafana/data';
import { getBackendSrv, PluginPage } from '@grafana/runtime';
import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router-dom-v5-compat';
import { TimeControls } from '../chrome/TimeControls.tsx';
import { type Dashboard, flatPanels } from '../dashboard.ts';
import { useLoaded } from '../use-loaded.ts';
import { useTimeRange } from '../use-time-range.ts';
import { Loading } from './Loading.tsx';
import { Panel } from './Panel.tsx';

/** Grafana's dashboard grid. */
const COLUMNS = 24;
const ROW_HEIGHT = 30;
const GAP = 8;

/** A provisioned dashboard, at `/d/<uid>`. */
export function DashboardPage() {
  const { uid = '' } = useParams();
  const loaded = useLoaded(() => getBackendSrv().get<{ dashboard: Dashboard }>(`/api/dashboards/uid/${uid}`), uid);
  return (
    <Loading loaded={loaded} failure="The dashboard could not be loaded">
      {({ dashboard }) => <DashboardView dashboard={dashboard} />}
    </Loading>
  );
}

function DashboardView({ dashboard }: { dashboard: Dashboard }) {
  const { range, setRange, run, reload } = useTimeRange(dashboard.time);
  const controls = <TimeControls range={range} onChange={setRange} onReload={reload} />;
  const zoom = ({ from, to }: AbsoluteTimeRange) => setRange({ from: dateTime(from), to: dateTime(to) });
  return (
    <PluginPage pageNav={{ text: dashboard.title }} subTitle={dashboard.description} actions={controls}>
      <Grid>
        {(columnWidth) =>
          flatPanels(dashboard).map((panel) => {
            const { x, y, w, h } = panel.gridPos;
            return (
              <div key={panel.id} style={{ gridColumn: `${x + 1} / span ${w}`, gridRow: `${y + 1} / span ${h}` }}>
                <Panel
                  panel={panel}
                  range={range}
                  run={run}
                  onChangeTimeRange={zoom}
                  width={w * columnWidth + (w - 1) * GAP}
                  height={h * ROW_HEIGHT + (h - 1) * GAP}
                />
              </div>
            );
          })
        }
      </Grid>
    </PluginPage>
  );
}

/** Measures its width first, because panels receive their size in pixels. */
function Grid({ children }: { children: (columnWidth: number) => React.ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  const [columnWidth, setColumnWidth] = useState<number>();
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      setColumnWidth((width - (COLUMNS - 1) * GAP) / COLUMNS);
    });
    if (element.current !== null) {
      observer.observe(element.current);
    }
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={element}
      style={{ display: 'grid', gap: GAP, gridTemplateColumns: `repeat(${COLUMNS}, 1fr)`, gridAutoRows: ROW_HEIGHT }}
    >
      {columnWidth !== undefined && children(columnWidth)}
    </div>
  );
}
