import { t } from '@grafana/i18n';
import { type RecordDetail, type UsageRecord, visibleText } from '@tokentrail/records';
import type { Fact } from '../../components/Facts.tsx';
import { keyText } from '../../record/record-view.ts';
import { reported } from './reported.ts';

/** Who made a request or caused an event, and the id to ask about it: facts that are asked first. */
export function whoFacts(record: UsageRecord): Fact[] {
  return [
    ...reported(
      [
        [t('request.summary.key', 'Key'), keyText(record)],
        [t('request.summary.user', 'User'), record.userId],
      ],
      { personal: true },
    ),
    ...reported([[t('request.summary.session', 'Session'), record.sessionId]], { copyable: true, personal: true }),
    ...reported([[t('request.summary.request-id', 'Request id'), record.requestId]], { copyable: true }),
  ];
}

/** Who made the request, besides the facts that are asked first. */
export function callerFacts(record: UsageRecord): Fact[] {
  return [
    ...reported(
      [
        [t('request.summary.group', 'Group'), record.group],
        ...Object.entries(record.tags).map(
          ([name, value]) =>
            [
              t('request.summary.tag', 'Tag {{name}}', {
                name: visibleText(name),
                interpolation: { escapeValue: false },
              }),
              value,
            ] as const,
        ),
        [t('request.summary.client-address', 'IP address'), record.clientAddress],
        [t('request.summary.user-agent', 'Agent'), record.userAgent],
      ],
      { personal: true },
    ),
    ...reported([[t('request.summary.conversation', 'Conversation'), record.conversationId]], {
      copyable: true,
      personal: true,
    }),
  ];
}

/** Which process reported the record. */
export function serviceFacts(record: UsageRecord, detail: RecordDetail | null): Fact[] {
  const instance = detail?.serviceInstanceId ?? null;
  const { sender, serviceName } = record;
  return reported([
    [t('request.summary.service', 'Service'), serviceName],
    [t('request.summary.namespace', 'Namespace'), detail?.serviceNamespace ?? null],
    [t('request.summary.version', 'Version'), detail?.serviceVersion ?? null],
    [t('request.summary.environment', 'Environment'), record.deploymentEnvironment],
    [t('request.summary.instance', 'Process'), instance],
    [t('request.summary.sender', 'Sender'), sender === instance || sender === serviceName ? null : sender],
  ]);
}

/** Ids of the record and of what belongs to it. */
export function idFacts(record: UsageRecord): Fact[] {
  return reported(
    [
      [t('request.summary.response-id', 'Response id'), record.responseId],
      [t('request.summary.trace-id', 'Trace id'), record.traceId],
      [t('request.summary.span-id', 'Span id'), record.spanId],
    ],
    { copyable: true },
  );
}
