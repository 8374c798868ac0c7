import { writeSync } from 'node:fs';
import { flush, shutdown, startRecording } from '../src/runtime/start.ts';
import { startCall } from '../src/api/start-call.ts';

// Records a call and then awaits `flush()` or `shutdown()`, as its first argument says. Nothing else keeps it alive.
// Second argument: `later` ends another call meanwhile, `exit` calls `process.exit()` meanwhile.
startRecording();
const other = startCall({ operation: 'chat', provider: 'openai' });
startCall({ operation: 'chat', provider: 'openai' }).end({ state: 'success' });
const ending = process.argv[2] === 'flush' ? flush() : shutdown();
if (process.argv[3] === 'later') setTimeout(() => other.end({ state: 'success' }), 100);
if (process.argv[3] === 'exit') setTimeout(() => process.exit(0), 100);
await ending;
writeSync(1, 'resolved');
