import type { Service } from '../../services/read.ts';

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
  const key = { accessKey: '4' };
  return (
    <nav aria-label="手続き">
      <ul class="tabs">
        {services.map((service) => (
          <li>
            <a
              href={hrefOf(service)}
              {...(service.id === current?.id ? { 'aria-current': 'page' as const } : {})}
              {...(service === next ? key : {})}
            >
              {service.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
