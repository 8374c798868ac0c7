import { t, Trans } from '@grafana/i18n';
import { RadioButtonGroup, Stack } from '@grafana/ui';
import type { AttributeKey, RecordDetail, UsageRecord } from '@tokentrail/records';
import type { ContentSizes } from '@tokentrail/usage-store';
import React, { useMemo, useState } from 'react';
import { FoldButton } from '../../../components/FoldButton.tsx';
import { testIds } from '../../../testIds.ts';
import { Bar } from '../Bar.tsx';
import { CopyText } from '../CopyText.tsx';
import { LoadedContent } from '../LoadedContent.tsx';
import { TextView } from '../text/TextView.tsx';
import { curlCommand } from './curl.ts';
import { hasSdk, sdkCode, type SdkLanguage } from './sdk-code.ts';
import { sentRequest, type RecordedRequest } from './sent-request.ts';

interface Props {
  record: UsageRecord;
  detail: RecordDetail | null;
  sizes: ContentSizes;
  ds: string | null;
  side: 'client' | 'provider';
}

type CodeKind = 'curl' | SdkLanguage;

/** Offers the request as a command or a program that sends it again, without its key. */
export default function RequestCode(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Stack direction="column" gap={1} alignItems="flex-start">
      <FoldButton isOpen={isOpen} onToggle={setOpen}>
        <Trans i18nKey="request.content.code.open">As a command or code</Trans>
      </FoldButton>
      {isOpen && <LoadedCode {...props} />}
    </Stack>
  );
}

/** Reads the body and the headers of the same side. */
function LoadedCode({ record, detail, sizes, ds, side }: Props) {
  const [bodyName, headersName]: readonly [AttributeKey, AttributeKey] =
    side === 'client'
      ? ['clientRequestBody', 'clientRequestHeaders']
      : ['providerRequestBody', 'providerRequestHeaders'];
  const names = [bodyName, headersName].filter((name) => (sizes[name] ?? 0) > 0);
  // In a gateway, path, address and API format are those of its client: what it sent to the provider may have others.
  const isCaller = side === 'client' || (sizes.clientRequestBody ?? 0) === 0;
  const format = isCaller ? record.apiFormat : null;
  return (
    <LoadedContent record={record} names={names} ds={ds}>
      {(content) => (
        <Code
          request={{
            method: record.method,
            path: side === 'client' ? (detail?.path ?? record.endpoint) : null,
            apiFormat: format,
            host: side === 'provider' && isCaller ? serverOf(detail) : null,
            headersText: content[headersName] ?? '',
            body: content[bodyName] ?? '',
          }}
        />
      )}
    </LoadedContent>
  );
}

function serverOf(detail: RecordDetail | null): string | null {
  const { serverAddress = null, serverPort = null } = detail ?? {};
  return serverAddress === null || serverPort === null || serverPort === 443
    ? serverAddress
    : `${serverAddress}:${serverPort}`;
}

function Code({ request }: { request: RecordedRequest }) {
  const [kind, setKind] = useState<CodeKind>('curl');
  const code = useMemo(() => codeOf(kind, request), [kind, request]);
  const kinds = [
    { value: 'curl' as const, label: t('request.content.code.curl', 'cURL') },
    ...(hasSdk(request.apiFormat)
      ? [
          { value: 'python' as const, label: t('request.content.code.python', 'Python') },
          { value: 'typescript' as const, label: t('request.content.code.typescript', 'TypeScript') },
        ]
      : []),
  ];
  return (
    <div data-testid={testIds.request.contentCode}>
      <Bar
        note={
          <Trans i18nKey="request.content.code.note">
            Without keys, cookies and other headers that authenticate: set the variable that it names.
          </Trans>
        }
      >
        <RadioButtonGroup<CodeKind>
          size="sm"
          aria-label={t('request.content.code.kind', 'Kind of code')}
          value={kind}
          onChange={setKind}
          options={kinds}
        />
        {code !== null && <CopyText text={code} label={t('request.content.code.label', 'Request as code')} />}
      </Bar>
      {code === null ? (
        <p>
          <Trans i18nKey="request.content.code.none">This body cannot be written in this form.</Trans>
        </p>
      ) : (
        <TextView key={kind} text={code} label={t('request.content.code.label', 'Request as code')} />
      )}
    </div>
  );
}

/** Null if the body cannot be written in this form: it is no JSON object, too deep or too long, or has a NUL. */
function codeOf(kind: CodeKind, request: RecordedRequest): string | null {
  if (kind === 'curl') {
    return curlCommand(sentRequest(request));
  }
  try {
    return request.apiFormat === null ? null : sdkCode(request.apiFormat, request.body, kind);
  } catch (error) {
    if (error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}
