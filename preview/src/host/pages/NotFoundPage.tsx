import { EmptyState } from '@grafana/ui';

export function NotFoundPage() {
  return <EmptyState variant="not-found" message="The preview page has no such page" />;
}
