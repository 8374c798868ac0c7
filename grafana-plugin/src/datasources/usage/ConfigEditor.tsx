import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Field, FieldSet, Input, RadioButtonGroup, SecretInput, Switch } from '@grafana/ui';
import React, { useState } from 'react';
import { quotaPerUsdOf } from '../../record/quota.ts';
import { dataSourceTestIds } from '../../dataSourceTestIds.ts';
import { STORE_KINDS, storeKindOf } from '../../store/kinds/index.ts';
import type { SecureField } from '../../store/kinds/store-kind.ts';
import type { UsageOptions, UsageSecrets } from './types.ts';

type Props = DataSourcePluginOptionsEditorProps<UsageOptions, UsageSecrets>;

const WIDTH = 60;

/** URLs and accounts of the stores. All are secure fields, because viewers can read plain settings. */
export default function ConfigEditor({ options, onOptionsChange }: Props) {
  const { jsonData } = options;
  const { kind, notice, routes, plainFields, canHideMargin } = storeKindOf(jsonData);
  const change = (changed: Partial<UsageOptions>) =>
    onOptionsChange({ ...options, jsonData: { ...jsonData, ...changed } });
  return (
    <>
      <Field
        label={t('data-source.store-type.label', 'Store type')}
        description={t('data-source.store-type.description', 'The store that the collector writes to.')}
      >
        <div data-testid={dataSourceTestIds.dataSourceConfig.kind}>
          <RadioButtonGroup
            options={STORE_KINDS.map(({ kind, label }) => ({ label, value: kind }))}
            value={kind}
            onChange={(selected) => change({ kind: selected })}
          />
        </div>
      </Field>
      {notice !== undefined && <Alert title={notice()} severity="warning" />}
      {routes.map(({ path, title, help, fields }) => (
        <FieldSet key={path} label={title()}>
          <p>{help()}</p>
          {fields.map((spec) => (
            <SecretField key={spec.name} spec={spec} options={options} onOptionsChange={onOptionsChange} />
          ))}
        </FieldSet>
      ))}
      {plainFields.length > 0 && (
        <FieldSet label={t('data-source.databases', 'Databases')}>
          {plainFields.map(({ name, label, defaultValue }) => (
            <Field
              key={name}
              label={label()}
              description={t('data-source.default-value', 'Default: {{name}}', { name: defaultValue })}
            >
              <Input
                width={WIDTH}
                value={jsonData[name] ?? ''}
                placeholder={defaultValue}
                data-testid={dataSourceTestIds.dataSourceConfig.field(name)}
                onChange={(event) => change({ [name]: event.currentTarget.value })}
              />
            </Field>
          ))}
        </FieldSet>
      )}
      <FieldSet label={t('data-source.display', 'Display')}>
        <QuotaField quotaPerUsd={jsonData.quotaPerUsd} onChange={(quotaPerUsd) => change({ quotaPerUsd })} />
      </FieldSet>
      {canHideMargin && (
        <MarginField
          hidden={jsonData.hideMargin === '1'}
          onChange={(hidden) => change({ hideMargin: hidden ? '1' : '' })}
        />
      )}
    </>
  );
}

/** The same in every language. */
const QUOTA_EXAMPLE = '500000';

interface QuotaProps {
  quotaPerUsd: number | undefined;
  onChange: (quotaPerUsd: number | undefined) => void;
}

/** Saves a positive number, and nothing while the field is empty or invalid. */
function QuotaField({ quotaPerUsd, onChange }: QuotaProps) {
  const [text, setText] = useState(quotaPerUsd === undefined ? '' : String(quotaPerUsd));
  const isValid = text === '' || quotaPerUsdOf(text) !== null;
  return (
    <Field
      label={t('data-source.quota.label', 'Quota units for 1 USD')}
      description={t(
        'data-source.quota.description',
        'Adds a column with the cost in these units to the usage log. Leave it empty if you sell no quota.',
      )}
      invalid={!isValid}
      error={t('data-source.quota.error', 'Enter a positive number, such as 500000.')}
    >
      <Input
        width={WIDTH}
        value={text}
        placeholder={QUOTA_EXAMPLE}
        data-testid={dataSourceTestIds.dataSourceConfig.field('quotaPerUsd')}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          onChange(quotaPerUsdOf(value) ?? undefined);
        }}
      />
    </Field>
  );
}

function MarginField({ hidden, onChange }: { hidden: boolean; onChange: (hidden: boolean) => void }) {
  return (
    <Field
      htmlFor="tokentrail-hideMargin"
      label={t('data-source.hide-margin.label', 'Hide margins')}
      description={t(
        'data-source.hide-margin.description',
        'Turn on if the ledger shows viewers only what callers are charged (TOKENTRAIL_HIDE_MARGIN). Administrators then read with the account of the attempts.',
      )}
    >
      <Switch
        id="tokentrail-hideMargin"
        value={hidden}
        data-testid={dataSourceTestIds.dataSourceConfig.field('hideMargin')}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </Field>
  );
}

function SecretField({ spec, options, onOptionsChange }: { spec: SecureField } & Props) {
  const { name: field, label, example } = spec;
  const set = (value: string, configured: boolean) =>
    onOptionsChange({
      ...options,
      secureJsonFields: { ...options.secureJsonFields, [field]: configured },
      secureJsonData: { ...options.secureJsonData, [field]: value },
    });
  return (
    <Field label={label()}>
      <SecretInput
        id={`tokentrail-${field}`}
        width={WIDTH}
        autoComplete="off"
        // Show URLs and user names while they are typed; Grafana never sends a saved value back.
        type={field.endsWith('Password') ? 'password' : 'text'}
        isConfigured={options.secureJsonFields?.[field] === true}
        value={options.secureJsonData?.[field] ?? ''}
        {...(example !== undefined && { placeholder: example })}
        data-testid={dataSourceTestIds.dataSourceConfig.field(field)}
        onReset={() => set('', false)}
        onChange={(event) => set(event.currentTarget.value, false)}
      />
    </Field>
  );
}
