import {
  type AbsoluteTimeRange,
  CoreApp,
  type DataQuery,
  EventBusSrv,
  type FieldConfigSource,
  type PanelPlugin,
  type TimeRange,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { Alert, EmptyState, ErrorBoundaryAlert, PanelChrome } from '@grafana/ui';
import { useMemo, useState } from 'react';
import type { DashboardPanel } from '../dashboard.ts';
import { loadPanel } from '../plugin-loader.ts';
import { useDisplayedData, useQueries } from '../run-queries.ts';
import { useLoaded } from '../use-loaded.ts';
import { Loading } from './Loading.tsx';

interface Props {
  panel: DashboardPanel;
  range: TimeRange;
  onChangeTimeRange: (range: AbsoluteTimeRange) => void;
  run: number;
  width: number;
  height: number;
}

const NO_FIELD_CONFIG: FieldConfigSource = { defaults: {}, overrides: [] };
const NO_TARGETS: DataQuery[] = [];

/** One panel of a dashboard. Panels of the plugin are rendered; Grafana's own panels show a placeholder. */
export function Panel(props: Props) {
  const loaded = useLoaded(() => loadPanel(props.panel.type), props.panel.type);
  return (
    <Loading loaded={loaded} failure={`The panel ${props.panel.type} could not be loaded`}>
      {(plugin) => (plugin === undefined ? <ForeignPanel {...props} /> : <OurPanel {...props} plugin={plugin} />)}
    </Loading>
  );
}

function ForeignPanel({ panel, width, height }: Props) {
  return (
    <PanelChrome title={panel.title ?? ''} width={width} height={height}>
      {() => <EmptyState hideImage variant="not-found" message={`A ${panel.type} panel needs Grafana`} />}
    </PanelChrome>
  );
}

function OurPanel({ plugin, panel, range, run, width, height, onChangeTimeRange }: Props & { plugin: PanelPlugin }) {
  const [options, setOptions] = useState<object>({ ...plugin.defaults, ...panel.options });
  const [fieldConfig, setFieldConfig] = useState(panel.fieldConfig ?? NO_FIELD_CONFIG);
  const eventBus = useMemo(() => new EventBusSrv(), []);
  const targets = panel.targets ?? NO_TARGETS;
  const dataSource = targets[0]?.datasource ?? panel.datasource;
  const queried = useQueries({
    requestId: `panel-${panel.id}`,
    dataSource,
    targets,
    range,
    app: CoreApp.Dashboard,
    run,
  });
  const data = useDisplayedData(queried, plugin, fieldConfig);
  const Component = plugin.panel;
  return (
    <PanelChrome
      title={panel.title ?? ''}
      description={panel.description ?? ''}
      width={width}
      height={height}
      loadingState={data.state}
      {...(data.error?.message === undefined ? {} : { statusMessage: data.error.message })}
      {...(plugin.noPadding === true ? { padding: 'none' as const } : {})}
    >
      {(innerWidth, innerHeight) =>
        Component === null ? (
          <Alert title="The panel plugin has no component" />
        ) : (
          <ErrorBoundaryAlert>
            <Component
              id={panel.id}
              title={panel.title ?? ''}
              data={data}
              timeRange={range}
              timeZone="browser"
              width={innerWidth}
              height={innerHeight}
              options={options}
              fieldConfig={fieldConfig}
              transparent={false}
              renderCounter={run}
              eventBus={eventBus}
              replaceVariables={(text, scopedVars, format) => getTemplateSrv().replace(text, scopedVars, format)}
              onOptionsChange={setOptions}
              onFieldConfigChange={setFieldConfig}
              onChangeTimeRange={onChangeTimeRange}
            />
          </ErrorBoundaryAlert>
        )
      }
    </PanelChrome>
  );
}
