import { t } from '@grafana/i18n';
import { RadioButtonGroup, Stack } from '@grafana/ui';
import type { RecordContent } from '@tokentrail/usage-store';
import React, { lazy, Suspense, useMemo, useState } from 'react';
import { testIds } from '../../testIds.ts';
import { BodyComparison } from './compare/BodyComparison.tsx';
import { LoadedContent } from './LoadedContent.tsx';
import RecordedText from './RecordedText.tsx';
import { firstSide, sidesOf, sideWords, type Side, type SideNames } from './sides.ts';
import { SideSwitch } from './SideSwitch.tsx';
import { putTogether } from './streams/put-together.ts';
import type { TabProps } from './tab-props.ts';

const RequestCode = lazy(() => import('./code/RequestCode.tsx'));

/** The body of one side, or both compared. A stream is put together; its chunks are shown on request. */
export default function BodyTab({ record, detail, tab, sizes, ds }: TabProps) {
  const sides = sidesOf(tab.names);
  const [side, setSide] = useState<Side>(() => firstSide(tab.key, sides));
  const isRequest = tab.key === 'request-body';
  const names = side === 'compare' ? tab.names : tab.names.filter((name) => name === sides[side]);
  return (
    <Stack direction="column" gap={1}>
      <SideSwitch sides={sides} side={side} onSide={setSide} />
      <LoadedContent record={record} names={names} ds={ds}>
        {(content) =>
          side === 'compare' ? (
            <BothSides content={content} sides={sides} isRequest={isRequest} />
          ) : (
            <OneSide key={side} {...{ content, side, sides, sizes, isRequest }} />
          )
        }
      </LoadedContent>
      {isRequest && side !== 'compare' && (
        <Suspense fallback={null}>
          <RequestCode key={side} {...{ record, detail, sizes, ds, side }} />
        </Suspense>
      )}
    </Stack>
  );
}

interface BothProps {
  content: RecordContent;
  sides: SideNames;
  isRequest: boolean;
}

/** What was received is compared with what was passed on: the client's request, the provider's response. */
function BothSides({ content, sides, isRequest }: BothProps) {
  const textOf = (side: 'client' | 'provider') => content[sides[side] ?? 'metadata'] ?? '';
  const [first, last] = isRequest ? (['client', 'provider'] as const) : (['provider', 'client'] as const);
  return (
    <BodyComparison
      before={{ text: textOf(first), label: sideWords(first, isRequest) }}
      after={{ text: textOf(last), label: sideWords(last, isRequest) }}
    />
  );
}

interface OneProps extends BothProps {
  side: 'client' | 'provider';
  sizes: TabProps['sizes'];
}

type Form = 'together' | 'raw';

function OneSide({ content, side, sides, sizes, isRequest }: OneProps) {
  const name = sides[side];
  const text = (name && content[name]) ?? '';
  const together = useMemo(() => putTogether(text), [text]);
  const [form, setForm] = useState<Form>('together');
  const label = sideWords(side, isRequest);
  if (together === null) {
    return <RecordedText text={text} bytes={(name && sizes[name]) ?? 0} label={label} />;
  }
  const forms = (
    <div data-testid={testIds.request.contentForms}>
      <RadioButtonGroup<Form>
        size="sm"
        aria-label={t('request.content.stream.label', 'Stream')}
        value={form}
        onChange={setForm}
        options={[
          { value: 'together', label: t('request.content.stream.together', 'Put together') },
          { value: 'raw', label: t('request.content.stream.raw', 'Raw chunks') },
        ]}
      />
    </div>
  );
  return form === 'raw' ? (
    <RecordedText key="raw" text={text} bytes={(name && sizes[name]) ?? 0} label={label} actions={forms} />
  ) : (
    <RecordedText
      key="together"
      text={together}
      bytes={null}
      label={t('request.content.stream.put-together', '{{label}}, put together from a stream', {
        label,
        interpolation: { escapeValue: false },
      })}
      actions={forms}
    />
  );
}
