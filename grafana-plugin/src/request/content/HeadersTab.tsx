import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import type { RecordContent } from '@tokentrail/usage-store';
import React, { useState } from 'react';
import { Bar } from './Bar.tsx';
import { CompareTable } from './compare/CompareTable.tsx';
import { compareHeaders, headersOf, sortedHeaders } from './compare/headers.ts';
import { HeaderTable } from './compare/HeaderTable.tsx';
import { LoadedContent } from './LoadedContent.tsx';
import RecordedText from './RecordedText.tsx';
import { firstSide, sidesOf, sideWords, type Side } from './sides.ts';
import { SideSwitch } from './SideSwitch.tsx';
import type { TabProps } from './tab-props.ts';

/** The headers of one side, or those of both compared. */
export default function HeadersTab({ record, tab, sizes, ds }: TabProps) {
  const sides = sidesOf(tab.names);
  const [side, setSide] = useState<Side>(() => firstSide(tab.key, sides));
  const names = side === 'compare' ? tab.names : tab.names.filter((name) => name === sides[side]);
  return (
    <Stack direction="column" gap={1}>
      <SideSwitch sides={sides} side={side} onSide={setSide} />
      <LoadedContent record={record} names={names} ds={ds}>
        {(content) => <Headers {...{ content, side, sides, sizes }} isRequest={tab.key === 'request-headers'} />}
      </LoadedContent>
    </Stack>
  );
}

interface HeadersProps {
  content: RecordContent;
  side: Side;
  sides: ReturnType<typeof sidesOf>;
  sizes: TabProps['sizes'];
  isRequest: boolean;
}

function Headers({ content, side, sides, sizes, isRequest }: HeadersProps) {
  if (side === 'compare') {
    const [client, provider] = [sides.client, sides.provider].map((name) => headersOf((name && content[name]) ?? ''));
    if (!client || !provider) {
      return (
        <Bar note={t('request.content.compare.unreadable', 'These headers cannot be compared: choose one side.')} />
      );
    }
    return isRequest ? (
      <CompareTable
        comparison={compareHeaders(client, provider)}
        before={sideWords('client', true)}
        after={sideWords('provider', true)}
      />
    ) : (
      <CompareTable
        comparison={compareHeaders(provider, client)}
        before={sideWords('provider', false)}
        after={sideWords('client', false)}
      />
    );
  }
  const name = sides[side];
  const text = (name && content[name]) ?? '';
  const label = sideWords(side, isRequest);
  const headers = headersOf(text);
  return headers === null ? (
    <RecordedText text={text} bytes={(name && sizes[name]) ?? 0} label={label} />
  ) : (
    <HeaderTable headers={sortedHeaders(headers)} text={text} label={label} />
  );
}
