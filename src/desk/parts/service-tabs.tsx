import type { Service } from '../../services/read.ts';
import { Tabs } from './tabs.tsx';

/** The services to choose from, where there are several. Its access key 4 goes on to the next one. */
export function ServiceTabs({
  services,
  current,
  hrefOf,
}: {
  services: readonly Service[];
  current: Service | undefined;
  hrefOf: (service: Service) => string;
}) {
  if (services.length < 2) return null;
  const next = services[(services.findIndex(({ id }) => id === current?.id) + 1) % services.length];
  return (
    <Tabs
      label="手続き"
      tabs={services.map((service) => ({
        href: hrefOf(service),
        words: service.name,
        here: service.id === current?.id,
        ...(service === next ? { accessKey: '4' } : {}),
      }))}
    />
  );
}
