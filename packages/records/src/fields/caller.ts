import type { CaptureLevel } from '../vocabulary.ts';
import { UINT16, UNIQUE, detail, integer, map, text } from './field.ts';

/** The caller and what it called. */
export const CALLER = {
  userId: text({
    column: 'user_id',
    type: UNIQUE,
    attribute: 'userId',
    sample: 'u-1',
    shown: { name: 'user', label: 'User' },
  }),
  sessionId: text({ column: 'session_id', type: UNIQUE, attribute: 'sessionId', sample: 's-1' }),
  clientAddress: text({ column: 'client_address', type: UNIQUE, attribute: 'clientAddress', sample: '192.0.2.1' }),
  userAgent: text({ column: 'user_agent', attribute: 'userAgent', sample: 'agent/1' }),
  serverAddress: detail(text({ column: 'server_address', attribute: 'serverAddress', sample: 'api.example.com' })),
  serverPort: detail(
    integer({
      column: 'server_port',
      type: UINT16,
      attribute: 'serverPort',
      bounds: ['1', '65535'],
      sample: 8443,
    }),
  ),
  keyName: text({
    column: 'key_name',
    attribute: 'keyName',
    sample: 'team key',
    shown: { name: 'key_name', label: 'Key' },
  }),
  keyPreview: text({
    column: 'key_preview',
    attribute: 'keyPreview',
    sample: 'sk-...1234',
    shown: { name: 'key_preview', label: 'Key preview' },
  }),
  group: text({ column: 'group', attribute: 'group', sample: 'team', shown: { name: 'group', label: 'Group' } }),
  tags: map({
    column: 'tags',
    attribute: 'tags',
    sample: { cost_center: 'search', feature: 'a "b" \\ ü' },
    shown: { name: 'tags', label: 'Tags' },
    since: 3,
  }),
  requestId: text({ column: 'request_id', type: UNIQUE, attribute: 'requestId', sample: 'req-1' }),
  captureLevel: text<CaptureLevel>({ column: 'capture_level', attribute: 'captureLevel', sample: 'basic' }),
} as const;
