import { css } from '@emotion/css';
import { type AlertErrorPayload, type AlertPayload, AppEvents, type GrafanaTheme2 } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import { Alert, useStyles2 } from '@grafana/ui';
import { useEffect, useState } from 'react';

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

/** Messages that plugins and failed requests publish as events. */
export function Notifications() {
  const styles = useStyles2(getStyles);
  const [notifications, setNotifications] = useState<Notification[]>([]);
  useEffect(() => {
    const remove = (id: number) => setNotifications((all) => all.filter((one) => one.id !== id));
    const subscriptions = EVENTS.map(({ event, severity, ms }) =>
      getAppEvents()
        .getStream<{ type: string; payload?: AlertPayload | AlertErrorPayload }>({ type: event.name } as never)
        .subscribe(({ payload }) => {
          const [title = '', text] = payload ?? [];
          const id = nextId++;
          setNotifications((all) => [
            ...all,
            { id, severity, title: String(title), text: text === undefined ? '' : String(text) },
          ]);
          setTimeout(() => remove(id), ms);
        }),
    );
    return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
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
