import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { Alert, Field, FieldSet, Input, RadioButtonGroup, SecretInput } from '@grafana/ui';
import React from 'react';
import { testIds } from '../../testIds.ts';
import { ROUTES, type SecretSpec } from './config-fields.ts';
import type { UsageOptions, UsageSecrets } from './types.ts';

type Props = DataSourcePluginOptionsEditorProps<UsageOptions, UsageSecrets>;

const WIDTH = 60;
const KINDS = [
  { label: 'ClickHouse', value: 'clickhouse' as const },
  { label: 'Tempo', value: 'tempo' as const },
];

/** URLs and accounts of the stores. All are secure fields, because viewers can read plain settings. */
export default function ConfigEditor({ options, onOptionsChange }: Props) {
  const { jsonData } = options;
  const kind = jsonData.kind ?? 'clickhouse';
  const change = (changed: Partial<UsageOptions>) =>
    onOptionsChange({ ...options, jsonData: { ...jsonData, ...changed } });
  return (
    <>
      <Field label="Store type" description="The store that the collector writes to.">
        <div data-testid={testIds.dataSourceConfig.kind}>
          <RadioButtonGroup options={KINDS} value={kind} onChange={(chosen) => change({ kind: chosen })} />
        </div>
      </Field>
      {kind === 'tempo' && (
        <Alert title="This version reads ClickHouse only. The usage log cannot read Tempo yet." severity="warning" />
      )}
      {ROUTES[kind].map(({ title, help, fields }) => (
        <FieldSet key={title} label={title}>
          <p>{help}</p>
          {fields.map((spec) => (
            <SecretField key={spec.field} spec={spec} options={options} onOptionsChange={onOptionsChange} />
          ))}
        </FieldSet>
      ))}
      {kind === 'clickhouse' && (
        <FieldSet label="Databases">
          <Field label="Ledger database" description="Default: tokentrail_ledger">
            <Input
              width={WIDTH}
              value={jsonData.ledgerDatabase ?? ''}
              placeholder="tokentrail_ledger"
              data-testid={testIds.dataSourceConfig.field('ledgerDatabase')}
              onChange={(event) => change({ ledgerDatabase: event.currentTarget.value })}
            />
          </Field>
          <Field label="Traces database" description="Default: tokentrail_traces">
            <Input
              width={WIDTH}
              value={jsonData.tracesDatabase ?? ''}
              placeholder="tokentrail_traces"
              data-testid={testIds.dataSourceConfig.field('tracesDatabase')}
              onChange={(event) => change({ tracesDatabase: event.currentTarget.value })}
            />
          </Field>
        </FieldSet>
      )}
    </>
  );
}

function SecretField({ spec, options, onOptionsChange }: { spec: SecretSpec } & Props) {
  const { field, label, placeholder } = spec;
  const set = (value: string, configured: boolean) =>
    onOptionsChange({
      ...options,
      secureJsonFields: { ...options.secureJsonFields, [field]: configured },
      secureJsonData: { ...options.secureJsonData, [field]: value },
    });
  return (
    <Field label={label}>
      <SecretInput
        id={`tokentrail-${field}`}
        width={WIDTH}
        autoComplete="off"
        // Show URLs and user names while they are typed; Grafana never sends a saved value back.
        type={field.endsWith('Password') ? 'password' : 'text'}
        isConfigured={options.secureJsonFields?.[field] === true}
        value={options.secureJsonData?.[field] ?? ''}
        {...(placeholder !== undefined && { placeholder })}
        data-testid={testIds.dataSourceConfig.field(field)}
        onReset={() => set('', false)}
        onChange={(event) => set(event.currentTarget.value, false)}
      />
    </Field>
  );
}
