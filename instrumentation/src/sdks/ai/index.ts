import type { SdkListener } from '../sdk-patch.ts';
import { listen } from './listen.ts';

/** The AI SDK. Earlier majors have no channel for its events. */
export const ai: SdkListener = { module: 'ai', majors: [7], listen };
