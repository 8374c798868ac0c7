import { PanelPlugin } from '@grafana/data';
import { lazyPanel } from '../lazy-panel.tsx';

// Wiring only.
export const plugin = new PanelPlugin(lazyPanel(() => import('./RequestTracePanel.tsx')));
