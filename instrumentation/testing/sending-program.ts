import { otlpSender } from '../src/export/otlp/otlp-http.ts';
import { endpointOf } from './otlp-endpoint.ts';

// Sends to the URL of its first argument as many requests as its second argument says, each after the response to the one
// before. Standard input keeps it alive until it is closed. Afterwards only the last request could.
const [, , url = '', requests] = process.argv;
process.stdin.resume();
const send = otlpSender(endpointOf(url, { timeoutMs: 60_000 }), 'Test/1.0');
for (let sent = 0; sent < Number(requests); sent++) await send(Buffer.from('x'));
