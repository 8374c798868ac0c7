import { css } from '@emotion/css';
import { type AlertErrorPayload, AppEvents, type GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { appEvents } from '../runtime/app-events.ts';

interface Notification {
  id: number;
  severity: 'success' | 'warning' | 'error' | 'info';
  title: string;
  text: string;
}

const EVENTS = [
  { event: AppEvents.alertSuccess, severity: 'success', ms: 3000 },
  { event: AppEvents.alertInfo, severity: 'info', ms: 3000 },
  { event: AppEvents.alertWarning, severity: 'warning', ms: 5000 },
  { event: AppEvents.alertError, severity: 'error', ms: 7000 },
] as const;

let nextId = 1;

/** Shows the alerts that plugins and failed requests publish as events. */
export function Notifications() {
  const styles = useStyles2(getStyles);
  const [notifications, setNotifications] = useState<Notification[]>([]);
  useEffect(() => {
    const show = (severity: Notification['severity'], ms: number, [title, text]: AlertErrorPayload) => {
      const id = nextId++;
      setNotifications((all) => [...all, { id, severity, title, text: text === undefined ? '' : String(text) }]);
      setTimeout(() => setNotifications((all) => all.filter((one) => one.id !== id)), ms);
    };
    const handlers = EVENTS.map(({ event, severity, ms }) => {
      const handler = (payload?: AlertErrorPayload) => show(severity, ms, payload ?? ['']);
      appEvents.on(event.name, handler);
      return { event, handler };
    });
    return () => handlers.forEach(({ event, handler }) => appEvents.off(event.name, handler));
  }, []);
  return (
    <div className={styles.stack} role="status">
      {notifications.map(({ id, severity, title, text }) => (
        <Alert
          key={id}
          severity={severity}
          title={title}
          elevated
          onRemove={() => setNotifications((all) => all.filter((one) => one.id !== id))}
        >
          {text}
        </Alert>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  stack: css({
    position: 'fixed',
    top: theme.spacing(6),
    right: theme.spacing(2),
    width: theme.spacing(50),
    zIndex: theme.zIndex.portal,
  }),
});
