import type { SdkListener } from '../sdk-patch.ts';
import { listen } from './listen.ts';

/** The AI SDK, version 7. */
export const ai: SdkListener = { module: 'ai', listen };
